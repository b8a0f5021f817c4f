package dev.oxbow.core.session;

import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.command.StorageCommandHandler;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageEventHandler;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.piece.PieceProgress;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.Sender;
import dev.oxbow.core.value.WebSeedId;
import java.util.List;
import java.util.Optional;

/** Records what the disk did and what it was told to do. */
final class StorageFold implements StorageEventHandler, StorageCommandHandler {
    private final SessionState state;

    StorageFold(SessionState state) {
        this.state = state;
    }

    @Override
    public void onFilesOpened(StorageEvent.FilesOpened event) {
        state.torrent(event.torrentId()).ifPresent(torrent -> torrent.opened(event.stamps(), event.lastOwnWriteNs()));
    }

    @Override
    public void onFilesOpenFailed(StorageEvent.FilesOpenFailed event) {
        state.torrent(event.torrentId()).ifPresent(torrent -> torrent.fault(event.fault(), event.detail(), state.timeNs()));
    }

    @Override
    public void onBlocksWritten(StorageEvent.BlocksWritten event) {
        state.torrent(event.torrentId()).ifPresent(torrent -> {
            for (int block = event.firstBlock(); block < event.firstBlock() + event.blockCount(); block++) {
                torrent.picker.written(event.pieceIndex(), block);
                torrent.disk.written(torrent.layout().blockLengthBytes(event.pieceIndex(), block), state.timeNs());
            }
        });
    }

    @Override
    public void onBlockCorrupted(StorageEvent.BlockCorrupted event) {
        state.torrent(event.torrentId()).ifPresent(torrent -> torrent.picker.ownFault(event.pieceIndex()));
    }

    @Override
    public void onBlockWriteFailed(StorageEvent.BlockWriteFailed event) {
        state.torrent(event.torrentId()).ifPresent(torrent -> {
            torrent.picker.writeFailed(event.pieceIndex(), event.blockIndex());
            torrent.fault(event.fault(), event.detail(), state.timeNs());
        });
    }

    @Override
    public void onBlockReadFailed(StorageEvent.BlockReadFailed event) {
        state.connection(event.connectionId()).ifPresent(session -> session.blockNotSent());
        state.torrent(event.torrentId()).ifPresent(torrent -> torrent.fault(event.fault(), event.detail(), state.timeNs()));
    }

    @Override
    public void onPieceVerified(StorageEvent.PieceVerified event) {
        state.proofs = List.of();
        state.torrent(event.torrentId()).ifPresent(torrent -> {
            if (torrent.picker.isBegun(event.pieceIndex())) {
                PieceProgress good = torrent.picker.progress(event.pieceIndex());
                state.proofs = torrent.blame.verified(good);
                state.connection(good.soleWriter()).ifPresent(session -> session.trusted(true));
            }
            torrent.pieceVerified(event.pieceIndex());
            if (torrent.isComplete()) {
                state.queue.touched(state.sequence());
            }
        });
    }

    @Override
    public void onPieceHashMismatched(StorageEvent.PieceHashMismatched event) {
        state.torrent(event.torrentId()).ifPresent(torrent -> {
            state.blamedConnection = blame(torrent, event.pieceIndex());
            state.blamedSequence = state.blamedConnection == PieceProgress.NOBODY ? -1 : torrent.picker.progress(event.pieceIndex()).receivedAt(0);
            suspect(torrent, event.pieceIndex());
            if (torrent.pieceNotVerified(event.pieceIndex())) {
                torrent.wasted(torrent.layout().pieceLengthBytes(event.pieceIndex()));
            }
        });
    }

    /** Everybody who had a part in it must prove himself again; who it was, the next good copy shows. */
    private void suspect(Torrent torrent, int pieceIndex) {
        if (!torrent.picker.isBegun(pieceIndex) || torrent.picker.progress(pieceIndex).isOwnFault()) {
            return;
        }
        PieceProgress copy = torrent.picker.progress(pieceIndex);
        torrent.blame.failed(copy, this::sender);
        for (int block = 0; block < copy.blockCount(); block++) {
            state.connection(copy.writtenBy(block)).ifPresent(session -> session.trusted(false));
        }
    }

    private Optional<Sender> sender(long id) {
        return WebSeedId.isNumber(id) ? Optional.of(WebSeedId.ofNumber(id)) : state.connection(id).map(PeerSession::identity);
    }

    /** Whoever alone sent the whole piece; nobody when there were several, or when our own memory is at fault. */
    private static long blame(Torrent torrent, int pieceIndex) {
        if (!torrent.picker.isBegun(pieceIndex)) {
            return PieceProgress.NOBODY;
        }
        PieceProgress progress = torrent.picker.progress(pieceIndex);
        return progress.isOwnFault() ? PieceProgress.NOBODY : progress.soleWriter();
    }

    @Override
    public void onPieceReadFailed(StorageEvent.PieceReadFailed event) {
        state.torrent(event.torrentId()).ifPresent(torrent -> {
            if (event.fault() == StorageFault.MISSING) {
                torrent.pieceNotVerified(event.pieceIndex());
            } else {
                torrent.pieceNotRead(event.pieceIndex());
            }
            torrent.fault(event.fault(), event.detail(), state.timeNs());
        });
    }

    @Override
    public void onFilesSynced(StorageEvent.FilesSynced event) {
        state.torrent(event.torrentId()).ifPresent(torrent -> {
            torrent.disk.synced(event.operationId(), event.stamps());
            state.syncsSinceJournalSync++;
        });
    }

    @Override
    public void onSyncFailed(StorageEvent.SyncFailed event) {
        state.torrent(event.torrentId()).ifPresent(torrent -> {
            torrent.disk.syncFailed(event.operationId(), state.timeNs());
            torrent.fault(event.fault(), event.detail(), state.timeNs());
        });
    }

    @Override
    public void onFilesClosed(StorageEvent.FilesClosed event) {
        state.torrent(event.torrentId()).ifPresent(Torrent::filesClosed);
    }

    @Override
    public void onFilesRemoved(StorageEvent.FilesRemoved event) {
        state.torrent(event.torrentId()).ifPresent(Torrent::filesClosed);
    }

    @Override
    public void onSpaceProbed(StorageEvent.SpaceProbed event) {
        state.torrent(event.torrentId()).ifPresent(torrent -> torrent.spaceProbed(event.freeBytes(), state.timeNs()));
    }

    @Override
    public void onOpenFiles(StorageCommand.OpenFiles command) {
        state.torrent(command.torrentId()).ifPresent(Torrent::opening);
    }

    @Override
    public void onWriteBlock(StorageCommand.WriteBlock command) {
        writing(command.torrentId(), command.pieceIndex(), command.blockIndex(), 1);
    }

    @Override
    public void onWriteBlocks(StorageCommand.WriteBlocks command) {
        writing(command.torrentId(), command.pieceIndex(), command.firstBlock(), command.blockCount());
    }

    private void writing(int torrentId, int pieceIndex, int firstBlock, int blockCount) {
        Torrent torrent = state.torrentsById.get(torrentId);
        if (torrent != null) { // no lambda: this comes with every block
            for (int block = firstBlock; block < firstBlock + blockCount; block++) {
                torrent.disk.writing(pieceIndex, block);
            }
            PeerFold.blocksTaken(state, torrent, pieceIndex, firstBlock, blockCount);
            WebSeedFold.blockTaken(state, torrent);
        }
    }

    @Override
    public void onDiscardBlock(StorageCommand.DiscardBlock command) {
        PeerFold.blockDiscarded(state, command.slotId(), command.reason());
        WebSeedFold.blockDiscarded(state);
    }

    @Override
    public void onVerifyPiece(StorageCommand.VerifyPiece command) {
        state.torrent(command.torrentId()).ifPresent(torrent -> {
            if (command.reason() == VerifyReason.DOWNLOADED) {
                torrent.picker.verifying(command.pieceIndex());
            } else {
                torrent.check(command.pieceIndex());
            }
        });
    }

    @Override
    public void onSyncFiles(StorageCommand.SyncFiles command) {
        state.nextOperationId = Math.max(state.nextOperationId, command.operationId() + 1);
        state.torrent(command.torrentId()).ifPresent(torrent -> torrent.disk.syncing(command.operationId(), torrent.picker.verified(),
                Bitfield.fromWire(command.files(), torrent.spec().files().fileCount())));
    }

    @Override
    public void onCloseFiles(StorageCommand.CloseFiles command) {
        state.torrent(command.torrentId()).ifPresent(Torrent::closingFiles);
    }

    @Override
    public void onRemoveFiles(StorageCommand.RemoveFiles command) {
        state.torrent(command.torrentId()).ifPresent(Torrent::closingFiles);
    }

    @Override
    public void onProbeSpace(StorageCommand.ProbeSpace command) {
        state.torrent(command.torrentId()).ifPresent(torrent -> torrent.probingSpace(state.timeNs()));
    }

    @Override
    public void onSelectFiles(StorageCommand.SelectFiles command) {
        state.torrent(command.torrentId()).ifPresent(torrent -> torrent.disk.movingFromParts(
                Bitfield.fromWire(command.wanted(), torrent.spec().files().fileCount()), state.timeNs()));
    }

    @Override
    public void onMetadataAssembled(StorageEvent.MetadataAssembled event) {
        MetadataFold.assembled(state, event);
    }

    @Override
    public void onMetadataHashMismatched(StorageEvent.MetadataHashMismatched event) {
        MetadataFold.mismatched(state, event);
    }

    @Override
    public void onMetadataRefused(StorageEvent.MetadataRefused event) {
        state.magnet(event.torrentId()).ifPresent(magnet -> {
            magnet.fetch().abandoned();
            magnet.fault(event.fault());
        });
    }

    @Override
    public void onAssembleMetadata(StorageCommand.AssembleMetadata command) {
        MetadataFold.assembling(state, command);
    }

    @Override
    public void onMoveFiles(StorageCommand.MoveFiles command) {
        state.torrent(command.torrentId()).ifPresent(Torrent::moveBegun);
    }

    @Override
    public void onFilesMoved(StorageEvent.FilesMoved event) {
        state.torrent(event.torrentId()).ifPresent(torrent -> {
            torrent.moved(event.directory(), event.stamps());
            state.syncsSinceJournalSync++;
        });
    }

    @Override
    public void onFilesMoveFailed(StorageEvent.FilesMoveFailed event) {
        state.torrent(event.torrentId()).ifPresent(torrent -> {
            torrent.fault(event.fault(), event.detail(), state.timeNs());
            torrent.moveEnded();
            state.syncsSinceJournalSync++;
        });
    }
}
