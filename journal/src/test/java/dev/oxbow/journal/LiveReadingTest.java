package dev.oxbow.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.PeerEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader beside a writer: it sees everything in order, disturbs nothing, and never takes what is not there yet for damage. */
class LiveReadingTest {
    @TempDir
    Path directory;

    @Test
    void doesNotTakeEntriesAppendedSinceTheLastReadForAHole() throws IOException {
        try (JournalWriter writer = TestJournal.begin(directory); JournalReader reader = JournalReader.open(directory)) {
            TestJournal.append(writer, 10);
            assertEquals(12, TestJournal.read(reader).size());
            TestJournal.append(writer, 10);
            writer.sync();
            assertEquals(Optional.empty(), reader.damage());
            assertEquals(10, TestJournal.read(reader).size());
        }
    }

    @Test
    void followsTheWriterIntoItsNextSegment() throws IOException {
        try (JournalWriter writer = TestJournal.begin(directory); JournalReader reader = JournalReader.open(directory)) {
            for (int i = 0; i < 5; i++) {
                assertEquals(i == 0 ? 2 : 3, TestJournal.read(reader).size(), "round " + i);
                writer.append(1, new PeerEvent.HaveReceived(1, i));
                writer.roll();
                TestJournal.checkpoint(writer);
                assertEquals(i + 2, writer.segment());
            }
            assertEquals(3, TestJournal.read(reader).size());
            assertEquals(Optional.empty(), reader.damage());
        }
    }

    @Test
    void askingForDamageDoesNotMoveTheReader() throws IOException {
        try (JournalWriter writer = TestJournal.begin(directory); JournalReader reader = JournalReader.open(directory)) {
            for (int i = 0; i < 500; i++) {
                TestJournal.append(writer, 3);
                assertEquals(Optional.empty(), reader.damage());
                assertEquals(i == 0 ? 5 : 3, TestJournal.read(reader).size(), "round " + i);
                assertEquals(Optional.empty(), reader.damage());
            }
        }
    }

    @Test
    void leavesALiveDirectoryAsItIs() throws IOException {
        try (JournalWriter writer = TestJournal.begin(directory)) {
            TestJournal.append(writer, 1000);
            writer.sync();
            Map<Path, String> before = TestJournal.snapshot(directory);
            try (JournalReader reader = JournalReader.open(directory)) {
                assertEquals(1002, TestJournal.read(reader).size());
                assertTrue(reader.damage().isEmpty());
            }
            assertEquals(before, TestJournal.snapshot(directory));
        }
    }

    @Test
    void neitherLosesNorInventsAnythingBesideABusyWriter() throws Exception {
        int rounds = 20;
        int perRound = 15_000;
        try (JournalWriter writer = TestJournal.begin(directory); JournalReader reader = JournalReader.open(directory)) {
            CompletableFuture<Void> appending = CompletableFuture.runAsync(() -> appendAndRoll(writer, rounds, perRound));
            long next = 0;
            while (next < TestJournal.CHECKPOINT_ENTRIES + (long) rounds * perRound) {
                Optional<JournalRecord> record = reader.next();
                if (record.isPresent()) {
                    assertEquals(next++, record.get().sequence());
                } else {
                    assertEquals(Optional.empty(), reader.damage(), "at " + next);
                    assertFalse(appending.isCompletedExceptionally());
                }
            }
            appending.get(30, TimeUnit.SECONDS);
            assertEquals(Optional.empty(), reader.next());
            assertEquals(Optional.empty(), reader.damage());
        }
    }

    private static void appendAndRoll(JournalWriter writer, int rounds, int perRound) {
        try {
            for (int i = 0; i < rounds * perRound; i++) {
                writer.append(1, new PeerEvent.HaveReceived(1, i));
                if (i % 1000 == 0) {
                    writer.sync();
                }
                if ((i + 1) % perRound == 0 && i + 1 < rounds * perRound) {
                    writer.roll();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
