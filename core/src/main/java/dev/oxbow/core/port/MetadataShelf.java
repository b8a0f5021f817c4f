package dev.oxbow.core.port;

import dev.oxbow.core.value.ByteString;

/** Where pieces of metadata lie between their arrival and AssembleMetadata. Any thread. */
public interface MetadataShelf {
    /** A shelf for those who ask for no metadata. */
    MetadataShelf NONE = (torrentId, connectionId, pieceIndex, piece) -> { };

    /** Keeps a piece that was asked for, in place of an earlier one of the same connection. */
    void put(int torrentId, long connectionId, int pieceIndex, ByteString piece);
}
