package dev.oxbow.core.swarm;

import dev.oxbow.core.time.Deadline;

/** Since when nearly all places are taken. Only records. */
public final class Crowd {
    private static final int CROWDED_PERCENT = 90;
    private static final int PERCENT = 100;

    private long sinceNs = Deadline.NONE;

    /** Since when more than nine tenths of the places are taken, or since places changed hands; {@link Deadline#NONE} when they are not. */
    public long sinceNs() {
        return sinceNs;
    }

    // What follows records; only the fold calls it.

    public void count(int connections, int connectionsMax, long timeNs) {
        boolean crowded = (long) connections * PERCENT > (long) connectionsMax * CROWDED_PERCENT;
        sinceNs = crowded ? Math.min(sinceNs, timeNs) : Deadline.NONE;
    }

    /** Some gave way. */
    public void turnedOver(long timeNs) {
        sinceNs = sinceNs == Deadline.NONE ? sinceNs : timeNs;
    }

    public void clear() {
        sinceNs = Deadline.NONE;
    }

    @Override
    public String toString() {
        return sinceNs == Deadline.NONE ? "not crowded" : "crowded since " + sinceNs;
    }
}
