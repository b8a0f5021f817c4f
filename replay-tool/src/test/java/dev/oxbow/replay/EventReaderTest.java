package dev.oxbow.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oxbow.sim.RecordedDownload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path home;
    private Path session;
    private Optional<Path> cache;
    private List<JsonNode> all;

    /** Opens the options of a reader. */
    private interface Options {
        void set(EventReader reader) throws IOException;
    }

    @BeforeEach
    void record() throws IOException {
        session = Recorded.twoSessions(home.resolve("session"));
        cache = Optional.of(home.resolve("cache"));
        all = read(EntryFilter.ALL, reader -> { });
        assertEquals(Recorded.all(session).size(), all.size());
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<JsonNode> read(EntryFilter filter, Options options) throws IOException {
        List<JsonNode> out = new ArrayList<>();
        try (EventReader reader = EventReader.open(session, cache, filter, EventReader.Format.JSON)) {
            options.set(reader);
            reader.forward(line -> out.add(json(line)));
        }
        return out;
    }

    private static EntryFilter filter(List<String> torrents, List<String> peers, List<String> pieces, List<String> types, String severity, String where) {
        return new EntryFilter(torrents, peers, pieces, types, Optional.ofNullable(severity).map(Severity::parse), Optional.ofNullable(where));
    }

    private static EntryFilter where(String condition) {
        return filter(List.of(), List.of(), List.of(), List.of(), null, condition);
    }

    private void assertFilters(EntryFilter filter, Predicate<JsonNode> expected) throws IOException {
        List<JsonNode> wanted = all.stream().filter(expected).toList();
        assertTrue(!wanted.isEmpty() && wanted.size() < all.size(), "some fit and some do not");
        assertEquals(wanted, read(filter, reader -> { }));
    }

    @Test
    void filtersByWhatWasAskedFor() throws IOException {
        assertFilters(filter(List.of(), List.of("10.0.0.3"), List.of(), List.of(), null, null), it -> it.get("peer").asText().equals("10.0.0.3:6881"));
        assertFilters(filter(List.of(), List.of("10.0.0.3:6881", "10.0.0.1"), List.of(), List.of(), null, null),
                it -> it.get("peer").asText().matches("10.0.0.[13]:6881"));
        assertFilters(filter(List.of(), List.of("#1"), List.of(), List.of(), null, null), it -> it.get("connection").asLong() == 1);
        assertFilters(filter(List.of(), List.of(), List.of("5"), List.of(), null, null), it -> it.path("pieceIndex").asInt(-1) == 5);
        assertFilters(filter(List.of(), List.of(), List.of(), List.of("*Verified", "sendhave"), null, null),
                it -> it.get("type").asText().endsWith("Verified") || it.get("type").asText().equals("SendHave"));
        assertFilters(filter(List.of("small"), List.of(), List.of(), List.of(), null, null), it -> !it.get("torrent").isNull());
        assertFilters(filter(List.of(Recorded.SPEC.infoHash().toString().substring(0, 6)), List.of(), List.of(), List.of(), null, null),
                it -> !it.get("torrent").isNull());
        assertFilters(where("type = BlockReceived and pieceIndex >= 3"), it -> it.get("type").asText().equals("BlockReceived")
                && it.get("pieceIndex").asInt() >= 3);
        assertFilters(where("kind = command and seq < 50"), it -> it.get("kind").asText().equals("command") && it.get("seq").asLong() < 50);
        assertFilters(where("reason = RAREST_FIRST"), it -> it.get("reason").asText().equals("RAREST_FIRST"));
        assertEquals(List.of(), read(filter(List.of("other"), List.of(), List.of(), List.of(), null, null), reader -> { }));
    }

    @Test
    void filtersByBlockAlsoWithinRuns() throws IOException {
        assertFilters(filter(List.of(), List.of(), List.of("6.2"), List.of(), null, null), it -> it.path("pieceIndex").asInt(-1) == 6
                && (it.has("firstBlock") ? it.get("firstBlock").asInt() <= 2 && it.get("firstBlock").asInt() + it.get("blockCount").asInt() > 2
                : !it.has("blockIndex") || it.get("blockIndex").asInt() == 2));
    }

    @Test
    void filtersBySeverity() throws IOException {
        List<JsonNode> grave = read(filter(List.of(), List.of(), List.of(), List.of(), "warning", null), reader -> { });
        assertTrue(grave.stream().anyMatch(it -> it.get("type").asText().equals("PieceHashMismatched")));
        assertFalse(grave.stream().anyMatch(it -> it.get("type").asText().equals("BlockReceived")));
        assertThrows(IllegalArgumentException.class, () -> Severity.parse("loud"));
    }

    @Test
    void asksTheStateToo() throws IOException {
        List<JsonNode> some = read(where("torrent.verified >= 3 and torrent.verified < 5"), reader -> { });
        assertFalse(some.isEmpty());
        assertEquals(some.get(0).get("seq").asLong(), all.stream().filter(it -> it.get("type").asText().equals("PieceVerified")).skip(2).findFirst()
                .orElseThrow().get("seq").asLong() + 1);
    }

    @Test
    void keepsWithinItsBounds() throws IOException {
        assertEquals(all.subList(20, 40), read(EntryFilter.ALL, reader -> {
            reader.since("@20");
            reader.until("@39");
        }));
        String time = all.get(150).get("time").asText();
        assertEquals(all.stream().filter(it -> it.get("time").asText().compareTo(time) >= 0).toList(), read(EntryFilter.ALL, reader -> reader.since(time)));
        assertEquals(all.stream().filter(it -> it.get("time").asText().compareTo(time) <= 0).toList(), read(EntryFilter.ALL, reader -> reader.until(time)));
        assertEquals("SessionStarted", read(EntryFilter.ALL, reader -> reader.since("start-of:session 2")).get(0).get("type").asText());
        assertEquals(all.subList(0, Recorded.FIRST_ENTRIES), read(EntryFilter.ALL, reader -> reader.until("end-of:session 1")));
        assertEquals(all.subList(61, all.size()), read(EntryFilter.ALL, reader -> reader.sinceSequence(61)));
    }

    @Test
    void readsBackwardsWhatItReadsForwards() throws IOException {
        for (EntryFilter filter : List.of(EntryFilter.ALL, where("type ~ Block*"), where("type = Nothing"))) {
            List<JsonNode> forwards = new ArrayList<>(read(filter, reader -> reader.since("@9")));
            Collections.reverse(forwards);
            List<JsonNode> backwards = new ArrayList<>();
            try (EventReader reader = EventReader.open(session, cache, filter, EventReader.Format.JSON)) {
                reader.since("@9");
                reader.backward(line -> backwards.add(json(line)));
            }
            assertEquals(forwards, backwards);
        }
    }

    @Test
    void givesTheLastAndStopsWhenNoMoreIsWanted() throws IOException {
        try (EventReader reader = EventReader.open(session, cache, EntryFilter.ALL, EventReader.Format.JSON)) {
            assertEquals(all.subList(all.size() - 7, all.size()), reader.last(7).stream().map(EventReaderTest::json).toList());
            assertEquals(List.of(), reader.last(0));
            List<String> three = new ArrayList<>();
            reader.forward(line -> {
                three.add(line);
                return three.size() < 3;
            });
            assertEquals(3, three.size());
            assertEquals(2, reader.lastShown());
        }
    }

    @Test
    void showsWhatStandsAround() throws IOException {
        List<JsonNode> hits = read(filter(List.of(), List.of(), List.of(), List.of("PieceHashMismatched"), null, null), reader -> { });
        long hit = hits.get(0).get("seq").asLong();
        List<JsonNode> around = read(filter(List.of(), List.of(), List.of(), List.of("PieceHashMismatched"), null, null), reader -> {
            reader.context(2);
            reader.until("@" + (hit + 2));
        });
        assertEquals(all.subList((int) hit - 2, (int) hit + 3), around);
    }

    @Test
    void followsALiveJournal() throws IOException {
        session = home.resolve("live");
        List<JsonNode> seen = new ArrayList<>();
        try (RecordedDownload writer = RecordedDownload.begin(session, Recorded.SPEC, Recorded.peers())) {
            writer.run(40);
            try (EventReader reader = EventReader.open(session, cache, EntryFilter.ALL, EventReader.Format.JSON)) {
                reader.forward(line -> seen.add(json(line)));
                assertEquals(writer.state().sequence() + 1, seen.size());
                writer.run(150);
                assertTrue(reader.goOn(line -> seen.add(json(line))));
                assertEquals(writer.state().sequence() + 1, seen.size());
                assertTrue(reader.goOn(line -> seen.add(json(line))));
            }
            assertEquals(read(EntryFilter.ALL, reader -> { }), seen);
        }
    }

    @Test
    void refusesFiltersThatMakeNoSense() {
        assertThrows(IllegalArgumentException.class, () -> read(where("pieceIndex ="), reader -> { }));
        assertThrows(IllegalArgumentException.class, () -> read(where("seq = 1 for 5s"), reader -> { }));
        assertThrows(IllegalArgumentException.class, () -> read(filter(List.of(), List.of(), List.of("x"), List.of(), null, null), reader -> { }));
        assertThrows(IllegalArgumentException.class, () -> read(EntryFilter.ALL, reader -> reader.since("then")));
    }
}
