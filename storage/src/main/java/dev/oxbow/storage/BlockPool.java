package dev.oxbow.storage;

import dev.oxbow.core.port.BlockSlots;
import dev.oxbow.core.value.PieceLayout;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;

/** The pool of off-heap slots, one direct buffer cut into blocks, with a lock-free list of the free ones. */
public final class BlockPool implements BlockSlots {
    private static final int FREE = 0;
    private static final int TAKEN = 1;

    private final ByteBuffer memory;
    private final int slotCount;
    private final ManyToManyConcurrentArrayQueue<Integer> free;
    private final AtomicIntegerArray states;
    private final int[] crcs;

    public BlockPool(int slotCount) {
        this.slotCount = slotCount;
        this.memory = ByteBuffer.allocateDirect(slotCount * PieceLayout.BLOCK_LENGTH_BYTES);
        this.free = new ManyToManyConcurrentArrayQueue<>(Math.max(2, slotCount));
        this.states = new AtomicIntegerArray(slotCount);
        this.crcs = new int[slotCount];
        for (int i = 0; i < slotCount; i++) {
            free.offer(i);
        }
    }

    @Override
    public int take() {
        Integer slotId = free.poll();
        if (slotId == null) {
            return NO_SLOT;
        }
        states.set(slotId, TAKEN);
        return slotId;
    }

    @Override
    public ByteBuffer buffer(int slotId) {
        return memory.slice(slotId * PieceLayout.BLOCK_LENGTH_BYTES, PieceLayout.BLOCK_LENGTH_BYTES);
    }

    @Override
    public void crc(int slotId, int crc32c) {
        crcs[slotId] = crc32c;
    }

    int crc(int slotId) {
        return crcs[slotId];
    }

    @Override
    public void release(int slotId) {
        if (!states.compareAndSet(slotId, TAKEN, FREE)) {
            throw new IllegalStateException("slot " + slotId + " was released twice");
        }
        // The list has room for every slot, but refuses while another thread is half-way through taking one from the same place.
        while (!free.offer(slotId)) {
            Thread.onSpinWait();
        }
    }

    @Override
    public int freeCount() {
        return free.size();
    }

    public int slotCount() {
        return slotCount;
    }
}
