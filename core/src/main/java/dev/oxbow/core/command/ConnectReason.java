package dev.oxbow.core.command;

/** Why a peer is dialled. */
public enum ConnectReason {
    /** Its address was learned and never tried. */
    NEW_CANDIDATE,
    /** It failed before, and its back-off is over. */
    RETRY,
    /** It was connected before. */
    RECONNECT
}
