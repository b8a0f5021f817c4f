package dev.oxbow.core.command;

/** Why we close a connection. */
public enum CloseReason {
    /** The session ends. */
    STOPPING,
    /** The torrent is paused, removed or in error. */
    TORRENT_STOPPED,
    /** The peer asked for a torrent that we do not have or do not share now. */
    UNKNOWN_TORRENT,
    /** The peer answered with another torrent than the one we dialled for. */
    INFO_HASH_MISMATCH,
    /** We dialled ourselves. */
    SELF,
    /** This peer is connected already. */
    DUPLICATE,
    /** The limit of connections is reached. */
    TOO_MANY_CONNECTIONS,
    /** No whole handshake in time. */
    HANDSHAKE_TIMEOUT,
    /** Nothing was heard for too long. */
    SILENT,
    /** It broke a rule; the ProtocolViolated before this says which. */
    PROTOCOL_VIOLATION,
    /** It keeps sending blocks that were never asked for. */
    UNREQUESTED_BLOCKS,
    /** It keeps sending requests that cannot be answered. */
    REQUEST_ABUSE,
    /** Neither side needs anything of the other. */
    BOTH_COMPLETE,
    /** Every block of a piece that failed its hash came from this peer. */
    BAD_DATA,
    /** It is banned; the BanPeer before this, or oxbow ban show, says why. */
    BANNED,
    /** All places are taken and others wait: it was of the least use. */
    TURNOVER,
    /** All places are taken, and for long neither side has wanted anything of the other. */
    NO_INTEREST,
    /** All places are taken, and a newcomer is worth more to both ends (BEP 40). */
    OUTRANKED,
    /** The torrent's metadata is wanted, and it does not speak the extension protocol that carries it. */
    NO_EXTENSIONS,
    /** The torrent's pieces have become known and we have some of them: the conversation must begin anew to say so. */
    METADATA_ARRIVED,
    /** The torrent turned out to be private (BEP 27), and neither its trackers nor the user named this peer. */
    PRIVATE_TORRENT,
    /** It tells us of other peers far too often. */
    PEX_FLOOD,
    /** It lets us ask for blocks, has sent none for long, and wants nothing itself. */
    ASKED_IN_VAIN
}
