package dev.oxbow.replay.page;

import java.util.ArrayList;
import java.util.List;

/**
 * The page's time: microseconds since the first entry, without the hours between the sessions, in which nobody ran and of which there is
 * nothing to see. Of each such pause {@value #PAUSE_SHOWN_NS} ns are left.
 */
final class ActiveTime {
    private static final long PAUSE_SHOWN_NS = 1_000_000_000L;
    private static final long US_NS = 1_000L;
    private static final int CUTS_MAX = 100_000;

    /** @param fromNs the journal's time from which on {@code removedNs} in all are left out */
    record Cut(long fromNs, long removedNs) {
    }

    private final List<Cut> cuts = new ArrayList<>();
    private long startNs = Long.MIN_VALUE;
    private long lastNs;

    /** @param beginsSession whether the entry is the first of a process */
    void take(long timeNs, boolean beginsSession) {
        if (startNs == Long.MIN_VALUE) {
            startNs = timeNs;
        } else if (beginsSession && timeNs - lastNs > PAUSE_SHOWN_NS && cuts.size() < CUTS_MAX) {
            cuts.add(new Cut(timeNs, removedNs(lastNs) + timeNs - lastNs - PAUSE_SHOWN_NS));
        }
        lastNs = timeNs;
    }

    private long removedNs(long timeNs) {
        int low = 0;
        int high = cuts.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (cuts.get(middle).fromNs <= timeNs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? 0 : cuts.get(low - 1).removedNs;
    }

    long us(long timeNs) {
        return startNs == Long.MIN_VALUE ? 0 : (timeNs - startNs - removedNs(timeNs)) / US_NS;
    }

    /** The last moment of the journal's time that {@link #us} does not put behind this. */
    long timeNs(long us) {
        long timeNs = startNs + us * US_NS + US_NS - 1;
        long removed = 0;
        for (Cut cut : cuts) {
            if (timeNs + cut.removedNs >= cut.fromNs) {
                removed = cut.removedNs;
            }
        }
        return timeNs + removed;
    }

    List<Cut> cuts() {
        return cuts;
    }

    long startNs() {
        return startNs;
    }

    long lengthUs() {
        return startNs == Long.MIN_VALUE ? 0 : us(lastNs);
    }
}
