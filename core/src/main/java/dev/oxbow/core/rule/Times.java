package dev.oxbow.core.rule;

import java.util.ArrayList;
import java.util.List;

/** When something happened the last few times. */
final class Times {
    private final long[] timesNs;
    private final long[] sequences;
    private long count;

    Times(int remembered) {
        timesNs = new long[remembered];
        sequences = new long[remembered];
    }

    void add(long timeNs, long sequence) {
        timesNs[(int) (count % timesNs.length)] = timeNs;
        sequences[(int) (count % timesNs.length)] = sequence;
        count++;
    }

    /** Whether as many as are remembered happened since. */
    boolean allSince(long timeNs) {
        return count >= timesNs.length && timesNs[(int) (count % timesNs.length)] >= timeNs;
    }

    List<Long> sequences() {
        List<Long> out = new ArrayList<>();
        for (long i = Math.max(0, count - timesNs.length); i < count; i++) {
            out.add(sequences[(int) (i % timesNs.length)]);
        }
        return out;
    }

    void clear() {
        count = 0;
    }
}
