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
            if (record.isPresent()) {
                lastSequence = record.get().sequence();
                return record;
            }
            Optional<Integer> following = following();
            if (following.isEmpty() || !reader.fault().isEmpty()) {
                return Optional.empty();
            }
            reader.close();
            segment = following.get();
            reader = new SegmentReader(Segments.path(sessionDirectory, segment), segment);
        }
        return Optional.empty();
    }

    private Optional<Integer> following() throws IOException {
        return Segments.numbers(sessionDirectory).stream().filter(number -> number > segment).findFirst()
                .filter(number -> Files.isDirectory(Segments.path(sessionDirectory, number)));
    }

    /** To be asked at the end: whether that is the true end, or something is broken there. */
    public Optional<Damage> damage() throws IOException {
        if (damage.isEmpty()) {
            damage = examine(sessionDirectory, segment, reader);
        }
        return damage;
    }

    /** Of the entry read last, or -1. */
    public long lastSequence() {
        return lastSequence;
    }

    static Optional<Damage> examine(Path sessionDirectory, int segment, SegmentReader reader) throws IOException {
        long firstLost = reader.lastSequence() + 1;
        Optional<SegmentReader.Behind> behind = reader.searchBehind();
        if (behind.isPresent()) {
            long lost = behind.get().firstSequence() - firstLost;
            return Optional.of(new Damage(segment, firstLost, lost, behind.get().entryCount(), "the journal has a hole: "
                    + lost + " entries from number " + firstLost + " on cannot be read, " + behind.get().entryCount() + " behind them can"));
        }
        Optional<Anchor> anchor = Anchor.read(sessionDirectory).filter(it -> it.segment() == segment && it.sequence() >= firstLost);
        if (anchor.isPresent()) {
            long lost = anchor.get().sequence() - reader.lastSequence();
            return Optional.of(new Damage(segment, firstLost, lost, 0, "the journal is cut short: at least " + lost
                    + " entries from number " + firstLost + " on are gone"));
        }
        if (!reader.fault().isEmpty()) {
            return Optional.of(new Damage(segment, firstLost, 0, 0, "the journal is damaged at its end: " + reader.fault()
                    + " (number " + firstLost + ")"));
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
