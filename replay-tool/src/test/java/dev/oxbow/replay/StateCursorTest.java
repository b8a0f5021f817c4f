package dev.oxbow.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateCursorTest {
    private static final int IMAGE_EVERY = 64;

    @TempDir
    Path home;
    private Path session;
    private Optional<Path> cache;
    private List<JournalRecord> all;

    @BeforeEach
    void record() throws IOException {
        session = Recorded.twoSessions(home.resolve("session"));
        cache = Optional.of(home.resolve("cache"));
        all = Recorded.all(session);
    }

    private StateCursor open() throws IOException {
        return StateCursor.open(session, cache, IMAGE_EVERY, 0);
    }

    private void assertRight() throws IOException {
        Random random = new Random(7);
        try (StateCursor cursor = open()) {
            for (int i = 0; i < 60; i++) {
                JournalRecord last = all.get(random.nextInt(all.size()));
                boolean byTime = random.nextBoolean();
                cursor.goTo(byTime ? new PointInTime(Long.MAX_VALUE, last.timeNs()) : new PointInTime(last.sequence(), Long.MAX_VALUE));
                long sequence = byTime ? all.stream().filter(it -> it.timeNs() <= last.timeNs()).count() - 1 : last.sequence();
                assertEquals(sequence, cursor.state().sequence());
                assertEquals(Recorded.hashAt(all, sequence), Recorded.hash(cursor.state()), () -> "at " + sequence);
                assertEquals(all.stream().filter(it -> it.sequence() == sequence + 1).findFirst(), cursor.peek());
            }
        }
    }

    private List<Path> images() throws IOException {
        try (Stream<Path> files = Files.list(CacheHome.of(cache.orElseThrow(), session))) {
            return files.filter(file -> file.toString().endsWith(".state")).sorted().toList();
        }
    }

    @Test
    void findsTheStateAtAnyPointForwardsAndBack() throws IOException {
        assertRight();
        assertTrue(images().size() >= 3, () -> "there are images to begin with");
        assertRight();
    }

    @Test
    void findsItWithoutAnyCache() throws IOException {
        cache = Optional.empty();
        assertRight();
    }

    @Test
    void believesNoImageThatIsDamaged() throws IOException {
        assertRight();
        Random random = new Random(3);
        for (Path image : images()) {
            byte[] bytes = Files.readAllBytes(image);
            bytes[random.nextInt(bytes.length)] ^= 1 << random.nextInt(8);
            Files.write(image, bytes);
        }
        assertRight();
        for (Path image : images()) {
            Files.write(image, new byte[random.nextInt(50)]);
        }
        assertRight();
    }

    @Test
    void believesNoImageOfAnotherJournal() throws IOException {
        assertRight();
        Path other = Recorded.twoSessions(home.resolve("other"));
        Map<Path, String> before = Recorded.snapshot(other);
        Files.createDirectories(CacheHome.of(cache.orElseThrow(), other));
        for (Path image : images()) { // of the same length, but with other chains
            byte[] bytes = Files.readAllBytes(image);
            bytes[24] ^= 0x55; // the chain
            Files.write(CacheHome.of(cache.orElseThrow(), other).resolve(image.getFileName()), bytes);
        }
        session = other;
        assertRight();
        assertEquals(before, Recorded.snapshot(other));
    }
}
