package dev.oxbow.core.event;

/** What kept the disk from doing its work. New ones go at the end: the journal keeps the ordinal. */
public enum StorageFault {
    /** The volume is full, or a quota is reached. */
    NO_SPACE,
    /** The operating system does not permit it. */
    DENIED,
    /** A file is not there, or ends too early. */
    MISSING,
    /** A path would leave the directory, or something else stands in its place. */
    UNSAFE_PATH,
    /** Anything else. */
    IO_ERROR,
    /** What peers sent has the info hash, and is no torrent that can be downloaded. */
    METADATA_INVALID
}
