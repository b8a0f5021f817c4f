package dev.oxbow.core.time;

/** Bytes per second over the last few seconds, from time-stamped amounts. */
public final class RateMeter {
    private static final int SLOT_COUNT = 8;
    private static final long SLOT_NS = 500_000_000L;

    private final long[] bytesBySlot = new long[SLOT_COUNT];
    private long newestSlot = Long.MIN_VALUE;
    private long firstSlot = Long.MIN_VALUE;

    public void add(long timeNs, long bytes) {
        advance(timeNs / SLOT_NS);
        bytesBySlot[(int) (newestSlot % SLOT_COUNT)] += bytes;
    }

    /** The mean over the last four seconds, or over the time since the first amount when that is shorter. */
    public long bytesPerSec(long timeNs) {
        if (newestSlot == Long.MIN_VALUE) {
            return 0;
        }
        long slot = timeNs / SLOT_NS;
        long sum = 0;
        for (long s = Math.max(slot - SLOT_COUNT + 1, firstSlot); s <= Math.min(slot, newestSlot); s++) {
            sum += s > newestSlot - SLOT_COUNT ? bytesBySlot[(int) (s % SLOT_COUNT)] : 0;
        }
        long slots = Math.max(1, Math.min(SLOT_COUNT, slot - firstSlot + 1));
        return sum * (1_000_000_000L / SLOT_NS) / slots;
    }

    private void advance(long slot) {
        if (newestSlot == Long.MIN_VALUE) {
            newestSlot = slot;
            firstSlot = slot;
            return;
        }
        for (long s = Math.max(newestSlot + 1, slot - SLOT_COUNT + 1); s <= slot; s++) {
            bytesBySlot[(int) (s % SLOT_COUNT)] = 0;
        }
        newestSlot = Math.max(newestSlot, slot);
    }
}
