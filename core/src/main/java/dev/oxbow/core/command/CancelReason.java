package dev.oxbow.core.command;

/** Why requests are withdrawn. */
public enum CancelReason {
    /** The peer did not answer in time and counts as snubbed. */
    TIMED_OUT,
    /** Another peer sent the block. */
    ARRIVED,
    /** The torrent no longer wants blocks. */
    STOPPED,
    /** The user does not want the file any more. */
    NOT_WANTED
}
