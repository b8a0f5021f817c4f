package dev.oxbow.core.command;

/** Why a fetch from a web seed is given up. */
public enum FetchCancelReason {
    /** The torrent takes no blocks now. */
    STOPPED,
    /** The user does not want some of it any more. */
    NOT_WANTED,
    /** The web seed has sent wrong data of the same file. */
    BAD_DATA,
    /** Peers have sent all that is left of it. */
    ARRIVED
}
