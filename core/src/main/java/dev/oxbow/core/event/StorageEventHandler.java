package dev.oxbow.core.event;

/** One method for each record of {@link StorageEvent}. */
public interface StorageEventHandler {
    void onFilesOpened(StorageEvent.FilesOpened event);

    void onFilesOpenFailed(StorageEvent.FilesOpenFailed event);

    void onBlocksWritten(StorageEvent.BlocksWritten event);

    void onBlockCorrupted(StorageEvent.BlockCorrupted event);

    void onBlockWriteFailed(StorageEvent.BlockWriteFailed event);

    void onBlockReadFailed(StorageEvent.BlockReadFailed event);

    void onPieceVerified(StorageEvent.PieceVerified event);

    void onPieceHashMismatched(StorageEvent.PieceHashMismatched event);

    void onPieceReadFailed(StorageEvent.PieceReadFailed event);

    void onFilesSynced(StorageEvent.FilesSynced event);

    void onSyncFailed(StorageEvent.SyncFailed event);

    void onFilesClosed(StorageEvent.FilesClosed event);

    void onFilesRemoved(StorageEvent.FilesRemoved event);

    void onSpaceProbed(StorageEvent.SpaceProbed event);

    void onMetadataAssembled(StorageEvent.MetadataAssembled event);

    void onMetadataHashMismatched(StorageEvent.MetadataHashMismatched event);

    void onMetadataRefused(StorageEvent.MetadataRefused event);
    void onFilesMoved(StorageEvent.FilesMoved event);

    void onFilesMoveFailed(StorageEvent.FilesMoveFailed event);
}
