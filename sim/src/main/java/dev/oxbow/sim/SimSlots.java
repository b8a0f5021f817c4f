package dev.oxbow.sim;

import java.util.ArrayDeque;

/** A node's block pool: slots that hold content ids instead of bytes. Using a slot that one does not hold fails at once. */
final class SimSlots {
    static final int NO_SLOT = -1;
    private static final long FREE = -1;

    private final long[] contents;
    private final ArrayDeque<Integer> free = new ArrayDeque<>();

    SimSlots(int count) {
        contents = new long[count];
        clear();
    }

    void clear() {
        free.clear();
        for (int slot = 0; slot < contents.length; slot++) {
            contents[slot] = FREE;
            free.add(slot);
        }
    }

    /** @return {@link #NO_SLOT} when all are taken */
    int take(long content) {
        if (free.isEmpty()) {
            return NO_SLOT;
        }
        int slot = free.remove();
        contents[slot] = content;
        return slot;
    }

    long content(int slot) {
        if (contents[slot] == FREE) {
            throw new Fault("slot " + slot + " is used after it was released");
        }
        return contents[slot];
    }

    void release(int slot) {
        content(slot);
        contents[slot] = FREE;
        free.add(slot);
    }

    boolean isWhole() {
        return free.size() == contents.length;
    }
}
