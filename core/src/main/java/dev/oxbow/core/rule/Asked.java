package dev.oxbow.core.rule;

import org.agrona.collections.Long2LongHashMap;

/** The blocks that one side has asked of the other in this conversation, and what became of it. Bounded. */
final class Asked {
    private static final int PAST_MAX = 4096;
    private static final long NEVER = -1;
    private static final long WITHDRAWN = 1;
    private static final long ANSWERED = 2;
    private static final long REJECTED = 3;

    private final Long2LongHashMap open = new Long2LongHashMap(NEVER);
    private final Long2LongHashMap past = new Long2LongHashMap(NEVER);
    private boolean forgetful;
    private long waitingSinceNs;
    private long firstOpenSequence;
    private long lastSequence = NEVER;
    private int askedCount;
    private int answeredCount;
    private int rejectedCount;

    void ask(long key, long sequence, long timeNs) {
        if (open.isEmpty()) {
            waitingSinceNs = timeNs;
            firstOpenSequence = sequence;
        }
        open.put(key, sequence);
        lastSequence = sequence;
        askedCount++;
    }

    void withdraw(long key) {
        if (open.remove(key) != NEVER) {
            remember(key, WITHDRAWN);
        }
    }

    void withdrawAll() {
        open.forEachLong((key, asked) -> remember(key, WITHDRAWN));
        open.clear();
    }

    void answer(long key, long timeNs) {
        open.remove(key);
        remember(key, ANSWERED);
        answeredCount++;
        waitingSinceNs = timeNs;
        firstOpenSequence = lastSequence;
    }

    void reject(long key) {
        open.remove(key);
        remember(key, REJECTED);
        rejectedCount++;
    }

    private void remember(long key, long what) {
        if (past.size() >= PAST_MAX) {
            past.clear();
            forgetful = true;
        }
        past.put(key, what);
    }

    /** How many requests wait for an answer. */
    int openCount() {
        return open.size();
    }

    boolean isOpen(long key) {
        return open.containsKey(key);
    }

    /** Whether a block may come: it is awaited, or was withdrawn or rejected and may be on its way. */
    boolean mayCome(long key) {
        long what = past.get(key);
        return isOpen(key) || what == WITHDRAWN || what == REJECTED || forgetful && what == NEVER;
    }

    boolean isRejected(long key) {
        return past.get(key) == REJECTED && !isOpen(key);
    }

    boolean isAnswered(long key) {
        return past.get(key) == ANSWERED && !isOpen(key);
    }

    /** Whether it was asked for at any time, as far as is known. */
    boolean isKnown(long key) {
        return isOpen(key) || past.containsKey(key) || forgetful;
    }

    /** Since when nothing has come of what was asked; of meaning while something is open. */
    long waitingSinceNs() {
        return waitingSinceNs;
    }

    /** A request that has waited since then. */
    long firstOpenSequence() {
        return firstOpenSequence;
    }

    /** Of the newest request; -1 before the first. */
    long lastSequence() {
        return lastSequence;
    }

    /** Something on our side excuses what was late until now. */
    void excuse(long timeNs) {
        waitingSinceNs = timeNs;
    }

    int askedCount() {
        return askedCount;
    }

    int answeredCount() {
        return answeredCount;
    }

    int rejectedCount() {
        return rejectedCount;
    }

    /** One of those that are open and were asked up to that entry, or -1. */
    long openSince(long sequence) {
        long[] oldest = {Long.MAX_VALUE};
        open.forEachLong((key, asked) -> oldest[0] = Math.min(oldest[0], asked));
        return oldest[0] <= sequence ? oldest[0] : NEVER;
    }
}
