package dev.oxbow.replay.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines of a peer's script; the same again and again becomes one line with a count. */
final class ScriptLines {
    private static final int LINES_MAX = 5_000;
    private static final double ALIKE = 0.25;
    private static final long ALIKE_NS = 5_000_000;

    /** One thing, so many times. */
    private static final class Run {
        private final String anchor;
        private final String what;
        private final long atNs;
        private int count = 1;
        private long lastNs;
        private long sumNs;

        Run(String anchor, String what, long atNs) {
            this.anchor = anchor;
            this.what = what;
            this.atNs = atNs;
            this.lastNs = atNs;
            this.sumNs = atNs;
        }

        /** Whether another one at this time goes on as these began. */
        boolean continues(long timeNs) {
            long everyNs = count == 1 ? timeNs - lastNs : (lastNs - atNs) / (count - 1);
            return isAlike(timeNs - lastNs, everyNs);
        }
    }

    private final List<Run> runs = new ArrayList<>();

    private static boolean isAlike(long a, long b) {
        return Math.abs(a - b) <= Math.max(ALIKE_NS, ALIKE * Math.max(a, b));
    }

    /** Something said, so long after the anchor. */
    void add(String anchor, long afterNs, String what) {
        Run last = runs.isEmpty() ? new Run("", "", 0) : runs.get(runs.size() - 1);
        if (last.anchor.equals(anchor) && last.what.equals(what) && last.continues(afterNs)) {
            last.count++;
            last.lastNs = afterNs;
        } else if (runs.size() < LINES_MAX) {
            runs.add(new Run(anchor, what, afterNs));
        }
    }

    /** What became of the next request. */
    void answer(String kind, long afterNs) {
        Run last = runs.isEmpty() ? new Run("", "", 0) : runs.get(runs.size() - 1);
        if (last.what.equals(kind) && isAlike(afterNs, last.atNs)) {
            last.count++;
            last.sumNs += afterNs;
        } else if (runs.size() < LINES_MAX) {
            runs.add(new Run("", kind, afterNs));
        }
    }

    List<String> lines() {
        return runs.stream().map(run -> {
            if (run.anchor.isEmpty()) {
                return run.what + (run.count > 1 ? " x" + run.count : "") + " " + ms(run.sumNs / run.count);
            }
            String again = run.count > 1 ? " x" + run.count + " every " + ms((run.lastNs - run.atNs) / (run.count - 1)) : "";
            return "when " + run.anchor + " " + ms(run.atNs) + again + " " + run.what;
        }).toList();
    }

    static String ms(long ns) {
        return String.format(Locale.ROOT, "%.1fms", ns / 1e6);
    }
}
