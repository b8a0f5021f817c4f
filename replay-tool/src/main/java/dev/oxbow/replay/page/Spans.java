package dev.oxbow.replay.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import org.agrona.collections.LongArrayList;

/** When something held: spans of the page's time in order, the last of which may be open. */
final class Spans {
    private static final int CHANGES_MAX = 40_000;

    private final LongArrayList changes = new LongArrayList();

    boolean isOpen() {
        return changes.size() % 2 == 1;
    }

    void set(boolean on, long us) {
        if (on != isOpen() && (changes.size() < CHANGES_MAX || !on)) {
            changes.addLong(us);
        }
    }

    /** Those that touch {@code fromUs} to {@code toUs}, as start, end, start, end; gaps shorter than {@code widthUs} are closed. */
    void write(ArrayNode out, long fromUs, long toUs, long widthUs, long nowUs) {
        long start = -1;
        long end = -1;
        for (int i = 0; i < changes.size(); i += 2) {
            long from = changes.getLong(i);
            long to = i + 1 < changes.size() ? changes.getLong(i + 1) : nowUs;
            if (to < fromUs || from > toUs) {
                continue;
            }
            if (start >= 0 && from - end < widthUs) {
                end = Math.max(end, to);
            } else {
                put(out, start, end);
                start = from;
                end = to;
            }
        }
        put(out, start, end);
    }

    private static void put(ArrayNode out, long start, long end) {
        if (start >= 0) {
            out.add(start).add(end);
        }
    }
}
