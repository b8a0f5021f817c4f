package dev.oxbow.core.port;

import dev.oxbow.core.command.PeerCommand;

/** Takes blocks that storage has read for a peer and sends them. */
public interface BlockSender {
    /**
     * Sends the block in {@code slots}' slot and releases the slot when the socket has taken it or the connection is gone. Any thread.
     */
    void send(PeerCommand.SendBlock command, BlockSlots slots, int slotId);
}
