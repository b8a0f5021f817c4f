package dev.oxbow.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.Entry;
import dev.oxbow.fuzz.Scratch;
import dev.oxbow.journal.codec.EntryCodec;
import dev.oxbow.journal.codec.JournalFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.agrona.concurrent.UnsafeBuffer;

/** Entries, segments, and the small records beside them. */
public final class JournalTargets {
    private static final EntryCodec CODEC = new EntryCodec();
    private static final Path DIRECTORY = directory();

    private JournalTargets() {
    }

    private static Path directory() {
        try {
            Path out = Files.createTempDirectory(Scratch.DIRECTORY, "fuzz");
            Files.createDirectories(Segments.path(out, 1));
            return out;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is read, written and read again is the same. */
    public static void entry(byte[] input) throws JournalFormatException {
        Entry entry;
        try {
            entry = EntryCodec.decode(new UnsafeBuffer(input), 0, input.length);
        } catch (JournalFormatException refused) {
            return;
        }
        assertEquals(entry, EntryCodec.decode(CODEC.buffer(), 0, CODEC.encode(entry)));
    }

    /** A file of any content, with the CRCs of whatever looks like an entry put right, is read to its end or to a fault, twice alike. */
    public static void segment(byte[] input) throws IOException {
        Files.write(Segments.path(DIRECTORY, 1).resolve("20261121.cq4"), chained(input));
        Files.deleteIfExists(Segments.home(DIRECTORY).resolve("anchor"));
        Files.deleteIfExists(Segments.home(DIRECTORY).resolve("pruned"));
        check();
    }

    private static void check() throws IOException {
        List<JournalRecord> recovered = new ArrayList<>();
        JournalRecovery recovery;
        try {
            recovery = JournalRecovery.recover(DIRECTORY, recovered::add);
        } catch (IOException newer) {
            assertTrue(newer.getMessage().contains("newer version"), newer.getMessage());
            return;
        }
        for (int i = 1; i < recovered.size(); i++) {
            assertEquals(recovered.get(i - 1).sequence() + 1, recovered.get(i).sequence());
        }
        assertTrue(recovery.nextSequence() >= 0 && recovery.nextSegment() > 1, recovery.toString());
        List<JournalRecord> surveyed = new ArrayList<>();
        try {
            JournalSurvey.of(DIRECTORY, surveyed::add);
        } catch (NoSuchElementException | IOException refused) {
            return;
        }
        assertTrue(surveyed.size() >= recovered.size(), "recovery believes what the survey does not");
    }

    /** Otherwise no input would get past the checksums. */
    private static byte[] chained(byte[] input) {
        byte[] out = input.clone();
        ByteBuffer file = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
        Envelope envelope = new Envelope();
        int crc = Envelope.FIRST_CRC;
        int at = 0;
        while (at + 4 < out.length) {
            int header = file.getInt(at);
            int length = header & 0x3fffffff;
            if (header <= 0 || length > out.length - at - 4) {
                return out;
            }
            if ((header & 0x40000000) == 0 && length > Envelope.LENGTH_BYTES) {
                crc = envelope.chain(crc, file.slice(at + 4, length).order(ByteOrder.LITTLE_ENDIAN));
                file.putInt(at + 4 + Envelope.CRC_AT, crc);
            }
            at = at + 4 + length + 3 & -4;
        }
        return out;
    }

    /** The anchor and the note of what was pruned. */
    public static void records(byte[] input) throws IOException {
        int border = Math.min(input.length, 64);
        Files.write(Segments.home(DIRECTORY).resolve("pruned"), Arrays.copyOf(input, border));
        Files.write(Segments.home(DIRECTORY).resolve("anchor"), anchor(Arrays.copyOfRange(input, border, input.length)));
        assertTrue(PruneNote.read(DIRECTORY) >= 0);
        Anchor.read(DIRECTORY);
        check();
    }

    private static byte[] anchor(byte[] input) {
        byte[] out = Arrays.copyOf(input, Math.max(input.length, 24));
        java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
        crc.update(out, 0, 20);
        ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).putInt(20, (int) crc.getValue());
        return out;
    }
}
