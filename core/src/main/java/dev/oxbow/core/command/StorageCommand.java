package dev.oxbow.core.command;

import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import java.util.ArrayList;
import java.util.List;

/** What storage does. */
public sealed interface StorageCommand extends Command {
    void dispatch(StorageCommandHandler handler);

    @Override
    default void dispatch(CommandHandler handler) {
        dispatch((StorageCommandHandler) handler);
    }

    /** Look at a torrent's files. Answered by FilesOpened or FilesOpenFailed. */
    record OpenFiles(int torrentId, InfoHash infoHash, String directory) implements StorageCommand {
        @Override
        public void dispatch(StorageCommandHandler handler) {
            handler.onOpenFiles(this);
        }
    }

    /** Write the block and free its slot. Answered by BlocksWritten, together with its neighbours, or BlockWriteFailed. */
    record WriteBlock(int torrentId, int pieceIndex, int blockIndex, int slotId) implements StorageCommand {
        @Override
        public void dispatch(StorageCommandHandler handler) {
            handler.onWriteBlock(this);
        }
    }

    /** Write two or more blocks of a piece, one behind another, and free their slots: the same as a WriteBlock for each. */
    record WriteBlocks(int torrentId, int pieceIndex, int firstBlock, List<Integer> slotIds) implements StorageCommand {
        public WriteBlocks {
            slotIds = List.copyOf(slotIds);
        }

        public int blockCount() {
            return slotIds.size();
        }

        /** One by one, as if each were to be written by itself. */
        public List<WriteBlock> each() {
            List<WriteBlock> each = new ArrayList<>(slotIds.size());
            for (int slotId : slotIds) {
                each.add(new WriteBlock(torrentId, pieceIndex, firstBlock + each.size(), slotId));
            }
            return each;
        }

        @Override
        public void dispatch(StorageCommandHandler handler) {
            handler.onWriteBlocks(this);
        }
    }

    /** Free the slot. */
    record DiscardBlock(int slotId, DiscardReason reason) implements StorageCommand {
        @Override
        public void dispatch(StorageCommandHandler handler) {
            handler.onDiscardBlock(this);
        }
    }

    /** Hash a piece. Answered by PieceVerified, PieceHashMismatched or PieceReadFailed. */
    record VerifyPiece(int torrentId, int pieceIndex, VerifyReason reason) implements StorageCommand {
        @Override
        public void dispatch(StorageCommandHandler handler) {
            handler.onVerifyPiece(this);
        }
    }

    /**
     * Force these files to stable storage, whoever wrote to them, and create those of them that are empty. Answered by FilesSynced or SyncFailed.
     *
     * @param files as a bitfield over the torrent's files
     */
    record SyncFiles(int torrentId, long operationId, ByteString files) implements StorageCommand {
        @Override
        public void dispatch(StorageCommandHandler handler) {
            handler.onSyncFiles(this);
        }
    }

    /** Close the torrent's files. Answered by FilesClosed. */
    record CloseFiles(int torrentId) implements StorageCommand {
        @Override
        public void dispatch(StorageCommandHandler handler) {
            handler.onCloseFiles(this);
        }
    }

    /** Delete the torrent's files and the directories that this leaves empty. Answered by FilesRemoved. */
    record RemoveFiles(int torrentId) implements StorageCommand {
        @Override
        public void dispatch(StorageCommandHandler handler) {
            handler.onRemoveFiles(this);
        }
    }

    /** See how much room there is. Answered by SpaceProbed. */
    record ProbeSpace(int torrentId) implements StorageCommand {
        @Override
        public void dispatch(StorageCommandHandler handler) {
            handler.onProbeSpace(this);
        }
    }

    /**
     * From now on blocks of files that are not wanted go to the torrent's parts file, and what it has of a file that is wanted again goes to that file.
     *
     * @param wanted as a bitfield over files
     */
    record SelectFiles(int torrentId, ByteString wanted) implements StorageCommand {
        @Override
        public void dispatch(StorageCommandHandler handler) {
            handler.onSelectFiles(this);
        }
    }

    /**
     * Put the pieces of the metadata together, compare their hash with the info hash, and keep the metainfo. Answered by
     * MetadataAssembled, MetadataHashMismatched or MetadataRefused.
     *
     * @param senders for each piece the connection that it came on
     * @param trackers announce URLs for the metainfo, each a tier of its own
     */
    record AssembleMetadata(
            int torrentId, InfoHash infoHash, int lengthBytes, List<Long> senders, List<String> trackers, List<String> webSeeds)
            implements StorageCommand {
        @Override
        public void dispatch(StorageCommandHandler handler) {
            handler.onAssembleMetadata(this);
        }
    }

    /** Close the torrent's files and move those that are there, or go on with that after a crash: what has been moved stays so. Answered by FilesMoved or FilesMoveFailed. */
    record MoveFiles(int torrentId, InfoHash infoHash, String from, String to) implements StorageCommand {
        @Override
        public void dispatch(StorageCommandHandler handler) {
            handler.onMoveFiles(this);
        }
    }
}
