package dev.oxbow.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.random.Rng;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to a segment's file, what is read is a prefix of what was written, and what is missing is told of. */
class DamageTest {
    private static final int ENTRIES = 800;
    private static final int PAGE_BYTES = 4096;

    @TempDir
    Path directory;
    private Path file;
    private byte[] whole;
    private List<JournalRecord> written;

    @BeforeEach
    void writeASegment() throws IOException {
        TestJournal.write(directory, ENTRIES);
        file = TestJournal.file(directory, 1);
        whole = Files.readAllBytes(file);
        written = recover().records;
        assertEquals(ENTRIES + TestJournal.CHECKPOINT_ENTRIES, written.size());
    }

    private record Outcome(JournalRecovery recovered, List<JournalRecord> records) {
    }

    private Outcome recover() throws IOException {
        List<JournalRecord> records = new ArrayList<>();
        return new Outcome(JournalRecovery.recover(directory, records::add), records);
    }

    private Outcome recoverFrom(byte[] bytes, String what) throws IOException {
        Files.write(file, bytes);
        Outcome it = recover();
        assertTrue(it.records.size() <= written.size(), what);
        assertEquals(written.subList(0, it.records.size()), it.records, what);
        assertTrue(it.records.size() == written.size() || it.recovered.damage().isPresent(), what + " is not noticed");
        assertTrue(it.recovered.nextSequence() >= written.size(), what + ": sequences run backwards");
        return it;
    }

    @Test
    void anyBitMayFlip() throws IOException {
        int noticed = 0;
        for (int seed = 0; seed < 400; seed++) {
            byte[] bytes = whole.clone();
            int at = Rng.below(bytes.length, seed, Rng.Purpose.PIECE_ORDER, 1, 0);
            int bit = Rng.below(8, seed, Rng.Purpose.PIECE_ORDER, 2, 0);
            bytes[at] ^= (byte) (1 << bit);
            noticed += recoverFrom(bytes, "bit " + bit + " of byte " + at).recovered.damage().isPresent() ? 1 : 0;
        }
        assertTrue(noticed > 20, "some of them hit entries: " + noticed);
    }

    @Test
    void everyBitOfAnEntryCounts() throws IOException {
        int start = lastIndexOf(whole, ENTRIES / 2 + 0L) - 4;
        for (int bit = 0; bit < 8 * (4 + Envelope.LENGTH_BYTES + 17); bit++) {
            byte[] bytes = whole.clone();
            bytes[start + bit / 8] ^= (byte) (1 << bit % 8);
            Outcome it = recoverFrom(bytes, "bit " + bit);
            assertEquals(ENTRIES / 2, it.recovered.damage().orElseThrow().firstLostSequence(), "bit " + bit);
        }
    }

    /** Where the entry of this sequence has its envelope. */
    private static int lastIndexOf(byte[] bytes, long sequence) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = bytes.length - 8 & -4; at >= 0; at -= 4) {
            if (in.getLong(at) == sequence && in.getLong(at + 8) == 1) {
                return at;
            }
        }
        throw new IllegalStateException("no entry " + sequence);
    }

    @Test
    void anyPageMayBeLost() throws IOException {
        for (int page = 0; page < whole.length; page += PAGE_BYTES) {
            byte[] bytes = whole.clone();
            Arrays.fill(bytes, page, Math.min(bytes.length, page + PAGE_BYTES), (byte) 0);
            recoverFrom(bytes, "page at " + page);
        }
    }

    @Test
    void theFileMayEndAnywhere() throws IOException {
        for (int length = 0; length < whole.length; length += 1531) {
            recoverFrom(Arrays.copyOf(whole, length), "length " + length);
        }
    }

    @Test
    void theHoleIsDescribedExactly() throws IOException {
        byte[] bytes = whole.clone();
        int first = lastIndexOf(whole, 300) - 4;
        Arrays.fill(bytes, first, lastIndexOf(whole, 305) - 4, (byte) 0);
        Damage damage = recoverFrom(bytes, "five entries").recovered.damage().orElseThrow();
        assertEquals("the journal has a hole: 5 entries from number 300 on cannot be read, " + (written.size() - 305) + " behind them can",
                damage.sentence());
        assertEquals(new Damage(1, 300, 5, written.size() - 305, damage.sentence()), damage);
    }

    @Test
    void whatIsDamagedIsKeptAsideAndWorkGoesOnInANewSegment() throws IOException {
        byte[] bytes = whole.clone();
        bytes[lastIndexOf(whole, 300) + Envelope.LENGTH_BYTES] ^= 1;
        recoverFrom(bytes, "one entry");
        TestJournal.write(directory, 5);
        assertEquals(List.of(2), Segments.numbers(directory));
        assertEquals(List.of("000001.damaged"), JournalReader.setAside(directory).stream().map(it -> it.getFileName().toString()).toList());
        assertTrue(Arrays.equals(bytes, Files.readAllBytes(ChronicleSegment.files(JournalReader.setAside(directory).get(0)).get(0))));
        assertEquals(Optional.empty(), recover().recovered.damage());
    }

    @Test
    void theAnchorMayBeLostOrBroken() throws IOException {
        Path anchor = Segments.home(directory).resolve("anchor");
        Files.write(anchor, new byte[] {1, 2, 3});
        assertEquals(Optional.empty(), recover().recovered.damage());
        Files.delete(anchor);
        assertEquals(Optional.empty(), recover().recovered.damage());
        TestJournal.write(directory, 5);
        assertTrue(Files.exists(anchor));
    }

    @Test
    void aJournalOfANewerVersionIsRefusedAndNotRepaired() throws IOException {
        byte[] message = {0, 0, (byte) 250, 1, 99}; // no such kind in this version; written by version 99
        try (ChronicleSegment segment = new ChronicleSegment(Segments.path(directory, 2), new SpaceAhead())) {
            ByteBuffer entry = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
            entry.putLong(Envelope.SEQUENCE_AT, written.size()).putLong(Envelope.TIME_AT, 1).put(Envelope.LENGTH_BYTES, message);
            entry.putInt(Envelope.CRC_AT, new Envelope().chain(Envelope.FIRST_CRC, entry));
            segment.append(entry.array(), entry.capacity());
        }
        IOException refusal = assertThrows(IOException.class, this::recover);
        assertTrue(refusal.getMessage().contains("written by a newer version of Oxbow"), refusal.getMessage());
        assertEquals(List.of(1, 2), Segments.numbers(directory));
    }
}
