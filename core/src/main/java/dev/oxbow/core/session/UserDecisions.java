package dev.oxbow.core.session;

import dev.oxbow.core.command.CancelReason;
import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.RequestOutcome;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.event.UserEventHandler;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.InfoHash;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Decides what to do about the user's wishes, and answers each exactly once. */
final class UserDecisions implements UserEventHandler {
    private final Turn turn;
    private final Announcer announcer;
    private final Dialler dialler;
    private final Checker checker;
    private final Syncer syncer;
    private final Requester requester;
    private final PeerDecisions peers;

    UserDecisions(Turn turn, Announcer announcer, Dialler dialler, Checker checker, Syncer syncer, Requester requester,
            PeerDecisions peers) {
        this.turn = turn;
        this.announcer = announcer;
        this.dialler = dialler;
        this.checker = checker;
        this.syncer = syncer;
        this.requester = requester;
        this.peers = peers;
    }

    private void done(long requestId) {
        turn.emit(new SessionCommand.CompleteRequest(requestId, RequestOutcome.DONE, ""));
    }

    private void refuse(long requestId, String why) {
        turn.emit(new SessionCommand.CompleteRequest(requestId, RequestOutcome.REFUSED, why));
    }

    private void with(long requestId, InfoHash infoHash, Consumer<Torrent> decision) {
        Optional<Torrent> torrent = turn.state.torrent(infoHash);
        if (torrent.isEmpty()) {
            refuse(requestId, "there is no torrent " + infoHash + " in this session");
        } else if (torrent.get().removalRequest().filter(removal -> removal != requestId).isPresent()) {
            refuse(requestId, "the torrent is being removed");
        } else {
            decision.accept(torrent.get());
        }
    }

    @Override
    public void onAddTorrentRequested(UserEvent.AddTorrentRequested event) {
        with(event.requestId(), event.spec().infoHash(), torrent -> {
            if (!torrent.directory().equals(event.directory())) {
                refuse(event.requestId(), "this session keeps the torrent's files in another directory: " + torrent.directory());
                return;
            }
            done(event.requestId());
            if (torrent.isRunning()) {
                follow(torrent);
            } else {
                openIfIdle(torrent);
            }
        });
    }

    /** Brings a running torrent to what is wished of it now. */
    private void follow(Torrent torrent) {
        if (torrent.wish() == TorrentWish.PAUSE) {
            pause(torrent);
        } else if (torrent.wish() == TorrentWish.SEED && torrent.phase() != TorrentPhase.SEEDING) {
            List.copyOf(torrent.connections()).forEach(session -> requester.cancelAll(session, CancelReason.STOPPED));
            turn.changePhase(torrent, TorrentPhase.SEEDING, "the user only wants to seed");
        } else if (torrent.wish() == TorrentWish.DOWNLOAD && torrent.phase() == TorrentPhase.SEEDING && !torrent.isComplete()) {
            turn.changePhase(torrent, TorrentPhase.DOWNLOADING, "");
        } else {
            return;
        }
        List.copyOf(torrent.connections()).forEach(session -> peers.interest(torrent, session));
        requester.fillAll(torrent);
    }

    private void openIfIdle(Torrent torrent) {
        boolean idle = torrent.phase() == TorrentPhase.PAUSED || torrent.phase() == TorrentPhase.FAILED
                || torrent.phase() == TorrentPhase.OPENING && !torrent.isFilesOpen();
        if (idle && torrent.wish() == TorrentWish.PAUSE) {
            turn.changePhase(torrent, TorrentPhase.PAUSED, "the user paused it");
        } else if (idle && !turn.state.isStopRequested()) {
            turn.emit(new StorageCommand.OpenFiles(torrent.torrentId(), torrent.spec().infoHash(), torrent.directory()));
        }
    }

    @Override
    public void onRemoveTorrentRequested(UserEvent.RemoveTorrentRequested event) {
        with(event.requestId(), event.infoHash(), torrent -> {
            leaveSwarm(torrent, TorrentPhase.REMOVING, "the user removed it");
            int id = torrent.torrentId();
            turn.emit(event.withFiles() ? new StorageCommand.RemoveFiles(id) : new StorageCommand.CloseFiles(id));
        });
    }

    private void leaveSwarm(Torrent torrent, TorrentPhase phase, String why) {
        announcer.sayFarewell(torrent);
        turn.closeAll(torrent, CloseReason.TORRENT_STOPPED);
        turn.changePhase(torrent, phase, why);
    }

    @Override
    public void onPauseTorrentRequested(UserEvent.PauseTorrentRequested event) {
        with(event.requestId(), event.infoHash(), torrent -> {
            if (torrent.isRunning()) {
                pause(torrent);
            }
            done(event.requestId());
        });
    }

    private void pause(Torrent torrent) {
        leaveSwarm(torrent, TorrentPhase.PAUSED, "the user paused it");
        if (Syncer.needsSync(torrent)) {
            syncer.sync(torrent);
        }
    }

    @Override
    public void onResumeTorrentRequested(UserEvent.ResumeTorrentRequested event) {
        with(event.requestId(), event.infoHash(), torrent -> {
            openIfIdle(torrent);
            done(event.requestId());
        });
    }

    @Override
    public void onRecheckRequested(UserEvent.RecheckRequested event) {
        with(event.requestId(), event.infoHash(), torrent -> {
            if (!torrent.isRunning() && torrent.phase() != TorrentPhase.CHECKING) {
                refuse(event.requestId(), "the torrent is not running; resume it first");
                return;
            }
            turn.closeAll(torrent, CloseReason.TORRENT_STOPPED);
            Bitfield all = new Bitfield(torrent.layout().pieceCount());
            all.fill();
            checker.distrust(torrent, all, VerifyReason.REQUESTED);
            checker.proceed(torrent);
            done(event.requestId());
        });
    }

    @Override
    public void onAnnounceRequested(UserEvent.AnnounceRequested event) {
        with(event.requestId(), event.infoHash(), torrent -> {
            announcer.announceIfDue(torrent);
            done(event.requestId());
        });
    }

    @Override
    public void onAddPeerRequested(UserEvent.AddPeerRequested event) {
        with(event.requestId(), event.infoHash(), torrent -> {
            dialler.dialMore(torrent);
            done(event.requestId());
        });
    }
}
