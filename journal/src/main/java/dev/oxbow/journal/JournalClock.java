package dev.oxbow.journal;

import java.util.function.LongSupplier;

/**
 * The time on journal entries: nanoseconds since 1970 that never run backwards, not even over a restart, and never stand still. Where the
 * wall clock was set back since the journal's newest entry, time goes on from there: deadlines must come. One thread.
 */
public final class JournalClock {
    private static final long MS_NS = 1_000_000;

    private final LongSupplier monotonicNs;
    private final long offsetNs;
    private long lastNs;

    /**
     * @param notBeforeNs the newest time in the journal
     * @param wallNs      the wall clock, asked once: what becomes of it while the process runs is of no interest
     * @param monotonicNs runs evenly, from anywhere
     */
    public JournalClock(long notBeforeNs, long wallNs, LongSupplier monotonicNs) {
        this.monotonicNs = monotonicNs;
        this.offsetNs = Math.max(notBeforeNs, wallNs) - monotonicNs.getAsLong();
        this.lastNs = notBeforeNs;
    }

    /** By this machine's clocks. */
    public static JournalClock ofMachine(long notBeforeNs) {
        return new JournalClock(notBeforeNs, System.currentTimeMillis() * MS_NS, System::nanoTime);
    }

    public long nowNs() {
        return Math.max(lastNs, monotonicNs.getAsLong() + offsetNs);
    }

    /** The time for the next event. */
    public long stampNs() {
        lastNs = nowNs();
        return lastNs;
    }

    /** Commands carry the time of the event that they follow from. */
    public long lastStampNs() {
        return lastNs;
    }
}
