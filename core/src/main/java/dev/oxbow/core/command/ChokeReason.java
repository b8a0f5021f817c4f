package dev.oxbow.core.command;

/** Why a peer is choked or unchoked. */
public enum ChokeReason {
    /** Unchoked: it is interested, and there were no slots then. */
    INTERESTED,
    /** It no longer wants anything. */
    NOT_INTERESTED,
    /** Unchoked: it gives us more than those who wait. */
    GIVES_MOST,
    /** Unchoked: drawn from those who wait, to find out what it gives. */
    OPTIMISTIC,
    /** Unchoked: we seed, and it has waited longest. */
    ITS_TURN,
    /** Choked: it is a seed or a partial seed. */
    UPLOAD_ONLY,
    /** Choked: others give us more. */
    OUTBID,
    /** Choked: it does not answer what we ask of it. */
    SNUBBED,
    /** Choked: it was tried for long enough, and others wait to be tried. */
    TRIED,
    /** Choked: we seed, it has had its turn, and others wait for theirs. */
    TURN_OVER,
    /** Choked: there are fewer slots than there were. */
    FEWER_SLOTS
}
