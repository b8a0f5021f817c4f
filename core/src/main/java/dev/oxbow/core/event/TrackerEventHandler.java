package dev.oxbow.core.event;

/** One method for each record of {@link TrackerEvent}. */
public interface TrackerEventHandler {
    void onAnnounceSucceeded(TrackerEvent.AnnounceSucceeded event);

    void onAnnounceFailed(TrackerEvent.AnnounceFailed event);
}
