package dev.oxbow.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writer makes of files, disks and processes that end. */
class SegmentFileTest {
    @TempDir
    Path directory;

    @Test
    void aSegmentIsOneFileThoughMidnightPasses() throws IOException {
        long lastMomentOf2019Ms = Instant.parse("2019-12-31T23:59:59.999Z").toEpochMilli();
        try (ChronicleSegment segment = new ChronicleSegment(directory.resolve("s"), new SpaceAhead(), lastMomentOf2019Ms)) {
            for (int i = 0; i < 100_000; i++) {
                segment.append(new byte[32], 32);
            }
        }
        assertEquals(List.of("20191231F.cq4"), ChronicleSegment.files(directory.resolve("s")).stream()
                .map(it -> it.getFileName().toString()).toList());
    }

    @Test
    void aClosedSegmentTakesLittleMoreThanItsEntries() throws IOException {
        TestJournal.write(directory, 10);
        assertTrue(Files.size(TestJournal.file(directory, 1)) < 128 * 1024, "" + Files.size(TestJournal.file(directory, 1)));
    }

    @Test
    void aFailedSyncStaysFailed() throws IOException {
        SpaceAhead once = new SpaceAhead() {
            private boolean failed;

            @Override
            void force(FileChannel channel) throws IOException {
                if (!failed) {
                    failed = true;
                    throw new IOException("Input/output error");
                }
            }
        };
        try (JournalWriter writer = TestJournal.begin(directory, once)) {
            assertEquals("Input/output error", assertThrows(IOException.class, writer::sync).getMessage());
            assertTrue(assertThrows(IOException.class, writer::sync).getMessage().contains("Input/output error"));
            assertEquals(Optional.empty(), Anchor.read(directory), "nothing vouches for what may be lost");
        }
    }

    @Test
    void appendingGoesOnOnceThereIsRoomAgain() throws IOException {
        boolean[] full = {false};
        SpaceAhead space = new SpaceAhead() {
            @Override
            void allocate(FileChannel channel, long from, long to) throws IOException {
                if (full[0]) {
                    throw new IOException("No space left on device");
                }
                super.allocate(channel, from, to);
            }
        };
        try (JournalWriter writer = TestJournal.begin(directory, space)) {
            TestJournal.append(writer, 10);
            full[0] = true;
            assertThrows(JournalFullException.class, () -> TestJournal.append(writer, 1_000_000));
            assertThrows(JournalFullException.class, () -> TestJournal.append(writer, 1));
            full[0] = false;
            TestJournal.append(writer, 100_000);
            writer.sync();
            List<JournalRecord> records = new ArrayList<>();
            assertEquals(Optional.empty(), JournalRecovery.recover(directory, records::add).damage());
            assertEquals(writer.nextSequence(), records.size());
        }
    }

    @Test
    void aFullDiskStopsTheJournalCleanly() throws Exception {
        Path small = Files.createDirectories(directory.resolve("small"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", small.toString()), "no small volume can be mounted here");
        try {
            long written;
            try (JournalWriter writer = TestJournal.begin(small)) {
                assertThrows(JournalFullException.class, () -> TestJournal.append(writer, 10_000_000));
                written = writer.nextSequence();
            }
            List<JournalRecord> records = new ArrayList<>();
            assertEquals(Optional.empty(), JournalRecovery.recover(small, records::add).damage());
            assertEquals(written, records.size());
        } finally {
            assertTrue(run("umount", small.toString()));
        }
    }

    private static boolean run(String... command) throws Exception {
        try {
            Process it = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return it.waitFor(10, TimeUnit.SECONDS) && it.exitValue() == 0;
        } catch (IOException e) {
            return false; // no such program
        }
    }

    @Test
    void saysNothingOnStandardOutputOrError() throws Exception {
        Process child = TestJournal.child(Session.class, directory.toString()).redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(child.waitFor(30, TimeUnit.SECONDS));
        assertEquals("", said);
        assertEquals(0, child.exitValue());
    }

    /** A short life of a journal. */
    public static final class Session {
        private Session() {
        }

        public static void main(String[] args) throws IOException {
            TestJournal.write(Path.of(args[0]), 10_000);
            TestJournal.write(Path.of(args[0]), 10);
            System.exit(0);
        }
    }

    @Test
    void processesKilledOneAfterAnotherLeaveAGaplessJournal() throws Exception {
        long told = 0;
        for (int kill = 0; kill < 3; kill++) {
            Process child = TestJournal.child(JournalTest.Appender.class, directory.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try (var lines = child.inputReader()) {
                for (int i = 0; i <= kill; i++) {
                    told = Long.parseLong(lines.readLine());
                }
                child.destroyForcibly();
            }
            assertTrue(child.waitFor(30, TimeUnit.SECONDS));
        }
        TestJournal.write(directory, 10);
        try (JournalReader reader = JournalReader.open(directory)) {
            long next = 0;
            for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
                assertEquals(next++, record.get().sequence());
            }
            assertEquals(Optional.empty(), reader.damage());
            assertTrue(told >= 100_000 && next > told + 10, told + " were told of, read " + next);
        }
        assertEquals(4, Segments.numbers(directory).size());
    }
}
