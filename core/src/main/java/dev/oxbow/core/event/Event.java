package dev.oxbow.core.event;

/** Something that was observed. Past tense; one family for each source. */
public sealed interface Event extends Entry
        permits SessionEvent, CheckpointEvent, UserEvent, ConnectionEvent, PeerEvent, StorageEvent, TrackerEvent, DhtEvent,
                ReachEvent, WebSeedEvent {
    void dispatch(EventHandler handler);
}
