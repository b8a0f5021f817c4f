package dev.oxbow.core.event;

/** Why a tracker is told (BEP 3). */
public enum AnnounceEvent {
    /** The interval has passed. */
    REGULAR,
    /** The first announce of a session. */
    STARTED,
    /** The download completed in this session. */
    COMPLETED,
    /** The torrent leaves the swarm. */
    STOPPED
}
