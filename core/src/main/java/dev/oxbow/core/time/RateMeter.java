package dev.oxbow.core.time;

/** Bytes per second over the last few seconds, from time-stamped amounts. */
public final class RateMeter {
    private static final int SECONDS = 4;
    private static final long SLOT_NS = 500_000_000L;
    private static final int SLOTS_PER_SECOND = 2;

    private final int slotCount;
    private final long[] bytesBySlot;
    /** Of all slots. */
    private long bytes;
    private long newestSlot = Long.MIN_VALUE;
    private long firstSlot = Long.MIN_VALUE;

    /** Over four seconds: what goes on now. */
    public RateMeter() {
        this(SECONDS);
    }

    private RateMeter(int seconds) {
        slotCount = seconds * SLOTS_PER_SECOND;
        bytesBySlot = new long[slotCount];
    }

    /** Over a longer time, where it matters how peers compare. */
    public static RateMeter over(int seconds) {
        return new RateMeter(seconds);
    }

    public void add(long timeNs, long amountBytes) {
        advance(timeNs / SLOT_NS);
        bytesBySlot[(int) (newestSlot % slotCount)] += amountBytes;
        bytes += amountBytes;
    }

    /** The mean over the meter's seconds, or over the time since the first amount when that is shorter. */
    public long bytesPerSec(long timeNs) {
        if (newestSlot == Long.MIN_VALUE) {
            return 0;
        }
        long slot = timeNs / SLOT_NS;
        long sum = bytes;
        long gone = Math.min(newestSlot, slot - slotCount);
        for (long s = Math.max(newestSlot - slotCount + 1, firstSlot); s <= gone; s++) {
            sum -= bytesBySlot[(int) (s % slotCount)];
        }
        long slots = Math.max(1, Math.min(slotCount, slot - firstSlot + 1));
        return sum * SLOTS_PER_SECOND / slots;
    }

    private void advance(long slot) {
        if (newestSlot == Long.MIN_VALUE) {
            newestSlot = slot;
            firstSlot = slot;
            return;
        }
        for (long s = Math.max(newestSlot + 1, slot - slotCount + 1); s <= slot; s++) {
            bytes -= bytesBySlot[(int) (s % slotCount)];
            bytesBySlot[(int) (s % slotCount)] = 0;
        }
        newestSlot = Math.max(newestSlot, slot);
    }
}
