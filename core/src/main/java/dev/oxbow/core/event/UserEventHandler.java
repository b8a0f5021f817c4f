package dev.oxbow.core.event;

/** One method for each record of {@link UserEvent}. */
public interface UserEventHandler {
    void onAddTorrentRequested(UserEvent.AddTorrentRequested event);

    void onRemoveTorrentRequested(UserEvent.RemoveTorrentRequested event);

    void onPauseTorrentRequested(UserEvent.PauseTorrentRequested event);

    void onResumeTorrentRequested(UserEvent.ResumeTorrentRequested event);

    void onRecheckRequested(UserEvent.RecheckRequested event);

    void onAnnounceRequested(UserEvent.AnnounceRequested event);

    void onAddPeerRequested(UserEvent.AddPeerRequested event);

    void onUnbanRequested(UserEvent.UnbanRequested event);

    void onFilesSelected(UserEvent.FilesSelected event);

    void onPickOrderRequested(UserEvent.PickOrderRequested event);

    void onSessionLimitsRequested(UserEvent.SessionLimitsRequested event);

    void onTorrentLimitsRequested(UserEvent.TorrentLimitsRequested event);

    void onSeedGoalRequested(UserEvent.SeedGoalRequested event);

    void onAddWebSeedRequested(UserEvent.AddWebSeedRequested event);

    void onAddMagnetRequested(UserEvent.AddMagnetRequested event);
    void onMoveTorrentRequested(UserEvent.MoveTorrentRequested event);
}
