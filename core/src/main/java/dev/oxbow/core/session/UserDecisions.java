package dev.oxbow.core.session;

import dev.oxbow.core.command.CancelReason;
import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.RequestOutcome;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.event.UserEventHandler;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.webseed.WebSeed;
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
    private final Fetcher fetcher;
    private final PeerDecisions peers;
    private final Judge judge;
    private final Magnets magnets;

    UserDecisions(Turn turn, Announcer announcer, Dialler dialler, Checker checker, Syncer syncer, Requester requester, Fetcher fetcher,
            PeerDecisions peers, Judge judge, Magnets magnets) {
        this.magnets = magnets;
        this.turn = turn;
        this.announcer = announcer;
        this.dialler = dialler;
        this.checker = checker;
        this.syncer = syncer;
        this.requester = requester;
        this.fetcher = fetcher;
        this.peers = peers;
        this.judge = judge;
    }

    private void done(long requestId) {
        turn.emit(new SessionCommand.CompleteRequest(requestId, RequestOutcome.DONE, ""));
    }

    private void refuse(long requestId, String why) {
        turn.emit(new SessionCommand.CompleteRequest(requestId, RequestOutcome.REFUSED, why));
    }

    private void with(long requestId, InfoHash infoHash, Consumer<Torrent> decision) {
        with(requestId, infoHash, decision, magnet -> refuse(requestId, "the torrent's metadata has not come yet"));
    }

    private void with(long requestId, InfoHash infoHash, Consumer<Torrent> decision, Consumer<MagnetTorrent> early) {
        Optional<Torrent> torrent = turn.state.torrent(infoHash);
        Optional<MagnetTorrent> magnet = turn.state.magnet(infoHash);
        if (magnet.isPresent()) {
            early.accept(magnet.get());
        } else if (torrent.isEmpty()) {
            refuse(requestId, "there is no torrent " + infoHash + " in this session");
        } else if (torrent.get().removalRequest().filter(removal -> removal != requestId).isPresent()) {
            refuse(requestId, "the torrent is being removed");
        } else {
            decision.accept(torrent.get());
        }
    }

    @Override
    public void onAddTorrentRequested(UserEvent.AddTorrentRequested event) {
        with(event.requestId(), event.spec().infoHash(), torrent -> added(event.requestId(), torrent, event.directory()),
                magnet -> refuseDirectory(event.requestId(), magnet.directory()));
    }

    private void refuseDirectory(long requestId, String directory) {
        refuse(requestId, "this session keeps the torrent's files in another directory: " + directory);
    }

    private void added(long requestId, Torrent torrent, String directory) {
        if (!torrent.directory().equals(directory)) {
            refuseDirectory(requestId, torrent.directory());
            return;
        }
        done(requestId);
        if (torrent.isRunning()) {
            follow(torrent);
        } else {
            openIfIdle(torrent);
        }
    }

    @Override
    public void onAddMagnetRequested(UserEvent.AddMagnetRequested event) {
        with(event.requestId(), event.infoHash(), torrent -> added(event.requestId(), torrent, event.directory()), magnet -> {
            if (!magnet.directory().equals(event.directory())) {
                refuseDirectory(event.requestId(), magnet.directory());
                return;
            }
            magnets.follow(magnet);
            done(event.requestId());
        });
        turn.state.swarm(event.infoHash()).ifPresent(dialler::dialMore);
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
            turn.openFiles(torrent);
        }
    }

    @Override
    public void onRemoveTorrentRequested(UserEvent.RemoveTorrentRequested event) {
        with(event.requestId(), event.infoHash(), torrent -> {
            if (torrent.movingTo().isPresent()) {
                refuse(event.requestId(), "the torrent's files are being moved; remove it when that is done");
                return;
            }
            leaveSwarm(torrent, TorrentPhase.REMOVING, "the user removed it");
            int id = torrent.torrentId();
            turn.emit(event.withFiles() ? new StorageCommand.RemoveFiles(id) : new StorageCommand.CloseFiles(id));
        }, magnet -> {
            magnets.leaveSwarm(magnet, TorrentPhase.REMOVING, "the user removed it");
            turn.emit(new SessionCommand.ForgetTorrent(magnet.torrentId()));
            done(event.requestId());
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
        }, magnet -> {
            magnets.follow(magnet);
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
        }, magnet -> {
            magnets.follow(magnet);
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
        }, magnet -> {
            announcer.announceIfDue(magnet);
            done(event.requestId());
        });
    }

    @Override
    public void onAddPeerRequested(UserEvent.AddPeerRequested event) {
        with(event.requestId(), event.infoHash(), torrent -> {
            dialler.dialMore(torrent);
            done(event.requestId());
        }, magnet -> {
            dialler.dialMore(magnet);
            done(event.requestId());
        });
    }

    @Override
    public void onAddWebSeedRequested(UserEvent.AddWebSeedRequested event) {
        with(event.requestId(), event.infoHash(), torrent -> {
            if (torrent.hasWebSeed(event.style(), event.url())) {
                done(event.requestId());
                fetcher.fetchMore(torrent);
            } else {
                refuse(event.requestId(), WebSeed.isSupported(event.url()) ? "the torrent has as many web seeds as are any good"
                        : "a web seed must have an http or https URL of reasonable length");
            }
        });
    }

    @Override
    public void onUnbanRequested(UserEvent.UnbanRequested event) {
        if (turn.state.bans().at(event.endpoint()).isEmpty()) {
            refuse(event.requestId(), event.endpoint() + " is not banned");
        } else {
            judge.unban(event.endpoint());
            done(event.requestId());
            turn.state.swarms().forEach(dialler::dialMore);
        }
    }

    @Override
    public void onFilesSelected(UserEvent.FilesSelected event) {
        with(event.requestId(), event.infoHash(), torrent -> {
            if (!Selection.fits(torrent.spec(), event.priorities())) {
                refuse(event.requestId(), "the torrent has " + torrent.spec().files().fileCount() + " files, and each is wanted, preferred or not");
                return;
            }
            if (torrent.isFilesOpen() && !torrent.isClosingFiles()) { // or storage is told when they are opened again
                turn.emit(new StorageCommand.SelectFiles(torrent.torrentId(), Selection.files(torrent.spec(), torrent.priorities()).toWire()));
            }
            done(event.requestId());
            selected(torrent);
        });
    }

    /** What is under way and no longer wanted is withdrawn; a torrent that was complete may not be any more, and the other way round. */
    private void selected(Torrent torrent) {
        for (PeerSession session : List.copyOf(torrent.connections())) {
            requester.cancelUnwanted(torrent, session);
        }
        fetcher.cancelUnwanted(torrent);
        if (torrent.phase() == TorrentPhase.SEEDING && !torrent.isComplete() && torrent.wish() == TorrentWish.DOWNLOAD) {
            turn.changePhase(torrent, TorrentPhase.DOWNLOADING, "the user wants more of it");
        } else if (torrent.phase() == TorrentPhase.DOWNLOADING && torrent.isComplete()) {
            turn.changePhase(torrent, TorrentPhase.SEEDING, "all that is wanted is there");
        }
        List.copyOf(torrent.connections()).forEach(session -> peers.interest(torrent, session));
        requester.fillAll(torrent);
        syncer.syncIfDue(torrent); // which creates files of no bytes
        dialler.dialMore(torrent);
    }

    @Override
    public void onPickOrderRequested(UserEvent.PickOrderRequested event) {
        with(event.requestId(), event.infoHash(), torrent -> done(event.requestId()), magnet -> done(event.requestId()));
    }

    @Override
    public void onSessionLimitsRequested(UserEvent.SessionLimitsRequested event) {
        if (event.downBytesPerSec() < 0 || event.upBytesPerSec() < 0) {
            refuse(event.requestId(), "a limit cannot be less than 0, which stands for none");
        } else {
            done(event.requestId());
            turn.state.torrents().forEach(this::resumeTraffic);
        }
    }

    @Override
    public void onTorrentLimitsRequested(UserEvent.TorrentLimitsRequested event) {
        with(event.requestId(), event.infoHash(), torrent -> {
            if (event.downBytesPerSec() < 0 || event.upBytesPerSec() < 0) {
                refuse(event.requestId(), "a limit cannot be less than 0, which stands for none");
            } else {
                done(event.requestId());
                resumeTraffic(torrent);
            }
        }, magnet -> {
            if (event.downBytesPerSec() < 0 || event.upBytesPerSec() < 0) {
                refuse(event.requestId(), "a limit cannot be less than 0, which stands for none");
            } else {
                done(event.requestId());
            }
        });
    }

    /** What a limit held back may go on now. */
    private void resumeTraffic(Torrent torrent) {
        for (PeerSession session : List.copyOf(torrent.connections())) {
            if (session.isActive()) {
                peers.send(torrent, session);
            }
        }
        requester.fillAll(torrent);
    }

    @Override
    public void onSeedGoalRequested(UserEvent.SeedGoalRequested event) {
        with(event.requestId(), event.infoHash(), torrent -> done(event.requestId()), magnet -> done(event.requestId()));
    }

    @Override
    public void onMoveTorrentRequested(UserEvent.MoveTorrentRequested event) {
        with(event.requestId(), event.infoHash(), torrent -> {
            boolean takenUp = torrent.movingTo().filter(event.directory()::equals).isPresent() && torrent.phase() != TorrentPhase.MOVING;
            if (!takenUp) {
                refuse(event.requestId(), Mover.refusal(torrent));
                return;
            }
            leaveSwarm(torrent, TorrentPhase.MOVING, "its files are being moved");
            done(event.requestId());
            syncer.syncJournal();
        });
    }
}
