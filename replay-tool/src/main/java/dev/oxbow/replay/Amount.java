package dev.oxbow.replay;

import java.util.Locale;

/** Numbers as people read them. */
public final class Amount {
    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final long SECOND_NS = 1_000_000_000L;

    private Amount() {
    }

    public static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
    }

    public static String rate(long bytesPerSec) {
        return bytes(bytesPerSec) + "/s";
    }

    /** {@code 12.3 ms}, {@code 4.5 s}, {@code 3m20s}, {@code 2h05m}. */
    static String span(long ns) {
        if (ns < SECOND_NS) {
            return ns < 1_000_000 ? String.format(Locale.ROOT, "%.0f µs", ns / 1e3) : String.format(Locale.ROOT, "%.1f ms", ns / 1e6);
        }
        long seconds = ns / SECOND_NS;
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", ns / 1e9);
        }
        return seconds < 3600 ? String.format(Locale.ROOT, "%dm%02ds", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%dh%02dm", seconds / 3600, seconds % 3600 / 60);
    }

    static String percent(long part, long whole) {
        return whole == 0 ? "0.0 %" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
