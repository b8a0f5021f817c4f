package dev.oxbow.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Reads a journal from its oldest segment, or from a later one, to its end. Never writes; works on a live journal, and goes on when more
 * has been appended: {@link #next} is empty at the end of what is there now.
 */
public final class JournalReader implements Closeable {
    private final Path sessionDirectory;
    private int segment;
    private SegmentReader reader;
    private long lastSequence = -1;
    private Optional<Damage> damage = Optional.empty();

    private JournalReader(Path sessionDirectory, int segment) {
        this.sessionDirectory = sessionDirectory;
        this.segment = segment;
        this.reader = new SegmentReader(Segments.path(sessionDirectory, segment), segment);
    }

    /** @throws NoSuchElementException when there is no journal there */
    public static JournalReader open(Path sessionDirectory) throws IOException {
        return new JournalReader(sessionDirectory, segments(sessionDirectory).get(0));
    }

    public static JournalReader open(Path sessionDirectory, int segment) {
        return new JournalReader(sessionDirectory, segment);
    }

    /** Goes on where this or another reader of the same journal stood. What follows there is checked as ever. */
    public void goTo(JournalPlace place) throws IOException {
        reader.close();
        segment = place.segment();
        reader = new SegmentReader(Segments.path(sessionDirectory, segment), segment);
        reader.goTo(place);
        lastSequence = place.lastSequence();
        damage = Optional.empty();
    }

    /** Behind the entry read last. */
    public JournalPlace place() {
        return reader.place();
    }

    /** The numbers of the segments, oldest first. */
    public static List<Integer> segments(Path sessionDirectory) throws IOException {
        List<Integer> segments = Segments.numbers(sessionDirectory);
        if (segments.isEmpty()) {
            throw new NoSuchElementException("there is no journal in " + sessionDirectory);
        }
        return segments;
    }

    /** Damaged segments that a later start of Oxbow has set aside; their files' names. */
    public static List<Path> setAside(Path sessionDirectory) throws IOException {
        return Segments.setAside(sessionDirectory);
    }

    /** The next entry; nothing at the end, or at damage. */
    public Optional<JournalRecord> next() throws IOException {
        while (damage.isEmpty()) {
            Optional<JournalRecord> record = reader.next();
            Optional<Integer> following = record.isPresent() || !reader.fault().isEmpty() ? Optional.empty() : following();
            if (following.isPresent()) {
                record = reader.next(); // it may have been written between the two looks
            }
            if (record.isPresent()) {
                lastSequence = record.get().sequence();
                return record;
            }
            if (following.isEmpty()) {
                return Optional.empty();
            }
            goOnTo(following.get());
        }
        return Optional.empty();
    }

    /** Leaves this segment for a later one, unless it turns out not to have ended but to be broken. */
    private void goOnTo(int following) throws IOException {
        damage = examine(sessionDirectory, segment, reader, lastSequence + 1);
        if (damage.isEmpty()) {
            reader.close();
            segment = following;
            reader = new SegmentReader(Segments.path(sessionDirectory, segment), segment);
        }
    }

    private Optional<Integer> following() throws IOException {
        return Segments.numbers(sessionDirectory).stream().filter(number -> number > segment).findFirst()
                .filter(number -> Files.isDirectory(Segments.path(sessionDirectory, number)));
    }

    /** To be asked at the end: whether that is the true end, or something is broken there. */
    public Optional<Damage> damage() throws IOException {
        if (damage.isEmpty()) {
            damage = examine(sessionDirectory, segment, reader, lastSequence + 1);
        }
        if (damage.isEmpty()) {
            damage = Anchor.missingSegment(sessionDirectory, lastSequence + 1);
        }
        return damage;
    }

    /** How many bytes the entry read last takes in its file, header, envelope and padding included. */
    public long lastLengthBytes() {
        return reader.lastLengthBytes();
    }

    /** Of the entry read last, or -1. */
    public long lastSequence() {
        return lastSequence;
    }

    /**
     * Whether the place where a segment's reader has stopped is the segment's true end. A live writer may move it on meanwhile.
     *
     * @param nextSequence what comes next according to the segments before; of use when nothing of this one can be read
     */
    static Optional<Damage> examine(Path sessionDirectory, int segment, SegmentReader reader, long nextSequence) throws IOException {
        long firstLost = reader.lastSequence() < 0 ? nextSequence : reader.lastSequence() + 1;
        Optional<Damage> found = suspect(sessionDirectory, segment, reader, firstLost);
        return found.isPresent() && reader.goesOn() ? Optional.empty() : found;
    }

    private static Optional<Damage> suspect(Path sessionDirectory, int segment, SegmentReader reader, long firstLost) throws IOException {
        Optional<SearchBehind.Found> behind = reader.searchBehind();
        if (behind.isPresent()) {
            return Optional.of(Damage.hole(segment, firstLost, behind.get().firstSequence(), behind.get().entryCount()));
        }
        Optional<Anchor> anchor = Anchor.read(sessionDirectory).filter(it -> it.segment() == segment && it.sequence() >= firstLost);
        if (anchor.isPresent()) {
            return Optional.of(Damage.cutShort(segment, firstLost, anchor.get().sequence()));
        }
        return reader.fault().isEmpty() ? Optional.empty() : Optional.of(Damage.atTheEnd(segment, firstLost, reader.fault()));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
