package dev.oxbow.core.command;

/** One method for each record of {@link StorageCommand}. */
public interface StorageCommandHandler {
    void onOpenFiles(StorageCommand.OpenFiles command);

    void onWriteBlock(StorageCommand.WriteBlock command);

    void onWriteBlocks(StorageCommand.WriteBlocks command);

    void onDiscardBlock(StorageCommand.DiscardBlock command);

    void onVerifyPiece(StorageCommand.VerifyPiece command);

    void onSyncFiles(StorageCommand.SyncFiles command);

    void onCloseFiles(StorageCommand.CloseFiles command);

    void onRemoveFiles(StorageCommand.RemoveFiles command);

    void onProbeSpace(StorageCommand.ProbeSpace command);

    void onSelectFiles(StorageCommand.SelectFiles command);

    void onAssembleMetadata(StorageCommand.AssembleMetadata command);
    void onMoveFiles(StorageCommand.MoveFiles command);
}
