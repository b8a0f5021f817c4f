package dev.oxbow.core.port;

import java.nio.ByteBuffer;

/**
 * A fixed pool of off-heap slots, of one block each where nothing else is said. A slot is a baton: whoever takes it passes it on or releases it, exactly once.
 * Safe for use from any thread.
 */
public interface BlockSlots {
    int NO_SLOT = -1;

    /** @return a free slot's id, or {@link #NO_SLOT} */
    int take();

    /**
     * The slot's memory: a direct buffer over all of it, position 0 and limit at capacity. Each call gives a fresh view of the same
     * memory; only the slot's holder may use it.
     */
    ByteBuffer buffer(int slotId);

    /** Notes the CRC-32C of the slot's content as it was received, to be compared when it is written. */
    void crc(int slotId, int crc32c);

    void release(int slotId);

    int freeCount();
}
