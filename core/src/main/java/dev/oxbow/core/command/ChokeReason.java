package dev.oxbow.core.command;

/** Why a peer is choked or unchoked. */
public enum ChokeReason {
    /** It is interested and there is a slot. */
    INTERESTED,
    /** It no longer wants anything. */
    NOT_INTERESTED
}
