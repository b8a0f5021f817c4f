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
    ENDGAME
}
