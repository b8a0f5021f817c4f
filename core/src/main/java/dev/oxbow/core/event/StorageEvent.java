package dev.oxbow.core.event;

import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.TorrentSpec;
import java.util.List;

/** What the disk did. */
public sealed interface StorageEvent extends Event {
    void dispatch(StorageEventHandler handler);

    @Override
    default void dispatch(EventHandler handler) {
        dispatch((StorageEventHandler) handler);
    }

    /**
     * A torrent's files were looked at; one stamp for each file that is not a pad, in order. Nothing is created by that.
     *
     * @param lastOwnWriteNs no write of an earlier process of this session happened after this, 0 when that is not known; a later modification was somebody else's
     */
    record FilesOpened(int torrentId, List<FileStamp> stamps, long lastOwnWriteNs) implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onFilesOpened(this);
        }
    }

    /** The torrent's directory or files cannot be used. */
    record FilesOpenFailed(int torrentId, StorageFault fault, String detail) implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onFilesOpenFailed(this);
        }
    }

    /** A run of blocks of one piece was handed to the operating system, whole. */
    record BlocksWritten(int torrentId, int pieceIndex, int firstBlock, int blockCount) implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onBlocksWritten(this);
        }
    }

    /** A block changed between receipt and writing: our own memory is at fault, not the peer. Follows its BlocksWritten. */
    record BlockCorrupted(
            int torrentId, int pieceIndex, int blockIndex, int crcReceived, int crcWritten)
            implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onBlockCorrupted(this);
        }
    }

    /** A block is not on disk. */
    record BlockWriteFailed(
            int torrentId, int pieceIndex, int blockIndex, StorageFault fault, String detail)
            implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onBlockWriteFailed(this);
        }
    }

    /** What a peer asked for cannot be read. */
    record BlockReadFailed(
            long connectionId, int torrentId, int pieceIndex, int offsetBytes, int lengthBytes, StorageFault fault, String detail)
            implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onBlockReadFailed(this);
        }
    }

    /** The piece on disk has the hash that the metainfo names. */
    record PieceVerified(int torrentId, int pieceIndex) implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onPieceVerified(this);
        }
    }

    /** The piece on disk has another hash. */
    record PieceHashMismatched(int torrentId, int pieceIndex) implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onPieceHashMismatched(this);
        }
    }

    /** The piece cannot be read whole; a file that is missing or too short is {@link StorageFault#MISSING}. */
    record PieceReadFailed(int torrentId, int pieceIndex, StorageFault fault, String detail) implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onPieceReadFailed(this);
        }
    }

    /**
     * All that was written before the matching SyncFiles is on stable storage.
     *
     * @param stamps of the files that were synced
     */
    record FilesSynced(int torrentId, long operationId, List<FileStamp> stamps) implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onFilesSynced(this);
        }
    }

    /** Nothing can be said of what was written since the last sync. */
    record SyncFailed(int torrentId, long operationId, StorageFault fault, String detail) implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onSyncFailed(this);
        }
    }

    /** No file of the torrent is open any more. */
    record FilesClosed(int torrentId) implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onFilesClosed(this);
        }
    }

    /**
     * The torrent's files are deleted.
     *
     * @param failure what could not be deleted and why; empty when all is gone
     */
    record FilesRemoved(int torrentId, String failure) implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onFilesRemoved(this);
        }
    }

    /** How much room the torrent's volume has. */
    record SpaceProbed(int torrentId, long freeBytes) implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onSpaceProbed(this);
        }
    }

    /** The pieces of the metadata together have the info hash; the metainfo lies in the session directory. */
    record MetadataAssembled(int torrentId, TorrentSpec spec) implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onMetadataAssembled(this);
        }
    }

    /** The pieces of the metadata together have another hash. */
    record MetadataHashMismatched(int torrentId) implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onMetadataHashMismatched(this);
        }
    }

    /**
     * The metadata has the info hash, but it cannot be used, or not be kept.
     *
     * @param detail a sentence for people
     */
    record MetadataRefused(int torrentId, StorageFault fault, String detail) implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onMetadataRefused(this);
        }
    }

    /**
     * All files of the torrent that are there lie in the other directory, and that is safe.
     *
     * @param directory where they lie now
     * @param stamps how they look there
     */
    record FilesMoved(int torrentId, String directory, List<FileStamp> stamps) implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onFilesMoved(this);
        }
    }

    /** The files were not moved; those that had been are where they were, unless the detail says otherwise. */
    record FilesMoveFailed(int torrentId, StorageFault fault, String detail) implements StorageEvent {
        @Override
        public void dispatch(StorageEventHandler handler) {
            handler.onFilesMoveFailed(this);
        }
    }
}
