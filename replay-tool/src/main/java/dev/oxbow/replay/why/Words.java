package dev.oxbow.replay.why;

import dev.oxbow.core.time.Deadline;
import dev.oxbow.replay.Amount;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Times and amounts as answers say them. Times are UTC, as in {@code replay events}. */
final class Words {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int LISTED_MAX = 8;

    private Words() {
    }

    static String time(long timeNs) {
        return TIME.format(instant(timeNs));
    }

    static String day(long timeNs) {
        return DAY.format(instant(timeNs)) + " UTC";
    }

    private static Instant instant(long timeNs) {
        return Instant.ofEpochSecond(Math.floorDiv(timeNs, Deadline.SECOND_NS), Math.floorMod(timeNs, Deadline.SECOND_NS));
    }

    static String span(long ns) {
        long seconds = Math.max(0, ns) / Deadline.SECOND_NS;
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, ns) / (double) Deadline.SECOND_NS);
        }
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    static String bytes(long bytes) {
        return Amount.bytes(bytes);
    }

    static String rate(long bytesPerSec) {
        return Amount.rate(bytesPerSec);
    }

    /** {@code 1 peer}, {@code 3 peers}. */
    static String count(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** As runs, {@code 3, 7-9}, and not too many of them. The numbers must be in order. */
    static String runs(List<Integer> numbers) {
        StringBuilder out = new StringBuilder();
        int runs = 0;
        for (int i = 0; i < numbers.size(); runs++) {
            int end = i;
            while (end + 1 < numbers.size() && numbers.get(end + 1) == numbers.get(end) + 1) {
                end++;
            }
            if (runs == LISTED_MAX) {
                return out + " and " + (numbers.size() - i) + " more";
            }
            out.append(runs > 0 ? ", " : "").append(numbers.get(i)).append(end > i ? "-" + numbers.get(end) : "");
            i = end + 1;
        }
        return out.toString();
    }

    /** {@code a, b and 3 more}. */
    static String list(List<String> names) {
        return names.size() <= LISTED_MAX ? String.join(", ", names)
                : String.join(", ", names.subList(0, LISTED_MAX)) + " and " + (names.size() - LISTED_MAX) + " more";
    }
}
