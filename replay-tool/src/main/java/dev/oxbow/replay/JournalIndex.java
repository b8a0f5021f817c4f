package dev.oxbow.replay;

import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.journal.JournalPlace;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * From sequences and times to places in a journal: a mark for every {@value #MARK_EVERY} entries, and where each segment begins.
 * Made while reading, as far as anybody has read; kept in the {@link CacheHome}. It is only ever a hint: a mark whose next entry does not
 * fit is not used, and a segment that is not the one that was read is forgotten.
 */
final class JournalIndex {
    static final int MARK_EVERY = 1 << 14;

    private final Optional<Path> file;
    private final TreeMap<Integer, IndexFile.SegmentStart> segments;
    private final List<IndexMark> marks;
    private boolean changed;
    private boolean other;

    private JournalIndex(Optional<Path> file, IndexFile.Content content) {
        this.file = file;
        this.segments = new TreeMap<>(content.segments());
        this.marks = new ArrayList<>(content.marks());
    }

    /** @param cacheHome where indexes are kept; nothing to keep none */
    static JournalIndex open(Path sessionDirectory, Optional<Path> cacheHome) throws IOException {
        if (cacheHome.isEmpty()) {
            JournalIndex index = new JournalIndex(Optional.empty(), IndexFile.Content.empty());
            index.lookAtSegments(sessionDirectory);
            return index;
        }
        Path file = CacheHome.of(cacheHome.get(), sessionDirectory).resolve("index");
        JournalIndex index = new JournalIndex(Optional.of(file), readable(file));
        index.lookAtSegments(sessionDirectory);
        return index;
    }

    private static IndexFile.Content readable(Path file) {
        try {
            return IndexFile.read(file);
        } catch (IOException e) {
            return IndexFile.Content.empty(); // a cache that cannot be read is no cache
        }
    }

    /** Finds where each segment begins, and drops what is said of those that are gone, or are not what they were. */
    private void lookAtSegments(Path sessionDirectory) throws IOException {
        List<Integer> present = JournalReader.segments(sessionDirectory);
        List.copyOf(segments.keySet()).stream().filter(segment -> !present.contains(segment)).forEach(this::forget);
        for (int segment : present) {
            Optional<IndexFile.SegmentStart> start = start(sessionDirectory, segment);
            if (segments.containsKey(segment) && !start.equals(Optional.of(segments.get(segment)))) {
                forget(segment);
                other = true;
            }
            start.ifPresent(it -> changed |= segments.put(segment, it) == null);
        }
    }

    private static Optional<IndexFile.SegmentStart> start(Path sessionDirectory, int segment) throws IOException {
        try (JournalReader reader = JournalReader.open(sessionDirectory, segment)) {
            return reader.next().filter(record -> record.segment() == segment && record.entry() instanceof CheckpointEvent.CheckpointStarted)
                    .map(record -> new IndexFile.SegmentStart(record.sequence(), record.timeNs()));
        }
    }

    /** What is said of this segment is wrong. */
    private void forget(int segment) {
        segments.remove(segment);
        marks.removeIf(mark -> mark.place().segment() == segment);
        changed = true;
    }

    /** The last mark before the entry of this number, if there is one before it. */
    Optional<IndexMark> before(long sequence) {
        return last(place(mark -> mark.nextSequence() <= sequence));
    }

    /** The last mark before every entry of this time or later. */
    Optional<IndexMark> beforeTime(long timeNs) {
        return last(place(mark -> mark.lastTimeNs() < timeNs));
    }

    private Optional<IndexMark> last(int count) {
        return count == 0 ? Optional.empty() : Optional.of(marks.get(count - 1));
    }

    /** How many marks, which are in order, lie before a place. */
    private int place(Predicate<IndexMark> isBefore) {
        int low = 0;
        int high = marks.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (isBefore.test(marks.get(middle))) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The marks in this segment are not what they were. */
    void forgetMarks(int segment) {
        changed |= marks.removeIf(mark -> mark.place().segment() == segment);
    }

    /** Notes the place behind a record. */
    void passed(JournalRecord record, JournalPlace behind) {
        int at = place(mark -> mark.nextSequence() <= record.sequence());
        if (at == marks.size() || marks.get(at).nextSequence() > record.sequence() + 1) {
            marks.add(at, new IndexMark(behind, record.timeNs()));
            changed = true;
        }
    }

    /** The segments that begin with a checkpoint, by number: each can be folded on its own. */
    NavigableMap<Integer, IndexFile.SegmentStart> segments() {
        return segments;
    }

    /** Whether another journal stood here when the index was made. */
    boolean isOther() {
        return other;
    }

    static boolean isDue(long sequence) {
        return (sequence + 1) % MARK_EVERY == 0;
    }

    int size() {
        return marks.size();
    }

    /** Keeps it for the next time, where that can be done. */
    void save() {
        if (!changed || file.isEmpty()) {
            return;
        }
        try {
            IndexFile.write(file.get(), new IndexFile.Content(segments, marks));
            changed = false;
        } catch (IOException e) {
            changed = false; // read-only or full: the next time everything is read again
        }
    }
}
