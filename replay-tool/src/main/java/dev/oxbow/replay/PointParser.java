package dev.oxbow.replay;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Points as people write them: {@code @1234} or {@code 1234} (an entry), {@code 2026-11-21T12:00:00Z}, {@code 2026-11-21 12:00},
 * {@code 12:00:05.25}, {@code yesterday}, {@code today}, {@code -10min}, {@code start}, {@code end}, {@code start-of:session 3},
 * {@code end-of:session -1}: the start is where a process
 * has read its checkpoint. All times are UTC, as they are shown. Days and spans are counted back from the journal's last entry, which for
 * a live journal is now.
 */
public final class PointParser {
    private static final Pattern SPAN = Pattern.compile("-\\s*([0-9]{1,9})\\s*(ms|s|sec|min|m|h|d)|([0-9]{1,9})\\s*(ms|s|sec|min|m|h|d) ago");
    private static final Pattern OF_SESSION = Pattern.compile("(start|end)-of:\\s*(?:session)?\\s*(-?[0-9]{1,6})");
    private static final Pattern DATE = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T](.+))?");
    private static final Pattern TIME = Pattern.compile("([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?)Z?");
    private static final Map<String, Duration> UNITS = Map.of("ms", Duration.ofMillis(1), "s", Duration.ofSeconds(1), "sec", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1), "min", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    /** Known only when it is asked for: it may take reading the whole journal. */
    interface Span {
        JournalSpan get() throws IOException;
    }

    private final Span span;

    PointParser(Span span) {
        this.span = span;
    }

    /** @throws IllegalArgumentException with a sentence when it is none of these */
    public PointInTime parse(String text) throws IOException {
        String trimmed = text.trim();
        if (trimmed.equals("end") || trimmed.equals("now")) {
            return PointInTime.END;
        }
        if (trimmed.equals("start")) {
            return atSequence(0);
        }
        if (trimmed.matches("@?[0-9]{1,18}")) {
            return atSequence(Long.parseLong(trimmed.replace("@", "")));
        }
        Matcher session = OF_SESSION.matcher(trimmed);
        if (session.matches()) {
            int number = Integer.parseInt(session.group(2));
            return atSequence(session.group(1).equals("start") ? span.get().startOfSession(number) : span.get().lastOfSession(number));
        }
        try {
            return atTime(time(trimmed));
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is no point; expected @NUMBER, a time such as 2026-11-21T12:00:00Z or 12:00:05,"
                    + " -10min, yesterday, start, end, or start-of:session N", e);
        }
    }

    private long time(String text) throws IOException {
        Matcher ago = SPAN.matcher(text);
        if (ago.matches()) {
            String amount = ago.group(1) == null ? ago.group(3) : ago.group(1);
            Duration unit = UNITS.get(ago.group(2) == null ? ago.group(4) : ago.group(2));
            return span.get().lastTimeNs() - unit.multipliedBy(Long.parseLong(amount)).toNanos();
        }
        Matcher time = TIME.matcher(text);
        if (time.matches()) {
            return ns(lastDay(), LocalTime.parse(time.group(1)));
        }
        if (text.equals("today") || text.equals("yesterday")) {
            return ns(lastDay().minusDays(text.equals("today") ? 0 : 1), LocalTime.MIDNIGHT);
        }
        Matcher date = DATE.matcher(text);
        if (date.matches() && (date.group(2) == null || TIME.matcher(date.group(2)).matches())) {
            return ns(LocalDate.parse(date.group(1)), date.group(2) == null ? LocalTime.MIDNIGHT : LocalTime.parse(date.group(2).replace("Z", "")));
        }
        return ns(Instant.parse(text));
    }

    private LocalDate lastDay() throws IOException {
        return LocalDate.ofInstant(Instant.ofEpochSecond(0, span.get().lastTimeNs()), ZoneOffset.UTC);
    }

    private static long ns(LocalDate day, LocalTime time) {
        return ns(day.atTime(time).toInstant(ZoneOffset.UTC));
    }

    private static long ns(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }

    private static PointInTime atSequence(long sequence) {
        return new PointInTime(sequence, Long.MAX_VALUE);
    }

    private static PointInTime atTime(long timeNs) {
        return new PointInTime(Long.MAX_VALUE, timeNs);
    }
}
