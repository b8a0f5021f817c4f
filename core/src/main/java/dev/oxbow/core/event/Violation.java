package dev.oxbow.core.event;

/** Rules of the protocol that a peer can break, as the replay tool names them. New ones go at the end: the journal keeps the ordinal. */
public enum Violation {
    /** The first bytes are not those of a BitTorrent handshake, or a second handshake came. */
    BAD_HANDSHAKE,
    /** A length prefix is beyond the limit for its message. */
    FRAME_OVERSIZE,
    /** A message of fixed length has another one. */
    BAD_LENGTH,
    /** No such message in the protocol as negotiated. */
    UNKNOWN_ID,
    /** A bitfield of a wrong length, or with spare bits set. */
    BITFIELD_BAD,
    /** A piece index beyond the last piece. */
    HAVE_RANGE,
    /** A block that does not lie on a block boundary of the torrent, or has a wrong length. */
    BLOCK_GEOMETRY,
    /** An extended message that is not well formed. */
    EXTENSION_MALFORMED,
    /** A request beyond the end of a piece, or of no bytes. */
    REQUEST_INVALID,
    /** A request for more than a block. */
    REQUEST_OVERSIZE,
    /** A piece of the metadata that was never asked for. */
    METADATA_UNREQUESTED,
    /** A piece of the metadata of a wrong length. */
    METADATA_LENGTH
}
