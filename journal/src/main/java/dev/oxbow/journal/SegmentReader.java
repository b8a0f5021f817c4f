package dev.oxbow.journal;

import dev.oxbow.journal.codec.EntryCodec;
import dev.oxbow.journal.codec.JournalFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads the entries of one segment in order, and checks each against the one before. Stops for good at the first that does not fit. */
final class SegmentReader implements Closeable {
    /** How far ahead a sequence behind a hole may be and still be believed. */
    private static final long BEHIND_MAX = 100_000_000;

    private final Path directory;
    private final int segment;
    private final Envelope envelope = new Envelope();
    private final UnsafeBuffer body = new UnsafeBuffer(0, 0);
    private int fileIndex = -1;
    private ChronicleFile file;
    private long lastSequence = -1;
    private int lastCrc = Envelope.FIRST_CRC;
    private String fault = "";

    SegmentReader(Path directory, int segment) {
        this.directory = directory;
        this.segment = segment;
    }

    /** Of the entry read last, or -1. */
    long lastSequence() {
        return lastSequence;
    }

    /** What is wrong with the first entry that could not be read; empty when there simply is no more yet. */
    String fault() {
        return fault;
    }

    /** The next entry; nothing at the end of what is there, or at a fault. */
    Optional<JournalRecord> next() throws IOException {
        if (!fault.isEmpty() || file == null && !openNext()) {
            return Optional.empty();
        }
        ByteBuffer excerpt = file.next();
        while (!excerpt.hasRemaining()) {
            if (!openNext()) {
                return Optional.empty();
            }
            excerpt = file.next();
        }
        return read(excerpt);
    }

    /** A segment has one file, or one for each day that it spans. */
    private boolean openNext() throws IOException {
        List<Path> files = ChronicleSegment.files(directory);
        if (fileIndex + 1 >= files.size()) {
            return false;
        }
        close();
        fileIndex++;
        file = new ChronicleFile(files.get(fileIndex));
        return true;
    }

    private Optional<JournalRecord> read(ByteBuffer excerpt) {
        if (excerpt.remaining() <= Envelope.LENGTH_BYTES) {
            fault = "an entry is cut short";
            return Optional.empty();
        }
        long sequence = excerpt.getLong(Envelope.SEQUENCE_AT);
        int crc = excerpt.getInt(Envelope.CRC_AT);
        if (crc != envelope.chain(lastCrc, excerpt) || lastSequence >= 0 && sequence != lastSequence + 1) {
            fault = "an entry does not fit the one before it";
            return Optional.empty();
        }
        body.wrap(excerpt);
        try {
            JournalRecord record = new JournalRecord(sequence, excerpt.getLong(Envelope.TIME_AT), segment,
                    EntryCodec.decode(body, Envelope.LENGTH_BYTES, excerpt.remaining() - Envelope.LENGTH_BYTES));
            lastSequence = sequence;
            lastCrc = crc;
            return Optional.of(record);
        } catch (JournalFormatException e) {
            fault = e.getMessage();
            return Optional.empty();
        }
    }

    /** What a search behind the end found. */
    record Behind(long firstSequence, long entryCount) {
    }

    /** Looks for whole entries behind the place where reading stopped: two that fit each other are no accident. */
    Optional<Behind> searchBehind() throws IOException {
        if (file == null) {
            return Optional.empty();
        }
        for (long at = file.nextNonZero(file.position() + 4 & -4L); at >= 0; at = file.nextNonZero(at + 4)) {
            Optional<Behind> found = entriesFrom(at);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Behind> entriesFrom(long at) throws IOException {
        file.position(at);
        ByteBuffer first = file.next();
        if (first.remaining() <= Envelope.LENGTH_BYTES) {
            return Optional.empty();
        }
        long sequence = first.getLong(Envelope.SEQUENCE_AT);
        if (sequence <= lastSequence || sequence > lastSequence + BEHIND_MAX) {
            return Optional.empty();
        }
        int crc = first.getInt(Envelope.CRC_AT);
        long count = 1;
        for (ByteBuffer next = file.next(); next.remaining() > Envelope.LENGTH_BYTES; next = file.next()) {
            if (next.getInt(Envelope.CRC_AT) != envelope.chain(crc, next)) {
                break;
            }
            crc = next.getInt(Envelope.CRC_AT);
            count++;
        }
        return count > 1 ? Optional.of(new Behind(sequence, count)) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
