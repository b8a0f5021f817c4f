package dev.oxbow.core.command;

/** Where a torrent stands. New ones go at the end: the journal keeps the ordinal. */
public enum TorrentPhase {
    /** Its files are being looked at. */
    OPENING,
    /** What lies on disk is being hashed; no traffic. */
    CHECKING,
    /** Something wanted is missing. */
    DOWNLOADING,
    /** All that is wanted is there. */
    SEEDING,
    /** The user wants nothing of it now. */
    PAUSED,
    /** The volume is full; tried again every few seconds. */
    WAITING_FOR_SPACE,
    /** The disk refuses; the user must help, then resume. */
    FAILED,
    /** Being closed for good. */
    REMOVING,
    /** Its metadata is being fetched from peers; nothing is known of its files. */
    FETCHING_METADATA,
    /** Its files are on their way to another directory; no traffic. */
    MOVING
}
