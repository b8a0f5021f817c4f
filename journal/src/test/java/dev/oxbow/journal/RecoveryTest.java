package dev.oxbow.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.CheckpointEvent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
    private static final int PAGE_BYTES = 4096;

    @TempDir
    Path directory;

    private JournalRecovery recover(List<JournalRecord> into) throws IOException {
        return JournalRecovery.recover(directory, into::add);
    }

    private JournalRecovery recover() throws IOException {
        return recover(new ArrayList<>());
    }

    private void deleteSegment(int segment) throws IOException {
        for (Path file : List.of(TestJournal.file(directory, segment), Segments.path(directory, segment).resolve("metadata.cq4t"))) {
            Files.deleteIfExists(file);
        }
        Files.delete(Segments.path(directory, segment));
    }

    private void zero(Path file, long from, long to) throws IOException {
        try (RandomAccessFile it = new RandomAccessFile(file.toFile(), "rw")) {
            it.seek(from);
            it.write(new byte[(int) (to - from)]);
        }
    }

    @Test
    void aMissingDirectoryIsANewJournal() throws IOException {
        JournalRecovery recovered = JournalRecovery.recover(directory.resolve("none"), record -> { });
        assertEquals(new JournalRecovery(0, 1, 0, Optional.empty(), List.of()), recovered);
        assertFalse(Files.exists(directory.resolve("none")));
    }

    @Test
    void noticesThatTheNewestSegmentIsGoneAltogether() throws IOException {
        TestJournal.write(directory, 100);
        TestJournal.write(directory, 50);
        deleteSegment(2);
        List<JournalRecord> records = new ArrayList<>();
        JournalRecovery recovered = recover(records);
        assertEquals(102, records.size(), "the older segment serves");
        assertEquals(102 + 52, recovered.nextSequence(), "no sequence is used twice");
        assertEquals(3, recovered.nextSegment(), "no segment number is used twice");
        assertTrue(recovered.damage().isPresent(), "it is said");
        try (JournalReader reader = JournalReader.open(directory)) {
            TestJournal.read(reader);
            assertTrue(reader.damage().isPresent());
        }
        TestJournal.write(directory, 1);
        assertTrue(recover().damage().isEmpty(), "and said once only");
    }

    @Test
    void noticesThatTheNewestSegmentsFileIsEmpty() throws IOException {
        TestJournal.write(directory, 100);
        TestJournal.write(directory, 50);
        try (RandomAccessFile it = new RandomAccessFile(TestJournal.file(directory, 2).toFile(), "rw")) {
            it.setLength(0);
        }
        JournalRecovery recovered = recover();
        assertEquals(102 + 52, recovered.nextSequence());
        assertTrue(recovered.damage().isPresent());
    }

    @Test
    void sequencesDoNotRunBackwardsWhenTheFirstPagesOfAnUnsyncedSegmentAreGone() throws IOException {
        TestJournal.write(directory, 100);
        try (JournalWriter writer = TestJournal.begin(directory)) {
            TestJournal.append(writer, 50_000);
        }
        zero(TestJournal.file(directory, 2), 0, 40 * PAGE_BYTES);
        JournalRecovery recovered = recover();
        assertEquals(102 + 50_002, recovered.nextSequence());
        Damage damage = recovered.damage().orElseThrow();
        assertEquals(102, damage.firstLostSequence(), "counted on from the segment before");
        assertEquals(50_002, damage.entriesLost() + damage.entriesBehind());
        assertTrue(damage.entriesBehind() > 40_000, damage.toString());
    }

    @Test
    void aLongHistoryDoesNotHideAHoleAtTheBeginning() throws IOException {
        JournalRecovery later = new JournalRecovery(5_000_000_000L, 7, 0, Optional.empty(), List.of());
        try (JournalWriter writer = JournalWriter.open(directory, later)) {
            TestJournal.checkpoint(writer);
            TestJournal.append(writer, 50_000);
        }
        zero(TestJournal.file(directory, 7), 0, 40 * PAGE_BYTES);
        JournalRecovery recovered = recover();
        assertEquals(5_000_050_002L, recovered.nextSequence());
        assertTrue(recovered.damage().isPresent());
    }

    @Test
    void aHoleInAnOlderSegmentIsNotPassedOver() throws IOException {
        TestJournal.write(directory, 5000);
        TestJournal.write(directory, 10);
        Path file = TestJournal.file(directory, 1);
        long middle = Files.size(file) / 2 & -PAGE_BYTES;
        zero(file, middle, middle + PAGE_BYTES);
        try (JournalReader reader = JournalReader.open(directory)) {
            List<JournalRecord> records = TestJournal.read(reader);
            assertTrue(records.size() < 5000, "reading stops there: " + records.size());
            Damage damage = reader.damage().orElseThrow();
            assertEquals(1, damage.segment());
            assertEquals(records.size(), damage.firstLostSequence());
        }
    }

    @Test
    void aFlippedBitInTheCheckpointFallsBackToTheSegmentBefore() throws IOException {
        TestJournal.write(directory, 100);
        TestJournal.write(directory, 50);
        Path file = TestJournal.file(directory, 2);
        byte[] bytes = Files.readAllBytes(file);
        int at = indexOf(bytes, "boot");
        bytes[at] ^= 1;
        Files.write(file, bytes);
        List<JournalRecord> records = new ArrayList<>();
        JournalRecovery recovered = recover(records);
        assertEquals(102, records.size());
        assertEquals(102 + 52, recovered.nextSequence());
        assertEquals(List.of(2), recovered.damaged());
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
    }

    @Test
    void aJournalWithoutAWholeCheckpointIsSaidToBeDamaged() throws IOException {
        try (JournalWriter killed = JournalWriter.open(directory, recover())) {
            killed.append(1, new CheckpointEvent.CheckpointStarted(killed.segment(), 1, 1, 1, 0, "boot", true));
        }
        List<JournalRecord> records = new ArrayList<>();
        JournalRecovery recovered = recover(records);
        assertEquals(List.of(), records);
        assertEquals("no segment of the journal has a whole checkpoint", recovered.damage().orElseThrow().sentence());
        assertEquals(1, recovered.nextSequence(), "no sequence is used twice");
    }

    @Test
    void withoutTheNoteOfWhatWasSyncedItGoesOnBehindTheLastEntry() throws IOException {
        TestJournal.write(directory, 10);
        Files.delete(Segments.home(directory).resolve("anchor"));
        JournalRecovery recovered = recover();
        assertEquals(12, recovered.nextSequence());
        assertEquals(2, recovered.nextSegment());
        assertEquals(Optional.empty(), recovered.damage());
    }

    @Test
    void timeGoesOnBehindTheNewestEntryOfAllThatWereRead() throws IOException {
        TestJournal.write(directory, 10);
        try (JournalWriter writer = JournalWriter.open(directory, recover())) {
            writer.append(500, new CheckpointEvent.CheckpointStarted(writer.segment(), 1, 1, 1, 0, "boot", true));
        }
        assertEquals(500, recover().lastTimeNs(), "of the segment whose checkpoint is not whole");
    }

    @Test
    void pruningKeepsWhatARestartWouldNeed() throws IOException {
        TestJournal.write(directory, 100);
        TestJournal.write(directory, 100);
        try (JournalWriter killed = JournalWriter.open(directory, recover())) {
            killed.append(1, new CheckpointEvent.CheckpointStarted(killed.segment(), 1, 1, 1, 0, "boot", true));
        }
        try (JournalWriter writer = TestJournal.begin(directory)) {
            TestJournal.append(writer, 5);
            JournalWriter.prune(directory, Duration.ZERO, 0);
        }
        assertEquals(List.of(2, 3, 4), Segments.numbers(directory), "the newest whole one before the live one is the second");
    }

    @Test
    void pruningDeletesTheOldestBeyondTheLimit() throws IOException {
        for (int i = 0; i < 5; i++) {
            TestJournal.write(directory, 10);
        }
        JournalWriter.prune(directory, Duration.ofDays(7), 256 << 20);
        assertEquals(5, Segments.numbers(directory).size());
        JournalWriter.prune(directory, Duration.ofDays(7), 0);
        assertEquals(List.of(4, 5), Segments.numbers(directory));
        try (JournalReader reader = JournalReader.open(directory)) {
            assertEquals(24, TestJournal.read(reader).size());
            assertTrue(reader.damage().isEmpty());
        }
    }
}
