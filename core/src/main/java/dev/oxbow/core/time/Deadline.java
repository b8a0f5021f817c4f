package dev.oxbow.core.time;

/** Points in time kept as data: nanoseconds since 1970, or {@link #NONE}. */
public final class Deadline {
    /** No deadline: later than every time. */
    public static final long NONE = Long.MAX_VALUE;
    public static final long SECOND_NS = 1_000_000_000L;

    private Deadline() {
    }

    public static long after(long timeNs, long seconds) {
        return timeNs + seconds * SECOND_NS;
    }
}
