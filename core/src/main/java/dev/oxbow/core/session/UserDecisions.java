package dev.oxbow.core.session;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.RequestOutcome;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.command.VerifyReason;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.event.UserEventHandler;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.InfoHash;
import java.util.Optional;
import java.util.function.Consumer;

/** Decides what to do about the user's wishes, and answers each exactly once. */
final class UserDecisions implements UserEventHandler {
    private final Turn turn;
    private final Announcer announcer;
    private final Dialler dialler;
    private final Checker checker;
    private final Syncer syncer;

    UserDecisions(Turn turn, Announcer announcer, Dialler dialler, Checker checker, Syncer syncer) {
        this.turn = turn;
        this.announcer = announcer;
        this.dialler = dialler;
        this.checker = checker;
        this.syncer = syncer;
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
        } else {
            decision.accept(torrent.get());
        }
    }

    @Override
    public void onAddTorrentRequested(UserEvent.AddTorrentRequested event) {
        Torrent torrent = turn.state.torrent(event.spec().infoHash()).orElseThrow();
        if (!torrent.directory().equals(event.directory())) {
            refuse(event.requestId(), "this session keeps the torrent's files in another directory: " + torrent.directory());
            return;
        }
        done(event.requestId());
        openIfIdle(torrent);
    }

    private void openIfIdle(Torrent torrent) {
        boolean idle = torrent.phase() == TorrentPhase.PAUSED || torrent.phase() == TorrentPhase.FAILED
                || torrent.phase() == TorrentPhase.OPENING && !torrent.isFilesOpen();
        if (idle && torrent.wish() != TorrentWish.PAUSE && !turn.state.isStopRequested()) {
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
                leaveSwarm(torrent, TorrentPhase.PAUSED, "the user paused it");
                if (Syncer.needsSync(torrent)) {
                    syncer.sync(torrent);
                }
            }
            done(event.requestId());
        });
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
