package dev.oxbow.core.value;

/**
 * A whole block that a peer sent and that lies in a slot of the block pool.
 *
 * @param crc32c of the block, to tell the peer's faults from our own
 */
public record ReceivedBlock(int slotId, int crc32c) {
}
