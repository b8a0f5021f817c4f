package dev.oxbow.core.command;

/** Why a block is not written. */
public enum DiscardReason {
    /** We never asked this peer for it. */
    UNREQUESTED,
    /** The piece is verified. */
    ALREADY_HAVE,
    /** The block is written, or being written. */
    DUPLICATE,
    /** The torrent takes no blocks now. */
    TORRENT_STOPPED,
    /** The connection was closed before the block was looked at. */
    CONNECTION_GONE
}
