package dev.oxbow.client;

/** The time on journal entries: nanoseconds since 1970 that never run backwards, not even over a restart. One thread. */
final class JournalClock {
    private static final long MS_NS = 1_000_000;

    private final long offsetNs = System.currentTimeMillis() * MS_NS - System.nanoTime();
    private long lastNs;

    /** @param notBeforeNs the newest time in the journal */
    JournalClock(long notBeforeNs) {
        lastNs = notBeforeNs;
    }

    long nowNs() {
        return Math.max(lastNs, System.nanoTime() + offsetNs);
    }

    /** The time for the next event. */
    long stampNs() {
        lastNs = nowNs();
        return lastNs;
    }

    /** Commands carry the time of the event that they follow from. */
    long lastStampNs() {
        return lastNs;
    }
}
