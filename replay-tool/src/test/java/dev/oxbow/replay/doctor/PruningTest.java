package dev.oxbow.replay.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.Retention;
import dev.oxbow.journal.SessionLock;
import dev.oxbow.replay.RecordedSession;
import dev.oxbow.replay.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pruning takes whole old segments and leaves what a restart needs. */
class PruningTest {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final long MUCH = 1L << 40;

    @TempDir
    private Path directory;

    @BeforeEach
    void record() throws IOException {
        RecordedSession.record(directory, 40, 4);
    }

    private void age(int segment, int days) throws IOException {
        FileTime then = FileTime.from(Instant.now().minus(Duration.ofDays(days)));
        Path path = directory.resolve("journal/00000" + segment);
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, then);
            }
        }
        Files.setLastModifiedTime(path, then);
    }

    @Test
    void deletesWhatIsTooOldAndSaysWhatThatFreed() throws Exception {
        age(1, 9);
        age(2, 8);
        Retention.Plan dry = Pruning.dryRun(directory, WEEK, MUCH);
        assertEquals(List.of(1, 2, 3, 4), JournalReader.segments(directory));
        Retention.Plan done = Pruning.run(directory, WEEK, MUCH);
        assertEquals(dry, done);
        assertEquals(List.of(3, 4), JournalReader.segments(directory));
        assertEquals(2, done.old().size());
        assertTrue(done.freedBytes() > 0);
        assertTrue(Pruning.lines(done, false).get(2).startsWith(done.freedBytes() + " bytes in 2 segments freed; 2 segments of "));
        Doctor.Report report = Doctor.examine(directory);
        assertFalse(report.isDamaged(), report.toString());
        assertTrue(report.notes().get(0).endsWith("were pruned: nothing that is needed"), report.notes().toString());
        assertEquals(Optional.empty(), Verifier.verify(directory).divergence());
    }

    @Test
    void neverDeletesTheNewestNorTheWholeCheckpointBeforeIt() throws Exception {
        for (int segment = 1; segment <= 4; segment++) {
            age(segment, 100);
        }
        Pruning.run(directory, WEEK, 0);
        assertEquals(List.of(3, 4), JournalReader.segments(directory));
        assertEquals(List.of("nothing to prune; 2 segments of " + Pruning.run(directory, WEEK, 0).keptBytes() + " bytes kept"),
                Pruning.lines(Pruning.run(directory, WEEK, 0), false));
    }

    @Test
    void keepsToASizeByDroppingTheOldest() throws Exception {
        long all = Pruning.dryRun(directory, WEEK, MUCH).keptBytes();
        Retention.Plan plan = Pruning.run(directory, WEEK, all - 1);
        assertEquals(List.of(2, 3, 4), JournalReader.segments(directory));
        assertEquals("more than is kept", Pruning.json(plan, false).at("/segments/0/reason").textValue());
    }

    @Test
    void refusesAJournalInUseAndADirectoryWithoutOne() throws Exception {
        try (SessionLock lock = SessionLock.acquire(directory)) {
            assertThrows(SessionLock.SessionHeldException.class, () -> Pruning.run(directory, Duration.ZERO, 0));
        }
        assertEquals(List.of(1, 2, 3, 4), JournalReader.segments(directory));
        assertThrows(NoSuchElementException.class, () -> Pruning.run(directory.resolve("none"), WEEK, 0));
        assertFalse(Files.exists(directory.resolve("none")));
    }

    @Test
    void aLossBehindWhatWasPrunedIsStillNoticed() throws Exception {
        age(1, 9);
        Pruning.run(directory, WEEK, MUCH);
        DamagedJournal.delete(directory.resolve("journal/000002"));
        Doctor.Report report = Doctor.examine(directory);
        assertTrue(report.isDamaged());
        assertTrue(report.losses().get(0).sentence().contains(" are lost, "), report.losses().toString());
    }
}
