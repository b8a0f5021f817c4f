package dev.oxbow.core.command;

/** Which rule picked these blocks. */
public enum PickReason {
    /** The piece is begun, and finishing it comes first. */
    BEGUN_PIECE,
    /** We have next to nothing to trade: any piece will do, and common ones come quickest. */
    RANDOM_FIRST,
    /** No missing piece is held by fewer peers. */
    RAREST_FIRST,
    /** Every missing block is asked of somebody; this one is asked of a second peer. */
    ENDGAME,
    /** The peer must prove itself first: it sends a piece alone, so that it alone answers for it. */
    PROBATION,
    /** A copy of the piece was wrong, so one peer alone sends the next. */
    SUSPECT_PIECE,
    /** The user wants the pieces from first to last. */
    SEQUENTIAL,
    /** The user wants this file before others. */
    PREFERRED_FILE,
    /** The peer answers requests for this piece though it chokes us. */
    ALLOWED_FAST
}
