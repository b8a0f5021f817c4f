package dev.oxbow.core.rule;

import org.agrona.collections.Long2LongHashMap;

/** The blocks that one side has asked of the other in this conversation, and what became of it. Bounded. */
final class Asked {
    private static final int PAST_MAX = 8192;
    private static final long NEVER = -1;
    /** In {@link #history}: the lowest bit says whether the request was rejected last, the others how many more blocks may come. */
    private static final long REJECTED = 1;
    private static final long ONE_BLOCK = 2;
    /** Stands for no rejection and no block to come: the map takes no 0. */
    private static final long SETTLED = Long.MIN_VALUE;

    private final Long2LongHashMap open = new Long2LongHashMap(NEVER);
    private final Long2LongHashMap history = new Long2LongHashMap(0);
    private boolean forgetful;
    private long waitingSinceNs;
    private long firstOpenSequence;
    private long lastSequence = NEVER;
    private int askedCount;
    private int answeredCount;

    void ask(long key, long sequence, long timeNs) {
        if (open.isEmpty()) {
            waitingSinceNs = timeNs;
            firstOpenSequence = sequence;
        }
        if (open.put(key, sequence) == NEVER) {
            remember(key, (credit(key) & ~REJECTED) + ONE_BLOCK);
        }
        lastSequence = sequence;
        askedCount++;
    }

    /** The block may be on its way. */
    void withdraw(long key) {
        open.remove(key);
    }

    void withdrawAll() {
        open.clear();
    }

    void answer(long key, long timeNs) {
        open.remove(key);
        remember(key, Math.max(credit(key), ONE_BLOCK) - ONE_BLOCK);
        answeredCount++;
        waitingSinceNs = timeNs;
        firstOpenSequence = lastSequence;
    }

    /** Some send the block all the same: that is not held against them. */
    void reject(long key) {
        open.remove(key);
        remember(key, credit(key) | REJECTED);
    }

    private long credit(long key) {
        return Math.max(0, history.get(key));
    }

    private void remember(long key, long what) {
        if (history.size() >= PAST_MAX && !history.containsKey(key)) {
            history.clear();
            forgetful = true;
        }
        history.put(key, what == 0 ? SETTLED : what);
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
        return isOpen(key) || credit(key) >= ONE_BLOCK || forgetful && !history.containsKey(key);
    }

    boolean isRejected(long key) {
        return !isOpen(key) && (credit(key) & REJECTED) != 0;
    }

    /** Whether it was asked for at any time, as far as is known. */
    boolean isKnown(long key) {
        return isOpen(key) || history.containsKey(key) || forgetful;
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

    int askedCount() {
        return askedCount;
    }

    int answeredCount() {
        return answeredCount;
    }
}
