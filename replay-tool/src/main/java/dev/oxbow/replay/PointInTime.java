package dev.oxbow.replay;

import dev.oxbow.journal.JournalRecord;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * A point in a journal: an entry's number ({@code @1234}), a time (ISO 8601), or the end. It lies behind everything up to and including
 * that number or time.
 */
public record PointInTime(long sequence, long timeNs) {
    public static final PointInTime END = new PointInTime(Long.MAX_VALUE, Long.MAX_VALUE);
    private static final long SECOND_NS = 1_000_000_000L;

    /** @throws IllegalArgumentException with a sentence when it is none of these */
    public static PointInTime parse(String text) {
        if (text.equals("end")) {
            return END;
        }
        try {
            if (text.startsWith("@")) {
                return new PointInTime(Long.parseLong(text.substring(1)), Long.MAX_VALUE);
            }
            Instant instant = Instant.parse(text);
            return new PointInTime(Long.MAX_VALUE, instant.getEpochSecond() * SECOND_NS + instant.getNano());
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new IllegalArgumentException("expected @NUMBER, a time such as 2026-11-21T12:00:00Z, or end");
        }
    }

    public boolean covers(JournalRecord record) {
        return record.sequence() <= sequence && record.timeNs() <= timeNs;
    }
}
