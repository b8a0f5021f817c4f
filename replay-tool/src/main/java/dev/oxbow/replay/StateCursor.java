package dev.oxbow.replay;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.journal.Damage;
import dev.oxbow.journal.JournalPlace;
import dev.oxbow.journal.JournalRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a journal and folds it, from any place on: what the session knew at a time costs no more than folding from the nearest point
 * before it that a state is known of, be it a segment's checkpoint or an image kept in the cache by an earlier pass.
 */
public final class StateCursor implements Closeable {
    static final int IMAGE_EVERY = 1 << 18;
    /** Making an image of so many bytes as there were entries since the last takes about a tenth of the time that folding those took. */
    private static final int ENTRIES_PER_BYTE = 1;

    private final JournalCursor cursor;
    private final ImageStore images;
    private final int imageEvery;
    private final int entriesPerByte;
    private SessionState state = new SessionState();
    private long lastEvent = -1;
    private long lastImageSequence;
    private long lastImageBytes;

    private StateCursor(JournalCursor cursor, ImageStore images, int imageEvery, int entriesPerByte) {
        this.cursor = cursor;
        this.images = images;
        this.imageEvery = imageEvery;
        this.entriesPerByte = entriesPerByte;
    }

    /** Stands before the first entry. @throws java.util.NoSuchElementException when there is no journal there */
    public static StateCursor open(Path sessionDirectory) throws IOException {
        return open(sessionDirectory, Optional.of(CacheHome.path()));
    }

    /** @param cacheHome where to keep what is learned; nothing to keep none of it */
    public static StateCursor open(Path sessionDirectory, Optional<Path> cacheHome) throws IOException {
        return open(sessionDirectory, cacheHome, IMAGE_EVERY, ENTRIES_PER_BYTE);
    }

    /**
     * @param imageEvery after so many entries an image is made
     * @param entriesPerByte but only after so many for each byte of the last one: large states are kept less often
     */
    public static StateCursor open(Path sessionDirectory, Optional<Path> cacheHome, int imageEvery, int entriesPerByte) throws IOException {
        JournalCursor cursor = JournalCursor.open(sessionDirectory, cacheHome);
        ImageStore images = ImageStore.open(sessionDirectory, cacheHome);
        if (cursor.index().isOther()) {
            images.clear();
        }
        return new StateCursor(cursor, images, imageEvery, entriesPerByte);
    }

    /** Goes to a point, forwards or back: everything that it covers, and nothing else, is folded then. */
    public void goTo(PointInTime point) throws IOException {
        boolean back = state.sequence() > point.sequence() || state.timeNs() > point.timeNs();
        long here = back ? -1 : state.sequence();
        Optional<Map.Entry<Integer, IndexFile.SegmentStart>> start = segmentBefore(point);
        long best = Math.max(here, start.map(it -> it.getValue().firstSequence() - 1).orElse(-1L));
        boolean[] moved = {false};
        Optional<ImageStore.Stored> stored = images.before(point, best, place -> {
            moved[0] = true;
            return cursor.goTo(place);
        });
        if (stored.isPresent()) {
            state = stored.get().image().state();
            lastEvent = stored.get().image().lastEvent();
        } else if (start.isPresent() && (best > here || moved[0])) {
            beginWith(start.get());
        } else if (back || moved[0]) {
            restart();
        }
        for (Optional<JournalRecord> next = peek(); next.filter(point::covers).isPresent(); next = peek()) {
            fold();
        }
    }

    private Optional<Map.Entry<Integer, IndexFile.SegmentStart>> segmentBefore(PointInTime point) {
        return cursor.index().segments().descendingMap().entrySet().stream()
                .filter(it -> it.getValue().firstSequence() <= point.sequence() && it.getValue().firstTimeNs() <= point.timeNs()).findFirst();
    }

    private void beginWith(Map.Entry<Integer, IndexFile.SegmentStart> start) throws IOException {
        restart();
        if (!cursor.begin(JournalPlace.startOf(start.getKey()), start.getValue().firstSequence())) {
            restart();
        }
    }

    private void restart() throws IOException {
        cursor.restart();
        state = new SessionState();
        lastEvent = -1;
    }

    /** The last entry before this one that folding can begin with, without folding what is before it; the journal's first if there is none. */
    long begunBefore(long sequence) {
        long image = images.lastBefore(sequence - 1) + 1;
        return cursor.index().segments().values().stream().mapToLong(IndexFile.SegmentStart::firstSequence)
                .filter(first -> first < sequence && first > image).max().orElse(image);
    }

    /** The entry that {@link #fold} folds next; nothing at the end of what is there now. */
    public Optional<JournalRecord> peek() throws IOException {
        return cursor.peek();
    }

    /** Folds the next entry; nothing at the end of what is there now, or at damage. */
    public Optional<JournalRecord> fold() throws IOException {
        Optional<JournalRecord> next = cursor.next();
        if (next.isPresent()) {
            JournalRecord record = next.get();
            state.apply(record.sequence(), record.timeNs(), record.entry());
            if (!(record.entry() instanceof Command)) {
                lastEvent = record.sequence();
            }
            if ((record.sequence() + 1) % imageEvery == 0 && !images.has(record.sequence())) {
                keepImage(record);
            }
        }
        return next;
    }

    private void keepImage(JournalRecord record) throws IOException {
        if (record.sequence() - lastImageSequence >= lastImageBytes * entriesPerByte) {
            lastImageBytes = images.keep(new IndexMark(cursor.place(), record.timeNs()), new StateImage(state, lastEvent));
            lastImageSequence = record.sequence();
        }
    }

    /** What is known at this point. Do not change it; it changes with the next {@link #fold}, and may be another after {@link #goTo}. */
    public SessionState state() {
        return state;
    }

    /** Of the last event folded, which the commands behind it answer; -1 before the first. */
    public long lastEvent() {
        return lastEvent;
    }

    /** How many bytes of the journal the entry takes that was read last: the one that {@link #peek} showed, when that was asked since. */
    long lastLengthBytes() {
        return cursor.lastLengthBytes();
    }

    JournalIndex index() {
        return cursor.index();
    }

    /** Asked at the end: what is broken there, if anything. */
    public Optional<Damage> damage() throws IOException {
        return cursor.damage();
    }

    @Override
    public void close() throws IOException {
        cursor.close();
    }
}
