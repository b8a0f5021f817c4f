package dev.oxbow.journal;

import dev.oxbow.core.event.Entry;
import dev.oxbow.journal.codec.EntryCodec;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Appends entries to a segment of its own. One thread. An appended entry survives the death of the process; after {@link #sync} it
 * survives that of the machine.
 */
public final class JournalWriter implements Closeable {
    private final Path sessionDirectory;
    private final SpaceAhead space;
    private int segment;
    private ChronicleSegment chronicle;
    private final EntryCodec codec = new EntryCodec();
    private final Envelope envelope = new Envelope();
    private ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    private long firstSequence;
    private long nextSequence;
    private int lastCrc = Envelope.FIRST_CRC;
    private long lastTimeNs;
    private long appendedBytes;
    private boolean namesLast;

    private JournalWriter(Path sessionDirectory, int segment, long nextSequence, SpaceAhead space) throws IOException {
        this.sessionDirectory = sessionDirectory;
        this.segment = segment;
        this.firstSequence = nextSequence;
        this.nextSequence = nextSequence;
        this.space = space;
        this.chronicle = new ChronicleSegment(Segments.path(sessionDirectory, segment), space);
    }

    /** Begins a new segment behind what was recovered, and sets damaged ones aside. The caller's first entries are its checkpoint. */
    public static JournalWriter open(Path sessionDirectory, JournalRecovery recovered) throws IOException {
        return open(sessionDirectory, recovered, new SpaceAhead());
    }

    static JournalWriter open(Path sessionDirectory, JournalRecovery recovered, SpaceAhead space) throws IOException {
        Files.createDirectories(Segments.home(sessionDirectory));
        JournalWriter writer = new JournalWriter(sessionDirectory, recovered.nextSegment(), recovered.nextSequence(), space);
        for (int damaged : recovered.damaged()) {
            Segments.setAside(sessionDirectory, damaged);
        }
        if (recovered.nextSegment() > 1 && !recovered.damaged().contains(recovered.nextSegment() - 1)) {
            Segments.trim(Segments.path(sessionDirectory, recovered.nextSegment() - 1));
        }
        return writer;
    }

    public int segment() {
        return segment;
    }

    /** The sequence that the next entry gets. */
    public long nextSequence() {
        return nextSequence;
    }

    /** Envelopes and entries appended by this writer. */
    public long appendedBytes() {
        return appendedBytes;
    }

    /**
     * Appends one entry.
     *
     * @param timeNs never less than that of the entry before
     * @return its sequence
     * @throws JournalFullException when there is no room for it; then nothing was written
     */
    public long append(long timeNs, Entry entry) throws IOException {
        if (timeNs < lastTimeNs) {
            throw new IllegalArgumentException("time ran backwards from " + lastTimeNs + " to " + timeNs);
        }
        int bodyLength = codec.encode(entry);
        int length = Envelope.LENGTH_BYTES + bodyLength + 3 & -4;
        if (out.capacity() < length) {
            out = ByteBuffer.allocate(Integer.highestOneBit(length) * 2).order(ByteOrder.LITTLE_ENDIAN);
        }
        out.clear().limit(length);
        out.putLong(Envelope.SEQUENCE_AT, nextSequence).putLong(Envelope.TIME_AT, timeNs).putInt(length - 4, 0);
        codec.buffer().getBytes(0, out.array(), Envelope.LENGTH_BYTES, bodyLength);
        int crc = envelope.chain(lastCrc, out);
        out.putInt(Envelope.CRC_AT, crc);
        chronicle.append(out.array(), length);
        lastCrc = crc;
        lastTimeNs = timeNs;
        appendedBytes += length;
        return nextSequence++;
    }

    /**
     * Forces everything to stable storage and notes that in the anchor.
     *
     * @throws IOException when nothing can be said of what was appended since the last sync; no later sync of this segment succeeds
     */
    public void sync() throws IOException {
        chronicle.sync();
        if (!namesLast) {
            for (Path each : List.of(Segments.path(sessionDirectory, segment), Segments.home(sessionDirectory), sessionDirectory)) {
                Segments.force(each);
            }
        }
        if (nextSequence > firstSequence) {
            new Anchor(segment, nextSequence - 1).write(sessionDirectory);
        }
        if (!namesLast) {
            Segments.force(Segments.home(sessionDirectory));
            namesLast = true;
        }
    }

    /**
     * Ends this segment, synced, and begins the next. The caller's next entries are its checkpoint. When that fails, this segment goes
     * on.
     */
    public void roll() throws IOException {
        sync();
        ChronicleSegment next = new ChronicleSegment(Segments.path(sessionDirectory, segment + 1), space);
        chronicle.close();
        chronicle = next;
        segment++;
        firstSequence = nextSequence;
        lastCrc = Envelope.FIRST_CRC;
        namesLast = false;
    }

    @Override
    public void close() throws IOException {
        chronicle.close();
    }

    /**
     * Deletes the oldest segments that nothing was written to for {@code age}, or that are too much in all. What a restart would need is
     * kept: the newest segment, and all from the newest before it that has a whole checkpoint.
     *
     * @param bytesMax how much all segments may take
     */
    public static void prune(Path sessionDirectory, Duration age, long bytesMax) throws IOException {
        Retention.carryOut(sessionDirectory, Retention.plan(sessionDirectory, age, bytesMax));
    }
}
