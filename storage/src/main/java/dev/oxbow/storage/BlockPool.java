package dev.oxbow.storage;

import dev.oxbow.core.port.BlockSlots;
import dev.oxbow.core.value.PieceLayout;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.agrona.concurrent.ManyToManyConcurrentArrayQueue;

/**
 * The pool of off-heap slots, with a lock-free list of the free ones. They are used in turn: neighbours in memory are neighbours in a file, which
 * disks like. Memory is taken from the system when a slot is first needed, and kept.
 */
public final class BlockPool implements BlockSlots {
    /** Slots begin at multiples of it in memory, as disks ask for of what is written to them directly. */
    static final int ALIGNMENT_BYTES = 4096;
    /** As much as is written at once. */
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int FREE = 0;
    private static final int TAKEN = 1;

    private final int slotCount;
    private final int slotLengthBytes;
    private final int chunkSlots;
    private final AtomicReferenceArray<ByteBuffer> chunks;
    private final ManyToManyConcurrentArrayQueue<Integer> free;
    private final AtomicIntegerArray states;
    private final int[] crcs;

    /** Of slots of one block each. */
    public BlockPool(int slotCount) {
        this(slotCount, PieceLayout.BLOCK_LENGTH_BYTES);
    }

    BlockPool(int slotCount, int slotLengthBytes) {
        this.slotCount = slotCount;
        this.slotLengthBytes = slotLengthBytes;
        this.chunkSlots = Math.max(1, CHUNK_BYTES / slotLengthBytes);
        this.chunks = new AtomicReferenceArray<>((slotCount + chunkSlots - 1) / chunkSlots);
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
        ByteBuffer chunk = chunks.get(slotId / chunkSlots);
        if (chunk == null) {
            chunk = chunk(slotId / chunkSlots);
        }
        return chunk.slice(slotId % chunkSlots * slotLengthBytes, slotLengthBytes);
    }

    private synchronized ByteBuffer chunk(int index) {
        if (chunks.get(index) == null) {
            int lengthBytes = Math.min(chunkSlots, slotCount - index * chunkSlots) * slotLengthBytes;
            // the slice begins at the next multiple, and ends at one
            chunks.set(index, ByteBuffer.allocateDirect(lengthBytes + 2 * ALIGNMENT_BYTES).alignedSlice(ALIGNMENT_BYTES));
        }
        return chunks.get(index);
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
