package dev.oxbow.replay.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.journal.JournalRecord;
import dev.oxbow.journal.JournalSurvey;
import dev.oxbow.journal.Loss;
import dev.oxbow.replay.PointInTime;
import dev.oxbow.replay.RecordedSession;
import dev.oxbow.replay.StateAt;
import dev.oxbow.replay.Verifier;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a journal: what is whole is found, what is lost is told of, and nothing else is said. */
class DoctorTest {
    private static final int SEGMENTS = 3;
    private static final int DAMAGES = Integer.getInteger("oxbow.damages", 240);
    private static final long PATIENCE_NS = 2_000_000_000L;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @TempDir
    private static Path home;
    private static Path whole;
    private static Map<Long, JournalRecord> written;

    @TempDir
    private Path directory;

    @BeforeAll
    static void record() throws IOException {
        whole = home.resolve("whole");
        RecordedSession.record(whole, 40, SEGMENTS);
        Files.createDirectories(whole.resolve("metainfo"));
        Files.writeString(whole.resolve("metainfo/x.torrent"), "de");
        written = DamagedJournal.read(whole);
    }

    private Path copy(String name) throws IOException {
        return DamagedJournal.copy(whole, directory.resolve(name));
    }

    @Test
    void findsNothingWrongWithAWholeJournal() throws IOException {
        Doctor.Report report = Doctor.examine(whole);
        assertEquals(written.size(), report.entriesReadable());
        assertFalse(report.isDamaged());
        assertEquals(List.of(), report.notes());
        assertEquals("nothing to do", report.plan());
        assertEquals("0-39", report.trust().torrents().get(0).trusted());
        assertThrows(NoSuchElementException.class, () -> Doctor.examine(directory));
    }

    @Test
    @Timeout(300)
    void tellsOfEveryLossAndOfNoOther() throws IOException {
        int damaged = 0;
        long lost = 0;
        long slowestNs = 0;
        for (long seed = 0; seed < DAMAGES; seed++) {
            Path it = copy("d" + seed);
            String what = "seed " + seed + ": " + DamagedJournal.damage(it, seed, SEGMENTS);
            Map<Path, String> before = DamagedJournal.snapshot(it);
            long startNs = THREADS.getCurrentThreadCpuTime(); // not the clock's: the machine may be busy with other things
            Doctor.Report report = Doctor.examine(it);
            long tookNs = THREADS.getCurrentThreadCpuTime() - startNs;
            assertTrue(tookNs < PATIENCE_NS, what + ": " + tookNs + " ns");
            slowestNs = Math.max(slowestNs, tookNs);
            checkAgainstTheTruth(it, report, what);
            damaged += report.isDamaged() ? 1 : 0;
            lost += report.entriesLost();
            if (report.isDamaged() && seed % 8 == 0) {
                checkSalvage(it, directory.resolve("s" + seed), report, what);
            }
            assertEquals(before, DamagedJournal.snapshot(it), what + ": it was written to");
            DamagedJournal.delete(it);
        }
        System.out.println(DAMAGES + " damages: " + damaged + " lost something or might have, " + lost + " entries in all, slowest "
                + slowestNs / 1_000_000 + " ms");
        assertTrue(damaged > DAMAGES / 4, "some of them hit entries: " + damaged);
    }

    private static void checkAgainstTheTruth(Path it, Doctor.Report report, String what) throws IOException {
        TreeSet<Long> missing = new TreeSet<>(written.keySet());
        JournalSurvey.of(it, record -> {
            assertEquals(written.get(record.sequence()), record, what);
            assertTrue(missing.remove(record.sequence()), what + ": twice");
        });
        TreeSet<Long> told = new TreeSet<>();
        for (Loss loss : report.losses()) {
            for (long sequence = loss.firstSequence(); sequence < loss.firstSequence() + loss.count(); sequence++) {
                assertTrue(told.add(sequence), what);
            }
        }
        assertEquals(missing, told, what);
        assertEquals(written.size() - missing.size(), report.entriesReadable(), what);
        assertEquals(missing.size(), report.entriesLost(), what);
        assertTrue(missing.isEmpty() || report.isDamaged() && report.plan().contains("--salvage"), what);
    }

    private static void checkSalvage(Path source, Path out, Doctor.Report report, String what) throws IOException {
        Salvage.Result result = Salvage.run(source, out);
        assertEquals(report.entriesReadable(), result.kept() + result.unfolded(), what);
        Map<Long, JournalRecord> kept = DamagedJournal.read(out);
        long same = kept.values().stream().filter(it -> written.containsKey(it.sequence())
                && it.entry().equals(written.get(it.sequence()).entry()) && it.timeNs() == written.get(it.sequence()).timeNs()).count();
        assertTrue(same >= result.kept(), what + ": " + same + " of " + result.kept());
        Verifier.Result verified = Verifier.verify(out);
        assertEquals(Optional.empty(), verified.damage(), what);
        assertEquals(Optional.empty(), verified.divergence(), what);
        StateAt.of(out, PointInTime.END);
        assertFalse(Doctor.examine(out).isDamaged(), what + ": " + Doctor.examine(out));
        assertEquals("de", Files.readString(out.resolve("metainfo/x.torrent")));
    }

    @Test
    void mendsAnEntryWhoseHeaderOrCrcAloneIsBroken() throws IOException {
        long at = placeOf(1, 100);
        for (long bit : new long[] {(at - 4) * 8 + 5, (at - 4) * 8 + 31, (at + 16) * 8 + 3}) {
            Path it = copy("mend" + bit);
            DamagedJournal.flip(DamagedJournal.file(it, 1), bit);
            Doctor.Report report = Doctor.examine(it);
            assertEquals(written.size(), report.entriesReadable());
            assertEquals(0, report.entriesLost());
            assertTrue(report.isDamaged());
            assertTrue(report.losses().get(0).sentence().endsWith("no entry is lost with it"), report.losses().get(0).sentence());
        }
    }

    @Test
    void namesTheEntryThatABitSpoilt() throws IOException {
        long at = placeOf(1, 100);
        Path it = copy("one");
        DamagedJournal.flip(DamagedJournal.file(it, 1), (at + 24) * 8);
        Loss loss = Doctor.examine(it).losses().get(0);
        assertEquals(new Loss(1, loss.file(), at - 4, 100, 1, false, "is damaged"), loss);
        assertEquals("segment 1 (" + loss.file() + ", byte " + (at - 4) + ") is damaged: entry 100 is lost", loss.sentence());
    }

    /** Where in the segment's file the envelope of an entry is. */
    private static long placeOf(int segment, long sequence) throws IOException {
        byte[] bytes = Files.readAllBytes(DamagedJournal.file(whole, segment));
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at + 16 <= bytes.length; at += 4) {
            if (in.getLong(at) == sequence && in.getLong(at + 8) == written.get(sequence).timeNs()) {
                return at;
            }
        }
        throw new IllegalStateException("no entry " + sequence);
    }

    @Test
    void tellsWhichSegmentIsGone() throws IOException {
        List<String> sentences = new ArrayList<>();
        for (int segment = 1; segment <= SEGMENTS; segment++) {
            Path it = copy("gone" + segment);
            DamagedJournal.delete(it.resolve("journal/00000" + segment));
            sentences.add(Doctor.examine(it).losses().get(0).sentence());
        }
        assertEquals(List.of("segment 1 is gone: 296 entries are lost, 0 to 295", "segment 2 is gone: 278 entries are lost, 296 to 573",
                "segment 3 is gone: 64 entries are lost, 574 to 637"), sentences);
    }

    @Test
    void saysThatALostMetadataFileOrAnchorCostsNothing() throws IOException {
        Path it = copy("meta");
        Files.delete(it.resolve("journal/000002/metadata.cq4t"));
        Files.write(it.resolve("journal/anchor"), new byte[10]);
        Doctor.Report report = Doctor.examine(it);
        assertFalse(report.isDamaged());
        assertEquals(List.of("segment 2 has no metadata.cq4t: nothing is lost with it, Oxbow does not read that file",
                "the anchor is gone or broken: should the journal's very end be missing too, nothing would show it"), report.notes());
    }

    @Test
    void refusesToSalvageIntoTheSourceOrOverSomething() throws IOException {
        assertThrows(IOException.class, () -> Salvage.run(whole, whole.resolve("out")));
        Path full = Files.createDirectories(directory.resolve("full"));
        Files.writeString(full.resolve("mine"), "x");
        assertThrows(IOException.class, () -> Salvage.run(whole, full));
        assertEquals("x", Files.readString(full.resolve("mine")));
    }

    @Test
    void keepsWhatOnlyTheHoleMadeSenselessInAFileOfItsOwn() throws IOException {
        Path it = copy("head");
        DamagedJournal.zero(DamagedJournal.file(it, 2), placeOf(2, 297), 60); // within the checkpoint
        Path out = directory.resolve("head-out");
        Salvage.Result result = Salvage.run(it, out);
        assertTrue(result.unfolded() > 0, result.toString());
        assertEquals(result.unfolded(), Files.readAllLines(out.resolve(Leftovers.FILE)).size());
    }
}
