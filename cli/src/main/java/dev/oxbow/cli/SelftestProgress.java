package dev.oxbow.cli;

import dev.oxbow.sim.Selftest;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Says on standard error how far a row of simulated swarms is: on a terminal in one line, else once a minute; and at the end what was seen. */
final class SelftestProgress {
    private static final long TERMINAL_STEP_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LOG_STEP_NS = TimeUnit.MINUTES.toNanos(1);

    private final int seeds;
    private final boolean terminal = System.console() != null;
    private final long startNs = System.nanoTime();
    private long shownNs = startNs;

    SelftestProgress(int seeds) {
        this.seeds = seeds;
    }

    void show(Selftest.Report soFar) {
        long nowNs = System.nanoTime();
        if (nowNs - shownNs < (terminal ? TERMINAL_STEP_NS : LOG_STEP_NS)) {
            return;
        }
        shownNs = nowNs;
        String line = String.format(Locale.ROOT, "%d of %d swarms in %d s, %d failed", soFar.seeds(), seeds,
                TimeUnit.NANOSECONDS.toSeconds(nowNs - startNs), soFar.failures().size());
        System.err.print(terminal ? "\r" + line : line + System.lineSeparator());
    }

    void end(Selftest.Report report) {
        if (terminal) {
            System.err.print("\r" + " ".repeat(60) + "\r");
        }
        System.out.printf(Locale.ROOT, "%d swarms, %d with a peer that breaks a rule: %d nodes, %d entries, %d hours simulated in %.0f s; %d failed%n",
                report.seeds(), report.rogues(), report.nodes(), report.entries(), report.simulatedSeconds() / 3600,
                (System.nanoTime() - startNs) / 1e9, report.failures().size());
    }
}
