package dev.oxbow.net.webseed;

import dev.oxbow.core.port.BlockSlots;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ConcurrentSkipListMap;

/** A few slots; a slot that is released twice fails the test. */
final class SlotList implements BlockSlots {
    private final ByteBuffer[] buffers;
    private final ConcurrentLinkedQueue<Integer> free = new ConcurrentLinkedQueue<>();
    private final ConcurrentSkipListSet<Integer> taken = new ConcurrentSkipListSet<>();
    private final ConcurrentSkipListMap<Integer, Integer> crcs = new ConcurrentSkipListMap<>();

    SlotList(int count) {
        buffers = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            buffers[i] = ByteBuffer.allocateDirect(16384);
            free.add(i);
        }
    }

    @Override
    public int take() {
        Integer slot = free.poll();
        if (slot == null) {
            return NO_SLOT;
        }
        taken.add(slot);
        return slot;
    }

    @Override
    public ByteBuffer buffer(int slotId) {
        return buffers[slotId].duplicate().clear();
    }

    @Override
    public void crc(int slotId, int crc32c) {
        crcs.put(slotId, crc32c);
    }

    int crc(int slotId) {
        return crcs.get(slotId);
    }

    @Override
    public void release(int slotId) {
        if (!taken.remove(slotId)) {
            throw new IllegalStateException("slot " + slotId + " was released twice");
        }
        free.add(slotId);
    }

    @Override
    public int freeCount() {
        return free.size();
    }
}
