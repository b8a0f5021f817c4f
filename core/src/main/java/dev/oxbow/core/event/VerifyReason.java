package dev.oxbow.core.event;

/** Why a piece is hashed. */
public enum VerifyReason {
    /** All its blocks are written; it was never hashed as it is. */
    DOWNLOADED,
    /** Data was found on disk that the journal knows nothing of. */
    FOUND,
    /** Its file was changed since the journal last vouched for it. */
    FILE_CHANGED,
    /** The machine went down, and no sync vouches for it. */
    NOT_SYNCED,
    /** A sync failed, and the disk may have lost it. */
    SYNC_FAILED,
    /** The user asked. */
    REQUESTED
}
