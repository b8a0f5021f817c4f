package dev.oxbow.core.port;

/** Takes blocks that storage has read for a peer and sends them. */
public interface BlockSender {
    /** Sends the blocks, and releases their slot when the socket has taken them or the connection is gone. Any thread. */
    void send(ReadBlocks blocks);
}
