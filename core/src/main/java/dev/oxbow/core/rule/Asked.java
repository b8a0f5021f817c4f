package dev.oxbow.core.rule;

import org.agrona.collections.Long2LongHashMap;

/**
 * The blocks that one side asks of the other in this conversation, and those that were withdrawn or rejected and may come all the same.
 * What came in the usual way is forgotten. Bounded.
 */
final class Asked {
    private static final int KEPT_MAX = 4096;
    private static final long ABSENT = -1;
    /** A request is open. */
    private static final long OPEN = 1;
    private static final long REJECTED = 2;
    private static final long WITHDRAWN = 4;
    /** Above the flags: how many blocks may come; one for each time that it was asked for. */
    private static final long ONE_BLOCK = 8;

    private final Long2LongHashMap blocks = new Long2LongHashMap(ABSENT);
    private boolean forgetful;
    private int openCount;
    private long waitingSinceNs;
    private long firstOpenSequence;
    private long lastSequence = -1;
    private int answeredCount;

    void ask(long key, long sequence, long timeNs) {
        if (openCount == 0) {
            waitingSinceNs = timeNs;
            firstOpenSequence = sequence;
        }
        long before = Math.max(0, blocks.get(key));
        blocks.put(key, (before & ~REJECTED | OPEN) + ONE_BLOCK);
        if ((before & OPEN) == 0) {
            openCount++;
            makeRoom();
        }
        lastSequence = sequence;
    }

    private void makeRoom() {
        if (blocks.size() - openCount > KEPT_MAX) {
            forgetful = true;
            blocks.values().removeIf(what -> (what & OPEN) == 0);
        }
    }

    /** The block may be on its way. */
    void withdraw(long key) {
        mark(key, WITHDRAWN);
    }

    void withdrawAll() {
        if (openCount > 0) {
            blocks.replaceAll((key, what) -> (what & OPEN) == 0 ? what : what & ~OPEN | WITHDRAWN);
            openCount = 0;
        }
    }

    /** Some send the block all the same: that is not held against them. */
    void reject(long key) {
        mark(key, REJECTED);
    }

    private void mark(long key, long how) {
        long before = blocks.get(key);
        if (before != ABSENT) {
            openCount -= (before & OPEN) != 0 ? 1 : 0;
            blocks.put(key, before & ~OPEN | how);
        }
    }

    void answer(long key, long timeNs) {
        long before = blocks.get(key);
        if (before != ABSENT) {
            openCount -= (before & OPEN) != 0 ? 1 : 0;
            long after = (before & ~OPEN) - (before >= ONE_BLOCK ? ONE_BLOCK : 0);
            if (after == 0) {
                blocks.remove(key);
            } else {
                blocks.put(key, after);
            }
        }
        answeredCount++;
        waitingSinceNs = timeNs;
        firstOpenSequence = lastSequence;
    }

    /** How many requests wait for an answer. */
    int openCount() {
        return openCount;
    }

    boolean isOpen(long key) {
        long what = blocks.get(key);
        return what != ABSENT && (what & OPEN) != 0;
    }

    /** Whether a block may come: it is awaited, or was withdrawn or rejected and may be on its way. */
    boolean mayCome(long key) {
        long what = blocks.get(key);
        return what >= ONE_BLOCK || what == ABSENT && forgetful;
    }

    boolean isRejected(long key) {
        long what = blocks.get(key);
        return what != ABSENT && (what & OPEN) == 0 && (what & REJECTED) != 0;
    }

    /** Whether a reject may come: it was asked for, and did not simply come. */
    boolean mayBeRejected(long key) {
        return forgetful || blocks.containsKey(key);
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

    int answeredCount() {
        return answeredCount;
    }
}
