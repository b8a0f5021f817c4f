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
}
