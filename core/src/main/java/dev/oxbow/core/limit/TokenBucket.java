package dev.oxbow.core.limit;

/**
 * A limit of so many bytes per second. The bucket fills at the rate and holds a tenth of a second's worth, so that whoever takes no more
 * than there is never takes more than 1.1 times the rate within any second. Taking more than there is is allowed and makes a debt, which
 * is paid off before there is anything again; so the mean over a long time is the rate all the same. What would take longer than a day
 * to pay off is forgiven.
 *
 * <p>The state is one point in time, the one at which the bucket is (or was) empty, and a remainder below a nanosecond. Times never
 * decrease from call to call. Only {@link #take} and {@link #limit} change anything.
 */
public final class TokenBucket {
    /** The rate that stands for no limit. */
    public static final long UNLIMITED = 0;
    /** A limit above this is taken for this: sums of nanoseconds and bytes still fit 64 bits. */
    public static final long RATE_MAX_BYTES_PER_SEC = 8L << 30;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long FULL_NS = SECOND_NS / 10;
    private static final long DEBT_MAX_NS = 86_400 * SECOND_NS;

    private long bytesPerSec;
    private long emptyNs;
    /** What {@link #emptyNs} lacks to be exact, in parts of a nanosecond of which there are {@link #bytesPerSec}. */
    private long remainder;

    /** A full bucket. */
    public TokenBucket(long bytesPerSec, long timeNs) {
        this.bytesPerSec = checked(bytesPerSec);
        this.emptyNs = timeNs - fullNs();
    }

    private static long checked(long bytesPerSec) {
        if (bytesPerSec < 0) {
            throw new IllegalArgumentException("a limit of " + bytesPerSec + " bytes per second");
        }
        return Math.min(bytesPerSec, RATE_MAX_BYTES_PER_SEC);
    }

    public long bytesPerSec() {
        return bytesPerSec;
    }

    public boolean isUnlimited() {
        return bytesPerSec == UNLIMITED;
    }

    /** The most it holds, at least one byte; {@link Long#MAX_VALUE} without a limit. */
    public long capacityBytes() {
        return isUnlimited() ? Long.MAX_VALUE : fullNs() * bytesPerSec / SECOND_NS;
    }

    /** What may be taken now without making a debt; {@link Long#MAX_VALUE} without a limit. */
    public long availableBytes(long timeNs) {
        if (isUnlimited()) {
            return Long.MAX_VALUE;
        }
        long filledNs = timeNs - emptyAt(timeNs);
        return filledNs <= 0 ? 0 : (filledNs * bytesPerSec - remainderAt(timeNs)) / SECOND_NS;
    }

    /** Takes so many bytes, whether they are there or not. */
    public void take(long bytes, long timeNs) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a take of " + bytes + " bytes");
        }
        if (isUnlimited()) {
            return;
        }
        long cost = Math.min(bytes, RATE_MAX_BYTES_PER_SEC) * SECOND_NS + remainderAt(timeNs);
        emptyNs = Math.min(emptyAt(timeNs) + Math.min(cost / bytesPerSec, DEBT_MAX_NS), timeNs + DEBT_MAX_NS);
        remainder = cost % bytesPerSec;
    }

    /** When so many bytes are there, or all that the bucket holds if that is less; {@code timeNs} if they are there now. */
    public long nextNs(long bytes, long timeNs) {
        if (isUnlimited()) {
            return timeNs;
        }
        long cost = Math.min(bytes, capacityBytes()) * SECOND_NS + remainderAt(timeNs);
        return Math.max(timeNs, emptyAt(timeNs) + ceilDiv(cost, bytesPerSec));
    }

    /** When so many bytes were, or will be, there if nobody takes any, whatever the time is now; {@link Long#MIN_VALUE} without a limit. */
    public long holdsNs(long bytes) {
        return isUnlimited() ? Long.MIN_VALUE : emptyNs + ceilDiv(Math.min(bytes, capacityBytes()) * SECOND_NS + remainder, bytesPerSec);
    }

    /** Changes the limit. What is in the bucket, or owed to it, stays as far as the new one holds it; without a limit before, it is empty. */
    public void limit(long newBytesPerSec, long timeNs) {
        long rate = checked(newBytesPerSec);
        if (!isUnlimited() && rate != UNLIMITED) {
            long filledNs = timeNs - emptyAt(timeNs);
            long bytes = filledNs / SECOND_NS * bytesPerSec + filledNs % SECOND_NS * bytesPerSec / SECOND_NS;
            long seconds = Math.max(bytes / rate, -DEBT_MAX_NS / SECOND_NS);
            emptyNs = Math.min(timeNs - seconds * SECOND_NS - bytes % rate * SECOND_NS / rate, timeNs + DEBT_MAX_NS);
        } else {
            emptyNs = timeNs;
        }
        bytesPerSec = rate;
        remainder = 0;
    }

    @Override
    public String toString() {
        return bytesPerSec + " B/s, empty at " + emptyNs + " ns";
    }

    /** How long it takes to fill; a very low rate still needs room for a byte. */
    private long fullNs() {
        return isUnlimited() ? FULL_NS : Math.max(FULL_NS, ceilDiv(SECOND_NS, bytesPerSec));
    }

    private long emptyAt(long timeNs) {
        return Math.max(emptyNs, timeNs - fullNs());
    }

    private long remainderAt(long timeNs) {
        return emptyNs >= timeNs - fullNs() ? remainder : 0;
    }

    private static long ceilDiv(long amount, long unit) {
        return (amount + unit - 1) / unit;
    }
}
