package dev.oxbow.core.event;

/** What the user wants of a torrent. New ones go at the end: the journal keeps the ordinal. */
public enum TorrentWish {
    /** Complete it, then seed while the session lasts. */
    DOWNLOAD,
    /** Only give; what is missing is not fetched. */
    SEED,
    /** Nothing, for now. */
    PAUSE
}
