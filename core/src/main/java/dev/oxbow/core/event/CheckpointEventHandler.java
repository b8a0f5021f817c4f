package dev.oxbow.core.event;

/** One method for each record of {@link CheckpointEvent}. */
public interface CheckpointEventHandler {
    void onCheckpointStarted(CheckpointEvent.CheckpointStarted event);

    void onTorrentRestored(CheckpointEvent.TorrentRestored event);

    void onPiecesRestored(CheckpointEvent.PiecesRestored event);

    void onPartialPieceRestored(CheckpointEvent.PartialPieceRestored event);

    void onChecksRestored(CheckpointEvent.ChecksRestored event);

    void onFileStampsRestored(CheckpointEvent.FileStampsRestored event);

    void onCandidateRestored(CheckpointEvent.CandidateRestored event);

    void onCheckpointCompleted(CheckpointEvent.CheckpointCompleted event);

    void onBanRestored(CheckpointEvent.BanRestored event);

    void onOptionsRestored(CheckpointEvent.OptionsRestored event);

    void onMoveRestored(CheckpointEvent.MoveRestored event);

    void onDhtIdRestored(CheckpointEvent.DhtIdRestored event);

    void onDhtNodeRestored(CheckpointEvent.DhtNodeRestored event);

    void onReachRestored(CheckpointEvent.ReachRestored event);

    void onWebSeedRestored(CheckpointEvent.WebSeedRestored event);

    void onMagnetRestored(CheckpointEvent.MagnetRestored event);
}
