package dev.oxbow.core.swarm;

import dev.oxbow.core.time.Deadline;
import java.util.function.LongConsumer;

/**
 * How many addresses may be dialled now: so many within any second, and so many that have not answered yet. Routers at home lose
 * connections when there are more. Remembers when the last dials were; times never decrease from call to call.
 */
public final class DialRate {
    public static final int PER_SECOND = 20;
    public static final int HALF_OPEN_MAX = 50;
    private static final int PER_SECOND_LIMIT = 1000;

    private final long[] dialledNs;
    private final int halfOpenMax;
    /** How many dials are remembered, and where the oldest of them is. */
    private int count;
    private int oldest;

    /**
     * @throws IllegalArgumentException unless both are at least 1 and {@code perSecond} is at most 1000
     */
    public DialRate(int perSecond, int halfOpenMax) {
        if (perSecond < 1 || perSecond > PER_SECOND_LIMIT || halfOpenMax < 1) {
            throw new IllegalArgumentException(perSecond + " dials a second and " + halfOpenMax + " half-open");
        }
        this.dialledNs = new long[perSecond];
        this.halfOpenMax = halfOpenMax;
    }

    /**
     * How many may be dialled at this time.
     *
     * @param halfOpenCount how many dials have not been answered yet
     */
    public int allowed(int halfOpenCount, long timeNs) {
        int recent = 0;
        while (recent < count && timeNs - at(count - 1 - recent) < Deadline.SECOND_NS) {
            recent++;
        }
        return Math.max(0, Math.min(dialledNs.length - recent, halfOpenMax - halfOpenCount));
    }

    /** When the next may be dialled, {@code timeNs} if that is now; {@link Deadline#NONE} while one must be answered first. */
    public long nextNs(int halfOpenCount, long timeNs) {
        if (halfOpenCount >= halfOpenMax) {
            return Deadline.NONE;
        }
        return count < dialledNs.length ? timeNs : Math.max(timeNs, at(0) + Deadline.SECOND_NS);
    }

    /** One was dialled. Only records: it may be more than was allowed. */
    public void dialled(long timeNs) {
        dialledNs[(oldest + count) % dialledNs.length] = timeNs;
        if (count < dialledNs.length) {
            count++;
        } else {
            oldest = (oldest + 1) % dialledNs.length;
        }
    }

    private long at(int place) {
        return dialledNs[(oldest + place) % dialledNs.length];
    }

    /** All that is recorded, as numbers. */
    public void describe(LongConsumer to) {
        to.accept(halfOpenMax);
        for (int i = 0; i < count; i++) {
            to.accept(at(i));
        }
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("dialled");
        describe(number -> out.append(' ').append(number));
        return out.toString();
    }
}
