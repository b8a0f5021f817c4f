package dev.oxbow.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the replay commands show of a small journal: golden screens, and figures that must add up. */
class ScreensTest {
    @TempDir
    Path home;
    private Path session;
    private Optional<Path> cache;

    @BeforeEach
    void record() throws IOException {
        session = Recorded.twoSessions(home.resolve("session"));
        cache = Optional.of(home.resolve("cache"));
    }

    private ObjectNode at(String point) throws IOException {
        try (StateCursor cursor = StateCursor.open(session, cache)) {
            cursor.goTo(Points.of(session, cache).parse(point));
            return StateAt.json(cursor.state());
        }
    }

    @Test
    void showsEvents() throws IOException {
        for (EventReader.Format format : EventReader.Format.values()) {
            List<String> lines = new ArrayList<>();
            EntryFilter filter = new EntryFilter(List.of(), List.of(), List.of("5"), List.of(), Optional.empty(), Optional.empty());
            try (EventReader reader = EventReader.open(session, cache, filter, format)) {
                reader.forward(line -> lines.add(line));
            }
            Golden.check("events-" + format.toString().toLowerCase(java.util.Locale.ROOT), lines);
        }
    }

    @Test
    void showsAState() throws IOException {
        Golden.check("at", StateText.of(at("end-of:session 1")));
        Golden.check("at-end", StateText.of(at("end")));
        assertTrue(StateText.of(at("2001-01-01")).get(0).startsWith("Nothing was known"));
    }

    @Test
    void showsADifference() throws IOException {
        StateDiff.Result all = StateDiff.between(session, cache, "end-of:session 1", "start-of:session 2", Set.of());
        Golden.check("diff", all.changes().stream().map(Object::toString).toList());
        assertTrue(StateDiff.between(session, cache, "end", "end", Set.of()).changes().isEmpty());
        assertTrue(StateDiff.between(session, cache, "@10", "end", Set.of("pieces")).changes().stream().allMatch(it -> it.area().equals("pieces")));
    }

    @Test
    void showsPeersAndAPeer() throws IOException {
        List<ObjectNode> peers = PeerTable.of(session, "waste");
        Golden.check("peers", peers.stream().map(Object::toString).toList());
        assertEquals("10.0.0.2:6881", peers.get(0).get("peer").textValue(), "it sent the bad piece");
        long down = peers.stream().mapToLong(it -> it.get("bytesDown").asLong()).sum();
        assertEquals(down, at("end").get("torrents").get(0).get("bytesDownloaded").asLong());
        assertThrows(IllegalArgumentException.class, () -> PeerTable.of(session, "beauty"));
        Golden.check("peer", PeerStory.of(session, cache, "10.0.0.3").text());
        assertFalse(PeerStory.of(session, cache, "scripted 3").isEmpty());
        assertTrue(PeerStory.of(session, cache, "10.0.0.9").isEmpty());
    }

    @Test
    void countsWhatIsThere() throws IOException {
        List<JournalRecord> all = Recorded.all(session);
        for (Stats.By by : Stats.By.values()) {
            Stats.Result result = Stats.of(session, cache, by);
            assertEquals(all.size(), result.entries());
            assertEquals(all.size(), result.rows().stream().mapToLong(Stats.Row::entries).sum());
            assertEquals(result.bytes(), result.rows().stream().mapToLong(Stats.Row::bytes).sum());
            assertTrue(result.bytes() / result.entries() > 20 && result.bytes() / result.entries() < 200);
        }
        Stats.Result result = Stats.of(session, cache, Stats.By.TYPE);
        Golden.check("stats", result.rows().stream().map(row -> row.key() + " " + row.entries() + " " + row.bytes()).toList());
        Golden.check("latency", result.latencies().stream().map(Object::toString).toList());
        long verdicts = all.stream().filter(it -> it.entry() instanceof StorageEvent.PieceVerified || it.entry() instanceof StorageEvent.PieceHashMismatched).count();
        assertEquals(verdicts, result.latencies().stream().filter(it -> it.of().equals("hash")).findFirst().orElseThrow().count());
    }

    @Test
    void givesSeries() throws IOException {
        List<Series.Point> points = new ArrayList<>();
        Series.of(session, cache, List.of("verified", "peers"), 20_000_000, points::add);
        assertTrue(points.size() > 3);
        Series.Point last = points.get(points.size() - 1);
        assertEquals(List.of(24L, 0L), last.values());
        assertThrows(IllegalArgumentException.class, () -> Series.of(session, cache, List.of("beauty"), 20_000_000, points::add));
    }

    @Test
    void bisects() throws IOException {
        long third = Recorded.all(session).stream().filter(it -> it.entry() instanceof StorageEvent.PieceVerified).skip(2).findFirst().orElseThrow().sequence();
        Bisect.Found found = Bisect.run(session, cache, "torrent.verified >= 3", Optional.empty(), Optional.empty()).found().orElseThrow();
        assertEquals(third, found.sequence());
        Golden.check("bisect", found.lines());
        long failed = Recorded.all(session).stream().filter(it -> it.entry() instanceof StorageEvent.PieceHashMismatched).findFirst().orElseThrow().sequence();
        assertEquals(failed, Bisect.run(session, cache, "type = PieceHashMismatched", Optional.empty(), Optional.empty()).found().orElseThrow().sequence());
        assertFalse(Bisect.run(session, cache, "type = PieceHashMismatched", Optional.empty(), Optional.of("@" + (failed - 1))).found().isPresent());
        assertFalse(Bisect.run(session, cache, "torrent.verified = 99", Optional.empty(), Optional.empty()).found().isPresent());
        Bisect.Found held = Bisect.run(session, cache, "torrent.verified = 24 for 1ms", Optional.empty(), Optional.empty()).found().orElseThrow();
        assertTrue(held.heldNs() >= 1_000_000);
        assertThrows(IllegalArgumentException.class, () -> Bisect.run(session, cache, "torrent.beauty", Optional.empty(), Optional.empty()));
    }
}
