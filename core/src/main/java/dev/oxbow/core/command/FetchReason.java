package dev.oxbow.core.command;

/** Which rule picked these blocks for a web seed. */
public enum FetchReason {
    /** It began the piece, and should answer for all of it. */
    OWN_PIECE,
    /** The user wants this file before others. */
    PREFERRED_FILE,
    /** The user wants the pieces from first to last. */
    SEQUENTIAL,
    /** No peer has these pieces. */
    NO_PEER_HAS_IT,
    /** Peers have these pieces, and come to them last: others are rarer. */
    COMMON_AMONG_PEERS,
    /** Only begun pieces are left, and nobody is asked for these blocks. */
    BEGUN_PIECE
}
