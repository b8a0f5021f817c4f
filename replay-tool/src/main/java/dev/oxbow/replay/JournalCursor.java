package dev.oxbow.replay;

import dev.oxbow.journal.Damage;
import dev.oxbow.journal.JournalPlace;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads a journal, live or dead, from any place on. It never writes to the journal's directory; the index that makes seeking quick grows
 * with what is read, in a cache elsewhere. Takes memory for one entry at a time.
 */
public final class JournalCursor implements Closeable {
    private final Path sessionDirectory;
    private final JournalReader reader;
    private final JournalIndex index;
    private Optional<JournalRecord> pushedBack = Optional.empty();

    private JournalCursor(Path sessionDirectory, JournalIndex index) throws IOException {
        this.sessionDirectory = sessionDirectory;
        this.reader = JournalReader.open(sessionDirectory);
        this.index = index;
    }

    /**
     * Stands before the first entry.
     *
     * @throws java.util.NoSuchElementException when there is no journal there
     */
    public static JournalCursor open(Path sessionDirectory) throws IOException {
        return open(sessionDirectory, Optional.of(CacheHome.path()));
    }

    /** @param cacheHome where to keep the index; nothing to keep none */
    public static JournalCursor open(Path sessionDirectory, Optional<Path> cacheHome) throws IOException {
        JournalReader.segments(sessionDirectory);
        return new JournalCursor(sessionDirectory, JournalIndex.open(sessionDirectory, cacheHome));
    }

    /** The next entry; nothing at the end of what is there now, or at damage. */
    public Optional<JournalRecord> next() throws IOException {
        if (pushedBack.isPresent()) {
            Optional<JournalRecord> out = pushedBack;
            pushedBack = Optional.empty();
            return out;
        }
        Optional<JournalRecord> out = reader.next();
        if (out.isPresent()) {
            JournalRecord record = out.get();
            if (JournalIndex.isDue(record.sequence())) {
                index.passed(record, reader.place());
            }
        }
        return out;
    }

    /** The entry that {@link #next} gives next. */
    public Optional<JournalRecord> peek() throws IOException {
        if (pushedBack.isEmpty()) {
            pushedBack = next();
        }
        return pushedBack;
    }

    /** Stands before the first entry of this number or a greater one; at the end when there is none. */
    public void seekSequence(long sequence) throws IOException {
        begin(index.before(sequence));
        skip(record -> record.sequence() < sequence);
    }

    /** Stands before the first entry of this time or later; at the end when there is none. */
    public void seekTime(long timeNs) throws IOException {
        begin(index.beforeTime(timeNs));
        skip(record -> record.timeNs() < timeNs);
    }

    private void begin(Optional<IndexMark> mark) throws IOException {
        if (mark.isEmpty() || !goTo(mark.get().place())) {
            restart();
        }
    }

    private void skip(Predicate<JournalRecord> isBefore) throws IOException {
        Optional<JournalRecord> record = next();
        while (record.isPresent() && isBefore.test(record.get())) {
            record = next();
        }
        pushedBack = record;
    }

    /** Stands before the first entry of all. */
    void restart() throws IOException {
        pushedBack = Optional.empty();
        reader.goTo(JournalPlace.startOf(JournalReader.segments(sessionDirectory).get(0)));
    }

    /** @return whether that place is still what it was: something follows there, and fits */
    boolean goTo(JournalPlace place) throws IOException {
        return begin(place, place.lastSequence() + 1);
    }

    /** @return whether the entry of this number follows there */
    boolean begin(JournalPlace place, long sequence) throws IOException {
        pushedBack = Optional.empty();
        try {
            reader.goTo(place);
            pushedBack = next();
        } catch (IOException e) {
            pushedBack = Optional.empty(); // the segment is gone
        }
        boolean fits = pushedBack.filter(record -> record.sequence() == sequence).isPresent();
        if (!fits) {
            index.forgetMarks(place.segment());
        }
        return fits;
    }

    /** How many bytes of the journal the entry read last takes. */
    long lastLengthBytes() {
        return reader.lastLengthBytes();
    }

    JournalIndex index() {
        return index;
    }

    Path sessionDirectory() {
        return sessionDirectory;
    }

    /** Behind the entry read last; not to be asked after {@link #peek}. */
    JournalPlace place() {
        return reader.place();
    }

    /** Asked at the end: what is broken there, if anything. */
    public Optional<Damage> damage() throws IOException {
        return reader.damage();
    }

    /** Keeps what was learned, and ends. */
    @Override
    public void close() throws IOException {
        index.save();
        reader.close();
    }
}
