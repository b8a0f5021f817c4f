package dev.oxbow.replay.export;

/** One block asked of one peer. */
record Request(long sequence, long timeNs, String torrent, long connectionId, String peer, int pieceIndex, int blockIndex, int lengthBytes,
        String reason, boolean selected) {
}
