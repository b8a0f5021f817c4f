package dev.oxbow.core.session;

import dev.oxbow.core.command.CancelReason;
import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.RequestOutcome;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageEventHandler;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.piece.PieceProgress;
import dev.oxbow.core.value.WebSeedId;
import java.util.List;

/** Decides what follows from what the disk did. */
final class StorageDecisions implements StorageEventHandler {
    /** Work goes on when this much is free again, or all that is missing fits. */
    private static final long SPACE_ENOUGH_BYTES = 64L << 20;

    private final Turn turn;
    private final Requester requester;
    private final PeerDecisions peers;
    private final Checker checker;
    private final Syncer syncer;
    private final Judge judge;
    private final Magnets magnets;
    private final Mover mover;

    StorageDecisions(Turn turn, Requester requester, PeerDecisions peers, Checker checker, Syncer syncer, Judge judge, Magnets magnets,
            Mover mover) {
        this.mover = mover;
        this.magnets = magnets;
        this.turn = turn;
        this.requester = requester;
        this.peers = peers;
        this.checker = checker;
        this.syncer = syncer;
        this.judge = judge;
    }

    @Override
    public void onFilesOpened(StorageEvent.FilesOpened event) {
        turn.state.torrent(event.torrentId()).filter(torrent -> torrent.phase() == TorrentPhase.OPENING)
                .filter(torrent -> !turn.state.isStopRequested()).ifPresent(checker::filesOpened);
    }

    @Override
    public void onFilesOpenFailed(StorageEvent.FilesOpenFailed event) {
        turn.state.torrent(event.torrentId()).ifPresent(torrent -> fail(torrent, event.detail()));
    }

    private void fail(Torrent torrent, String detail) {
        if (torrent.phase() == TorrentPhase.REMOVING || torrent.phase() == TorrentPhase.MOVING) {
            return;
        }
        turn.changePhase(torrent, TorrentPhase.FAILED, detail);
        turn.closeAll(torrent, CloseReason.TORRENT_STOPPED);
    }

    @Override
    public void onBlocksWritten(StorageEvent.BlocksWritten event) {
        turn.state.torrent(event.torrentId()).ifPresent(torrent -> {
            if (torrent.picker().isBegun(event.pieceIndex())) {
                PieceProgress progress = torrent.picker().progress(event.pieceIndex());
                boolean filesOpen = torrent.isFilesOpen() && !torrent.isClosingFiles();
                if (progress.isWritten() && !progress.isVerifying() && filesOpen) {
                    turn.emit(new StorageCommand.VerifyPiece(torrent.torrentId(), event.pieceIndex(), VerifyReason.DOWNLOADED));
                }
            }
            syncer.syncIfDue(torrent);
        });
    }

    @Override
    public void onBlockCorrupted(StorageEvent.BlockCorrupted event) {
        // The hash will show it; that no peer is to blame is recorded.
    }

    @Override
    public void onBlockWriteFailed(StorageEvent.BlockWriteFailed event) {
        turn.state.torrent(event.torrentId()).ifPresent(torrent -> {
            if (event.fault() != StorageFault.NO_SPACE) {
                fail(torrent, event.detail());
            } else if (torrent.phase() == TorrentPhase.DOWNLOADING) {
                turn.changePhase(torrent, TorrentPhase.WAITING_FOR_SPACE, event.detail());
                for (PeerSession session : List.copyOf(torrent.connections())) {
                    requester.cancelAll(session, CancelReason.STOPPED);
                }
            }
        });
    }

    @Override
    public void onBlockReadFailed(StorageEvent.BlockReadFailed event) {
        turn.state.torrent(event.torrentId()).filter(Torrent::isRunning).ifPresent(torrent -> fail(torrent, event.detail()));
    }

    @Override
    public void onPieceVerified(StorageEvent.PieceVerified event) {
        turn.state.torrent(event.torrentId()).ifPresent(torrent -> {
            judge.proved(torrent, turn.state.proofs);
            if (torrent.phase() == TorrentPhase.CHECKING) {
                checker.proceed(torrent);
            } else if (torrent.isRunning() && !turn.state.isStopRequested()) {
                turn.emit(new PeerCommand.SendHave(torrent.torrentId(), event.pieceIndex()));
                if (torrent.isComplete()) {
                    completed(torrent);
                }
                List.copyOf(torrent.connections()).forEach(session -> peers.interest(torrent, session));
                requester.fillIdle(torrent); // who has proved itself with that piece waits for more
            }
        });
    }

    private void completed(Torrent torrent) {
        turn.changePhase(torrent, TorrentPhase.SEEDING, "the last piece arrived");
        for (PeerSession session : List.copyOf(torrent.connections())) {
            if (session.isUploadOnly()) {
                turn.close(session, CloseReason.BOTH_COMPLETE, "");
            }
        }
        syncer.syncIfDue(torrent);
    }

    @Override
    public void onPieceHashMismatched(StorageEvent.PieceHashMismatched event) {
        turn.state.torrent(event.torrentId()).ifPresent(torrent -> {
            if (torrent.phase() == TorrentPhase.CHECKING) {
                checker.proceed(torrent);
                return;
            }
            if (WebSeedId.isNumber(turn.state.blamedConnection)) {
                judge.soleWebSeed(torrent, WebSeedId.ofNumber(turn.state.blamedConnection), event.pieceIndex(), turn.state.blamedSequence);
            } else {
                turn.state.connection(turn.state.blamedConnection).ifPresent(session ->
                        judge.soleSender(torrent, session, event.pieceIndex(), turn.state.blamedSequence));
            }
            requester.fillAll(torrent);
        });
    }

    @Override
    public void onPieceReadFailed(StorageEvent.PieceReadFailed event) {
        turn.state.torrent(event.torrentId()).ifPresent(torrent -> {
            boolean checking = torrent.phase() == TorrentPhase.CHECKING;
            if (checking && event.fault() == StorageFault.MISSING) {
                checker.proceed(torrent);
            } else if (checking || torrent.isRunning()) {
                fail(torrent, event.detail());
            }
        });
    }

    @Override
    public void onFilesSynced(StorageEvent.FilesSynced event) {
        syncer.syncJournal();
        turn.state.torrent(event.torrentId()).ifPresent(syncer::syncIfDue);
    }

    @Override
    public void onSyncFailed(StorageEvent.SyncFailed event) {
        turn.state.torrent(event.torrentId()).ifPresent(torrent -> {
            checker.distrust(torrent, Checker.unsynced(torrent), VerifyReason.SYNC_FAILED);
            fail(torrent, event.detail());
        });
    }

    @Override
    public void onFilesClosed(StorageEvent.FilesClosed event) {
        turn.state.torrent(event.torrentId()).ifPresent(torrent -> torrent.removalRequest()
                .ifPresent(requestId -> forget(torrent, requestId, "")));
    }

    @Override
    public void onFilesRemoved(StorageEvent.FilesRemoved event) {
        turn.state.torrent(event.torrentId()).ifPresent(torrent -> torrent.removalRequest()
                .ifPresent(requestId -> forget(torrent, requestId, event.failure())));
    }

    private void forget(Torrent torrent, long requestId, String failure) {
        turn.emit(new SessionCommand.ForgetTorrent(torrent.torrentId()));
        RequestOutcome outcome = failure.isEmpty() ? RequestOutcome.DONE : RequestOutcome.REFUSED;
        turn.emit(new SessionCommand.CompleteRequest(requestId, outcome, failure));
    }

    @Override
    public void onSpaceProbed(StorageEvent.SpaceProbed event) {
        turn.state.torrent(event.torrentId()).filter(torrent -> torrent.phase() == TorrentPhase.WAITING_FOR_SPACE).ifPresent(torrent -> {
            if (event.freeBytes() >= Math.min(SPACE_ENOUGH_BYTES, torrent.bytesWanted() - torrent.bytesWantedVerified())) {
                turn.changePhase(torrent, TorrentPhase.DOWNLOADING, "there is room again");
                List.copyOf(torrent.connections()).forEach(session -> peers.interest(torrent, session));
                requester.fillAll(torrent);
            }
        });
    }

    @Override
    public void onMetadataAssembled(StorageEvent.MetadataAssembled event) {
        magnets.assembled(event);
    }

    @Override
    public void onMetadataHashMismatched(StorageEvent.MetadataHashMismatched event) {
        magnets.mismatched(event);
    }

    @Override
    public void onMetadataRefused(StorageEvent.MetadataRefused event) {
        magnets.refused(event);
    }

    @Override
    public void onFilesMoved(StorageEvent.FilesMoved event) {
        syncer.syncJournal();
        turn.state.torrent(event.torrentId()).ifPresent(mover::ended);
    }

    @Override
    public void onFilesMoveFailed(StorageEvent.FilesMoveFailed event) {
        syncer.syncJournal();
        turn.state.torrent(event.torrentId()).ifPresent(mover::ended);
    }
}
