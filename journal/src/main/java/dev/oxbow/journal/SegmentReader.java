package dev.oxbow.journal;

import dev.oxbow.journal.codec.EntryCodec;
import dev.oxbow.journal.codec.JournalFormatException;
import dev.oxbow.journal.codec.NewerVersionException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads the entries of one segment in order, and checks each against the one before. Stops for good at the first that does not fit. */
final class SegmentReader implements Closeable {
    private final Path directory;
    private final int segment;
    private final Envelope envelope = new Envelope();
    private final UnsafeBuffer body = new UnsafeBuffer(0, 0);
    private int fileIndex = -1;
    private ChronicleFile file;
    private long triedAt;
    private long lastSequence = -1;
    private int lastCrc = Envelope.FIRST_CRC;
    private long lastLengthBytes;
    private String fault = "";
    private boolean newer;
    private String fileName = "";
    /** A whole entry whose header or CRC alone is broken; the next to be given out. */
    private Optional<ByteBuffer> mended = Optional.empty();
    /** An entry that is whole and yet none; reading stopped in front of it. */
    private Optional<Refused> refused = Optional.empty();

    private record Refused(long sequence, int crc) {
    }

    SegmentReader(Path directory, int segment) {
        this.directory = directory;
        this.segment = segment;
    }

    /** Goes on behind an entry that was read before, by this reader or another. */
    void goTo(JournalPlace place) throws IOException {
        List<Path> files = ChronicleSegment.files(directory);
        close();
        fault = "";
        newer = false;
        mended = Optional.empty();
        refused = Optional.empty();
        fileIndex = place.fileIndex();
        lastSequence = place.lastSequence();
        lastCrc = place.lastCrc();
        if (fileIndex >= 0 && fileIndex < files.size()) {
            file = new ChronicleFile(files.get(fileIndex));
            fileName = files.get(fileIndex).getFileName().toString();
            file.position(place.positionBytes());
        }
    }

    /** Behind the entry read last. */
    JournalPlace place() {
        return new JournalPlace(segment, fileIndex, file == null ? 0 : file.position(), lastSequence, lastCrc);
    }

    /** Of the entry read last, or -1. */
    long lastSequence() {
        return lastSequence;
    }

    /** What the entry read last takes in its file. */
    long lastLengthBytes() {
        return lastLengthBytes;
    }

    /** What is wrong with the first entry that could not be read; empty when there simply is no more yet. */
    String fault() {
        return fault;
    }

    /** Whether the entry that could not be read is whole, but written by a version of Oxbow newer than this one. */
    boolean isNewer() {
        return newer;
    }

    /** The next entry; nothing at the end of what is there, or at a fault. */
    Optional<JournalRecord> next() throws IOException {
        if (mended.isPresent()) {
            ByteBuffer whole = mended.get();
            mended = Optional.empty();
            return decode(whole, envelope.chain(lastCrc, whole));
        }
        if (!fault.isEmpty() || file == null && !openNext()) {
            return Optional.empty();
        }
        triedAt = file.position();
        ByteBuffer excerpt = file.next();
        while (!excerpt.hasRemaining()) {
            if (!openNext()) {
                return Optional.empty();
            }
            triedAt = 0;
            excerpt = file.next();
        }
        if (!fits(excerpt)) {
            file.reread(triedAt); // the first look may have caught it half written
            excerpt = file.next();
            if (!fits(excerpt)) {
                fault = excerpt.remaining() > Envelope.LENGTH_BYTES ? "an entry does not fit the one before it" : "an entry is cut short";
                return Optional.empty();
            }
        }
        return decode(excerpt, excerpt.getInt(Envelope.CRC_AT));
    }

    /** A segment has one file; early versions began another at midnight. */
    private boolean openNext() throws IOException {
        List<Path> files = ChronicleSegment.files(directory);
        if (fileIndex + 1 >= files.size()) {
            return false;
        }
        close();
        fileIndex++;
        file = new ChronicleFile(files.get(fileIndex));
        fileName = files.get(fileIndex).getFileName().toString();
        return true;
    }

    private boolean fits(ByteBuffer excerpt) {
        return excerpt.remaining() > Envelope.LENGTH_BYTES && follows(excerpt.getLong(Envelope.SEQUENCE_AT))
                && excerpt.getInt(Envelope.CRC_AT) == envelope.chain(lastCrc, excerpt);
    }

    /** The first of a segment may have any sequence that there can be. */
    private boolean follows(long sequence) {
        return lastSequence < 0 ? sequence >= 0 : sequence == lastSequence + 1;
    }

    private Optional<JournalRecord> decode(ByteBuffer excerpt, int crc) {
        body.wrap(excerpt);
        try {
            JournalRecord record = new JournalRecord(excerpt.getLong(Envelope.SEQUENCE_AT), excerpt.getLong(Envelope.TIME_AT), segment,
                    EntryCodec.decode(body, Envelope.LENGTH_BYTES, excerpt.remaining() - Envelope.LENGTH_BYTES));
            lastSequence = record.sequence();
            lastCrc = crc;
            lastLengthBytes = ChronicleFile.HEADER_BYTES + (long) excerpt.remaining();
            return Optional.of(record);
        } catch (JournalFormatException e) {
            fault = e.getMessage();
            newer = e instanceof NewerVersionException;
            refused = Optional.of(new Refused(excerpt.getLong(Envelope.SEQUENCE_AT), crc));
            return Optional.empty();
        }
    }

    /** Whether an entry that fits has come since the end was reached: then nothing was broken there. Moves nothing. */
    boolean goesOn() throws IOException {
        if (!fault.isEmpty() || file == null && !openNext()) {
            return false;
        }
        long end = file.position();
        file.reread(end);
        boolean fits = fits(file.next());
        file.position(end);
        return fits;
    }

    /** Looks for whole entries behind the place where reading stopped. Moves nothing. */
    Optional<SearchBehind.Found> searchBehind() throws IOException {
        if (file == null) {
            return Optional.empty();
        }
        long end = file.position();
        try {
            return new SearchBehind(file, envelope, lastSequence).from(triedAt + 4);
        } finally {
            file.position(end);
        }
    }

    /** Where in which of the segment's files reading has stopped. */
    Stop stoppedAt() {
        return new Stop(file == null ? "" : fileName, triedAt);
    }

    /** A place in a segment; no file when there is none to read. */
    record Stop(String file, long atByte) {
    }

    /**
     * Passes over what is broken, to the next entry that something vouches for: it then is what {@link #next} gives. What lies between
     * the last sequence before and the first after is lost. False when there is nothing more that can be believed.
     */
    boolean skipDamage() throws IOException {
        if (newer || file == null && !openNext()) {
            return false;
        }
        if (refused.isPresent() && behindRefused(refused.get())) {
            return true;
        }
        long stoppedAt = triedAt;
        while (!skipFrom(stoppedAt)) {
            if (!openNext()) {
                return false;
            }
            stoppedAt = 0;
        }
        fault = "";
        return true;
    }

    /** It must not be tried again: its own CRC vouches for it. */
    private boolean behindRefused(Refused entry) throws IOException {
        refused = Optional.empty();
        triedAt = file.position();
        lastSequence = entry.sequence();
        lastCrc = entry.crc();
        file.reread(triedAt);
        boolean goesOn = fits(file.next());
        file.reread(triedAt);
        fault = goesOn ? "" : fault;
        return goesOn;
    }

    private boolean skipFrom(long stoppedAt) throws IOException {
        Optional<SearchBehind.Found> found = new SearchBehind(file, envelope, lastSequence).from(stoppedAt + 4);
        Resumption resumption = new Resumption(file, envelope, lastSequence, lastCrc);
        boolean believed = found.isPresent() ? resumption.behind(stoppedAt, found.get().at()) : resumption.behindOne(stoppedAt);
        if (!believed) {
            file.position(stoppedAt);
            return false;
        }
        lastSequence = resumption.lastSequence();
        lastCrc = resumption.lastCrc();
        mended = resumption.mended();
        file.reread(resumption.position());
        return true;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
