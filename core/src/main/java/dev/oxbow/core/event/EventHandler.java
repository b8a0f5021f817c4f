package dev.oxbow.core.event;

/** One method for every event, so that the compiler checks completeness. */
public interface EventHandler
        extends SessionEventHandler, CheckpointEventHandler, UserEventHandler, ConnectionEventHandler, PeerEventHandler, StorageEventHandler,
        TrackerEventHandler, DhtEventHandler, ReachEventHandler, WebSeedEventHandler {
}
