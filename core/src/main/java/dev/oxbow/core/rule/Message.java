package dev.oxbow.core.rule;

import dev.oxbow.core.value.PieceLayout;

/**
 * One message of a conversation, whichever side sent it: rules judge both alike.
 *
 * @param number of a block its CRC-32C; of an extension handshake how many requests are queued; else 0
 */
record Message(Kind kind, Speaker by, int pieceIndex, int offsetBytes, int lengthBytes, int number, long sequence, long timeNs) {

    /** What a request, its answer and its withdrawal have in common. */
    long key() {
        return (long) pieceIndex << 32 | offsetBytes;
    }

    int blockIndex() {
        return offsetBytes / PieceLayout.BLOCK_LENGTH_BYTES;
    }

    Line line() {
        return by.line();
    }
}
