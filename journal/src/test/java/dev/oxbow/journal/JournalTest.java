package dev.oxbow.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.SessionEvent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final int ENTRIES = 5000;

    @TempDir
    Path directory;

    private static JournalRecovery recover(Path directory, List<JournalRecord> into) throws IOException {
        return JournalRecovery.recover(directory, into::add);
    }

    private JournalWriter begin() throws IOException {
        return begin(new SpaceAhead());
    }

    private JournalWriter begin(SpaceAhead space) throws IOException {
        JournalRecovery recovered = recover(directory, new ArrayList<>());
        JournalWriter writer = JournalWriter.open(directory, recovered, space);
        writer.append(1, new CheckpointEvent.CheckpointStarted(writer.segment(), 1, 1, 1, 0, "boot", true));
        writer.append(1, new CheckpointEvent.CheckpointCompleted(7));
        return writer;
    }

    private void write(int count) throws IOException {
        try (JournalWriter writer = begin()) {
            for (int i = 0; i < count; i++) {
                writer.append(i + 2, new PeerEvent.HaveReceived(1, i));
            }
            writer.sync();
        }
    }

    private static List<JournalRecord> read(JournalReader reader) throws IOException {
        List<JournalRecord> out = new ArrayList<>();
        for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
            out.add(record.get());
        }
        return out;
    }

    private Path file(int segment) throws IOException {
        return ChronicleSegment.files(Segments.path(directory, segment)).get(0);
    }

    @Test
    void readsWhatWasWrittenInOrderOverSegments() throws IOException {
        write(ENTRIES);
        write(10);
        try (JournalReader reader = JournalReader.open(directory)) {
            List<JournalRecord> records = read(reader);
            assertEquals(ENTRIES + 2 + 12, records.size());
            for (int i = 0; i < records.size(); i++) {
                assertEquals(i, records.get(i).sequence());
            }
            assertTrue(reader.damage().isEmpty());
        }
    }

    @Test
    void recoversFromTheNewestWholeCheckpoint() throws IOException {
        write(100);
        write(10);
        List<JournalRecord> records = new ArrayList<>();
        JournalRecovery recovered = recover(directory, records);
        assertEquals(12, records.size());
        assertEquals(102 + 12, recovered.nextSequence());
        assertEquals(3, recovered.nextSegment());
        assertTrue(recovered.damage().isEmpty());
    }

    @Test
    void fallsBackWhenTheNewestCheckpointIsNotWhole() throws IOException {
        write(100);
        try (JournalWriter writer = JournalWriter.open(directory, recover(directory, new ArrayList<>()))) {
            writer.append(1, new CheckpointEvent.CheckpointStarted(2, 1, 1, 1, 0, "boot", true));
        }
        List<JournalRecord> records = new ArrayList<>();
        JournalRecovery recovered = recover(directory, records);
        assertEquals(102, records.size());
        assertEquals(103, recovered.nextSequence());
    }

    @Test
    void goesOnReadingAJournalThatIsBeingWritten() throws IOException {
        try (JournalWriter writer = begin(); JournalReader reader = JournalReader.open(directory)) {
            assertEquals(2, read(reader).size());
            for (int i = 0; i < 1000; i++) {
                writer.append(i + 2, new PeerEvent.HaveReceived(1, i));
                assertEquals(i, ((PeerEvent.HaveReceived) reader.next().orElseThrow().entry()).pieceIndex());
                assertTrue(reader.next().isEmpty());
            }
        }
    }

    @Test
    void readingChangesNothingInTheDirectory() throws IOException {
        write(100);
        Map<Path, FileTime> before = snapshot();
        try (JournalReader reader = JournalReader.open(directory)) {
            read(reader);
            reader.damage();
        }
        assertEquals(before, snapshot());
    }

    private Map<Path, FileTime> snapshot() throws IOException {
        Map<Path, FileTime> out = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.toList()) {
                out.put(path, Files.getLastModifiedTime(path));
            }
        }
        return out;
    }

    @Test
    void findsAFlippedBitAndKeepsWhatIsWholeBeforeIt() throws IOException {
        write(ENTRIES);
        try (RandomAccessFile it = new RandomAccessFile(file(1).toFile(), "rw")) {
            it.seek(it.length() / 2);
            int old = it.read();
            it.seek(it.length() / 2);
            it.write(old ^ 0x10);
        }
        damageIsFound();
    }

    @Test
    void findsAZeroedPage() throws IOException {
        write(ENTRIES);
        try (RandomAccessFile it = new RandomAccessFile(file(1).toFile(), "rw")) {
            it.seek(it.length() / 2 & -4096);
            it.write(new byte[4096]);
        }
        damageIsFound();
    }

    @Test
    void findsThatTheEndIsGone() throws IOException {
        write(ENTRIES);
        try (FileChannel it = FileChannel.open(file(1), java.nio.file.StandardOpenOption.WRITE)) {
            it.truncate(it.size() / 2);
        }
        damageIsFound();
    }

    private void damageIsFound() throws IOException {
        List<JournalRecord> records = new ArrayList<>();
        JournalRecovery recovered = recover(directory, records);
        Damage damage = recovered.damage().orElseThrow();
        assertTrue(records.size() > 100 && records.size() < ENTRIES, "the part before it is kept: " + records.size());
        assertEquals(records.size(), damage.firstLostSequence());
        assertTrue(damage.sentence().contains("" + damage.firstLostSequence()), damage.sentence());
        assertTrue(recovered.nextSequence() >= damage.firstLostSequence() + damage.entriesBehind());
        write(10);
        assertEquals(1, JournalReader.setAside(directory).size(), "the damaged segment is kept aside");
        try (JournalReader reader = JournalReader.open(directory)) {
            assertEquals(12, read(reader).size());
            assertTrue(reader.damage().isEmpty());
        }
    }

    @Test
    void doesNotNeedChroniclesOwnMetadata() throws IOException {
        write(ENTRIES);
        Files.delete(Segments.path(directory, 1).resolve("metadata.cq4t"));
        List<JournalRecord> records = new ArrayList<>();
        assertTrue(recover(directory, records).damage().isEmpty());
        assertEquals(ENTRIES + 2, records.size());
    }

    @Test
    void refusesCleanlyWhenThereIsNoRoom() throws IOException {
        SpaceAhead full = new SpaceAhead() {
            private int steps;

            @Override
            void allocate(FileChannel channel, long from, long to) throws IOException {
                if (++steps > 2) {
                    throw new IOException("No space left on device");
                }
                super.allocate(channel, from, to);
            }
        };
        JournalWriter writer = begin(full);
        IOException refusal = assertThrows(IOException.class, () -> {
            for (int i = 0; i < 10_000_000; i++) {
                writer.append(i + 2, new PeerEvent.HaveReceived(1, i));
            }
        });
        assertTrue(refusal.getMessage().contains("No space"));
        long written = writer.nextSequence();
        writer.close();
        List<JournalRecord> records = new ArrayList<>();
        assertTrue(recover(directory, records).damage().isEmpty());
        assertEquals(written, records.size());
    }

    @Test
    void everythingAppendedSurvivesTheDeathOfTheProcess() throws Exception {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(it -> it.startsWith("--add-opens"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Appender.class.getName(), directory.toString()));
        Process child = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        long told = 0;
        try (var lines = child.inputReader()) {
            for (int i = 0; i < 5; i++) {
                told = Long.parseLong(lines.readLine());
            }
            child.destroyForcibly();
        }
        assertTrue(child.waitFor(30, TimeUnit.SECONDS));
        List<JournalRecord> records = new ArrayList<>();
        JournalRecovery recovered = recover(directory, records);
        assertTrue(recovered.damage().isEmpty(), recovered.damage().toString());
        assertTrue(recovered.nextSequence() > told, told + " entries were told of, " + recovered.nextSequence() + " are there");
    }

    /** Appends without end, and says now and then how far it is. */
    public static final class Appender {
        private Appender() {
        }

        public static void main(String[] args) throws IOException {
            Path home = Path.of(args[0]);
            JournalWriter writer = JournalWriter.open(home, JournalRecovery.recover(home, record -> { }));
            writer.append(1, new CheckpointEvent.CheckpointStarted(writer.segment(), 1, 1, 1, 0, "boot", true));
            writer.append(1, new CheckpointEvent.CheckpointCompleted(7));
            for (long i = 0; ; i++) {
                long sequence = writer.append(i + 2, new SessionEvent.ClockAdvanced());
                if (i % 50_000 == 0) {
                    System.out.println(sequence);
                }
            }
        }
    }

    @Test
    void onlyOneProcessHoldsTheLock() throws Exception {
        try (SessionLock lock = SessionLock.acquire(directory)) {
            SessionLock.SessionHeldException held = assertThrows(SessionLock.SessionHeldException.class, () -> SessionLock.acquire(directory));
            assertTrue(held.getMessage().contains("process " + ProcessHandle.current().pid()), held.getMessage());
        }
        SessionLock.acquire(directory).close();
    }
}
