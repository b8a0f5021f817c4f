package dev.oxbow.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.journal.JournalRecord;
import dev.oxbow.sim.RecordedDownload;
import dev.oxbow.sim.ScriptedPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCursorTest {
    /** Longer than two marks are apart. */
    private static final int ENTRIES = JournalIndex.MARK_EVERY * 2 + 5000;

    @TempDir
    Path home;
    private Path session;
    private Optional<Path> cache;

    @BeforeEach
    void record() throws IOException {
        session = home.resolve("session");
        cache = Optional.of(home.resolve("cache"));
        write(session, 7);
    }

    private static void write(Path directory, int peer) throws IOException {
        try (RecordedDownload download = RecordedDownload.begin(directory, RecordedDownload.spec("long", 400, 1 << 20),
                List.of(ScriptedPeer.good(peer), ScriptedPeer.good(peer + 1)))) {
            download.run(ENTRIES);
        }
    }

    private void assertSeeks(List<JournalRecord> all) throws IOException {
        try (JournalCursor cursor = JournalCursor.open(session, cache)) {
            for (int i : new int[] {0, 1, 77, ENTRIES - 1, JournalIndex.MARK_EVERY - 1, JournalIndex.MARK_EVERY, 3, 2 * JournalIndex.MARK_EVERY + 1}) {
                cursor.seekSequence(i);
                assertEquals(all.get(i), cursor.next().orElseThrow());
                assertEquals(Optional.ofNullable(i + 1 < all.size() ? all.get(i + 1) : null), cursor.next());
                long timeNs = all.get(i).timeNs();
                cursor.seekTime(timeNs);
                assertEquals(all.stream().filter(it -> it.timeNs() >= timeNs).findFirst(), cursor.next());
            }
            cursor.seekSequence(all.size() + 10L);
            assertEquals(Optional.empty(), cursor.next());
            cursor.seekTime(Long.MAX_VALUE);
            assertEquals(Optional.empty(), cursor.peek());
        }
    }

    @Test
    void seeksBySequenceAndTimeWhetherTheIndexIsThereOrNot() throws IOException {
        List<JournalRecord> all = Recorded.all(session);
        assertTrue(all.size() >= ENTRIES);
        assertSeeks(all);
        assertEquals(2, JournalIndex.open(session, cache).size());
        assertSeeks(all);
        cache = Optional.empty();
        assertSeeks(all);
    }

    @Test
    void writesNothingBesideTheJournal() throws IOException {
        Map<Path, String> before = Recorded.snapshot(session);
        assertSeeks(Recorded.all(session));
        assertEquals(before, Recorded.snapshot(session));
    }

    @Test
    void doesWithoutACacheThatCannotBeWritten() throws IOException {
        cache = Optional.of(Files.writeString(home.resolve("file"), "in the way"));
        assertSeeks(Recorded.all(session));
    }

    @Test
    void ignoresAnIndexThatIsDamaged() throws IOException {
        assertSeeks(Recorded.all(session));
        Path index = CacheHome.of(cache.orElseThrow(), session).resolve("index");
        byte[] bytes = Files.readAllBytes(index);
        for (int at = 0; at < bytes.length; at++) {
            byte[] bad = bytes.clone();
            bad[at] ^= 0x10;
            Files.write(index, bad);
            assertEquals(0, JournalIndex.open(session, cache).size());
        }
        Files.write(index, new byte[3]);
        assertSeeks(Recorded.all(session));
    }

    @Test
    void noticesThatAnotherJournalStandsThere() throws IOException {
        assertSeeks(Recorded.all(session));
        try (Stream<Path> files = Files.walk(session)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        write(session, 30);
        assertSeeks(Recorded.all(session));
    }

    @Test
    void goesOnWithALiveJournal() throws IOException {
        Path live = home.resolve("live");
        try (RecordedDownload writer = RecordedDownload.begin(live, Recorded.SPEC, Recorded.peers());
                JournalCursor cursor = JournalCursor.open(live, cache)) {
            long seen = 0;
            for (int limit = 60; limit <= 240; limit += 60) {
                writer.run(limit);
                for (Optional<JournalRecord> record = cursor.next(); record.isPresent(); record = cursor.next()) {
                    assertEquals(seen++, record.get().sequence());
                }
                assertEquals(writer.state().sequence() + 1, seen);
            }
            assertFalse(cursor.damage().isPresent());
        }
    }
}
