package dev.oxbow.sim;

/** Faults that are built into every node on purpose, to show that the checks find them. */
enum Bug {
    NONE,
    /** Every piece is said to have the right hash. */
    HASH_NOT_COMPARED,
    /** Files are said to be synced and are not. */
    SYNC_OF_NOTHING,
    /** A block that is not wanted keeps its slot. */
    SLOT_LOST,
    /** Every block is said to be written, and each hundredth is not. */
    WRITE_LOST,
    /** What changed while the program was away is not noticed. */
    STAMPS_NOT_READ
}
