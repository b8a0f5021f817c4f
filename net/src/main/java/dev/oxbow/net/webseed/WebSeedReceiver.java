package dev.oxbow.net.webseed;

import dev.oxbow.core.webseed.WebSeedFailure;

/** Where the blocks of web seeds go. Always called on the same event loop; must not block. */
public interface WebSeedReceiver {
    /** Whether one more block can be taken now. While it cannot, nothing is read from the servers. */
    boolean hasRoom();

    /** A whole block, in the order of the run. The slot now belongs to the receiver. */
    void onBlock(long fetchId, int pieceIndex, int blockIndex, int slotId, int crc32c);

    /** All blocks were handed over, and nothing more is to come. This or {@link #onFailed} ends every fetch, exactly once. */
    void onFinished(long fetchId);

    /** What is missing will not come. The blocks that were handed over before are as good as others. */
    void onFailed(long fetchId, WebSeedFailure failure);
}
