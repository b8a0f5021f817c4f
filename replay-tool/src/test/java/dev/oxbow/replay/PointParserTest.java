package dev.oxbow.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PointParserTest {
    private static final Instant LAST = Instant.parse("2026-11-21T14:05:06.5Z");
    private final PointParser parser = new PointParser(() ->
            new JournalSpan(999, LAST.getEpochSecond() * 1_000_000_000L + LAST.getNano(), new TreeMap<>(Map.of(1, 0L, 2, 400L, 4, 700L)),
                    new TreeMap<>(Map.of(1, 3L, 2, 405L, 4, 709L))));

    @ParameterizedTest
    @CsvSource({"2026-11-20T01:02:03.000000004Z,2026-11-20T01:02:03.000000004Z", "2026-11-20 01:02,2026-11-20T01:02:00Z", "2026-11-20,2026-11-20T00:00:00Z",
        "2026-11-20 01:02:03.25,2026-11-20T01:02:03.25Z", "12:00,2026-11-21T12:00:00Z", "12:00:05.5,2026-11-21T12:00:05.5Z",
        "today,2026-11-21T00:00:00Z", "yesterday,2026-11-20T00:00:00Z", "-10min,2026-11-21T13:55:06.5Z", "90s ago,2026-11-21T14:03:36.5Z",
        "-2h,2026-11-21T12:05:06.5Z", "-1d,2026-11-20T14:05:06.5Z", "-500ms,2026-11-21T14:05:06Z"})
    void readsTimes(String text, Instant time) throws IOException {
        assertEquals(new PointInTime(Long.MAX_VALUE, time.getEpochSecond() * 1_000_000_000L + time.getNano()), parser.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"@17,17", "17,17", "start,0", "start-of:session 1,3", "end-of:session 1,399", "start-of:session 4,709", "end-of:session -1,999",
        "end-of:2,699", "start-of:session -2,405"})
    void readsNumbersAndSessions(String text, long sequence) throws IOException {
        assertEquals(new PointInTime(sequence, Long.MAX_VALUE), parser.parse(text));
    }

    @Test
    void readsTheEnd() throws IOException {
        assertEquals(PointInTime.END, parser.parse("end"));
        assertEquals(PointInTime.END, parser.parse(" now "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-999999999d", "", "@", "@-1", "later", "25:00", "2026-13-01", "2026-11-20 1", "-10 parsecs", "start-of:session 3", "end-of:session -9", "99999999999999999999"})
    void refusesEverythingElse(String text) {
        assertThrows(IllegalArgumentException.class, () -> parser.parse(text));
    }
}
