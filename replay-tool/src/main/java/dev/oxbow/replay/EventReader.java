package dev.oxbow.replay;

import dev.oxbow.core.command.Command;
import dev.oxbow.journal.Damage;
import dev.oxbow.journal.JournalRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** {@code replay events}: the entries of a journal that somebody wants to see, in order or newest first, each as a line. */
public final class EventReader implements Closeable {
    /** How many lines are held while reading backwards. */
    private static final int HELD_MAX = 1 << 15;
    private static final String GAP = "--";

    /** How an entry is shown. */
    public enum Format { TEXT, SHORT, JSON }

    /** Takes the lines one by one, and says whether it wants more. */
    public interface Sink {
        boolean take(String line);
    }

    private record Line(long sequence, String text) {
    }

    private final StateCursor cursor;
    private final EntryFilter filter;
    private final Format format;
    private final PointParser points;
    private PointInTime since = new PointInTime(0, Long.MAX_VALUE);
    private PointInTime until = PointInTime.END;
    private int context;
    private Names names;
    private EntryFilter.Test test;
    private long lastShown = -1;

    private EventReader(StateCursor cursor, EntryFilter filter, Format format, PointParser points) {
        this.cursor = cursor;
        this.filter = filter;
        this.format = format;
        this.points = points;
    }

    /** @throws IllegalArgumentException when the filter makes no sense */
    public static EventReader open(Path sessionDirectory, EntryFilter filter, Format format) throws IOException {
        return open(sessionDirectory, Optional.of(CacheHome.path()), filter, format);
    }

    static EventReader open(Path sessionDirectory, Optional<Path> cacheHome, EntryFilter filter, Format format) throws IOException {
        StateCursor cursor = StateCursor.open(sessionDirectory, cacheHome);
        EventReader out = new EventReader(cursor, filter, format, Points.of(sessionDirectory, cacheHome));
        out.see();
        return out;
    }

    /** Nothing before this point. */
    public void since(String point) throws IOException {
        later(points.parse(point));
    }

    /** Nothing before this entry. */
    public void sinceSequence(long sequence) {
        later(new PointInTime(sequence, Long.MAX_VALUE));
    }

    private void later(PointInTime point) {
        boolean bySequence = point.sequence() != Long.MAX_VALUE;
        since = new PointInTime(bySequence ? Math.max(point.sequence(), since.sequence()) : since.sequence(),
                bySequence ? since.timeNs() : point.timeNs());
    }

    /** Nothing behind this point. */
    public void until(String point) throws IOException {
        PointInTime earlier = points.parse(point);
        until = new PointInTime(Math.min(until.sequence(), earlier.sequence()), Math.min(until.timeNs(), earlier.timeNs()));
    }

    /** Shows so many entries before and behind each that fits. */
    public void context(int entries) {
        context = entries;
    }

    /** The state may be another object after a jump. */
    private void see() {
        names = new Names(cursor.state());
        test = filter.with(names);
    }

    private void goTo(PointInTime point) throws IOException {
        cursor.goTo(point);
        see();
    }

    private void goToSince() throws IOException {
        cursor.goTo(new PointInTime(since.sequence() - 1, Long.MAX_VALUE));
        if (cursor.peek().filter(this::isTooEarly).isPresent()) {
            cursor.goTo(new PointInTime(Long.MAX_VALUE, since.timeNs() - 1));
        }
        see();
    }

    private boolean isTooEarly(JournalRecord record) {
        return record.sequence() < since.sequence() || since.timeNs() != Long.MAX_VALUE && record.timeNs() < since.timeNs();
    }

    /** Gives every entry that fits, oldest first, as far as the journal goes now. */
    public void forward(Sink sink) throws IOException {
        goToSince();
        goOn(sink);
    }

    /** Gives what has been appended since the end was last reached. @return whether the sink wants more */
    public boolean goOn(Sink sink) throws IOException {
        return context > 0 ? goOnWithContext(sink) : goOnAlone(sink);
    }

    private boolean goOnAlone(Sink sink) throws IOException {
        for (Optional<JournalRecord> record = cursor.peek(); record.filter(until::covers).isPresent(); record = cursor.peek()) {
            String line = test.test(record.get()) ? show(record.get()) : null;
            cursor.fold();
            if (line != null && !sink.take(line)) {
                return false;
            }
        }
        return true;
    }

    private boolean goOnWithContext(Sink sink) throws IOException {
        ArrayDeque<Line> before = new ArrayDeque<>();
        int after = 0;
        long lastGiven = lastShown;
        for (Optional<JournalRecord> record = cursor.peek(); record.filter(until::covers).isPresent(); record = cursor.peek()) {
            boolean fits = test.test(record.get());
            long shownBefore = lastShown;
            Line line = new Line(record.get().sequence(), show(record.get()));
            lastShown = fits ? lastShown : shownBefore;
            cursor.fold();
            if (!fits && after == 0) {
                before.add(line);
                if (before.size() > context) {
                    before.poll();
                }
                continue;
            }
            before.add(line);
            boolean gap = lastGiven >= 0 && before.peek().sequence > lastGiven + 1 && format != Format.JSON;
            if (gap && !sink.take(GAP)) {
                return false;
            }
            lastGiven = line.sequence;
            for (Iterator<Line> each = before.iterator(); each.hasNext(); each.remove()) {
                if (!sink.take(each.next().text)) {
                    return false;
                }
            }
            after = fits ? context : after - 1;
        }
        return true;
    }

    /** Gives every entry that fits, newest first. */
    public void backward(Sink sink) throws IOException {
        goToSince();
        long first = cursor.peek().map(JournalRecord::sequence).orElse(Long.MAX_VALUE);
        goTo(until);
        long end = cursor.state().sequence() + 1;
        while (end > first) {
            long begin = Math.max(first, cursor.begunBefore(end));
            ArrayDeque<Line> held = collect(begin, end, HELD_MAX);
            boolean all = held.size() < HELD_MAX;
            end = all ? begin : held.peekFirst().sequence;
            for (Iterator<Line> newest = held.descendingIterator(); newest.hasNext();) {
                if (!sink.take(newest.next().text)) {
                    return;
                }
            }
        }
    }

    /** The last that fit, oldest first, and stands at the end. */
    public List<String> last(int count) throws IOException {
        if (context > 0) {
            throw new IllegalArgumentException("--context goes with -n +N, not with the last N");
        }
        List<String> out = new ArrayList<>();
        if (count > 0) {
            backward(line -> {
                out.add(line);
                return out.size() < count;
            });
        }
        Collections.reverse(out);
        goTo(until);
        return out;
    }

    private ArrayDeque<Line> collect(long begin, long end, int max) throws IOException {
        goTo(new PointInTime(begin - 1, Long.MAX_VALUE));
        ArrayDeque<Line> out = new ArrayDeque<>();
        for (Optional<JournalRecord> record = cursor.peek(); record.filter(it -> it.sequence() < end).isPresent(); record = cursor.peek()) {
            if (test.test(record.get()) && !isTooEarly(record.get())) {
                out.add(new Line(record.get().sequence(), show(record.get())));
                if (out.size() > max) {
                    out.poll();
                }
            }
            cursor.fold();
        }
        return out;
    }

    private String show(JournalRecord record) {
        lastShown = record.sequence();
        long cause = record.entry() instanceof Command ? cursor.lastEvent() : record.sequence();
        return switch (format) {
            case JSON -> EntryJson.of(record.sequence(), record.timeNs(), record.entry(), cause, names).toString();
            case SHORT -> EntryText.brief(record, names);
            case TEXT -> EntryText.full(record, cause, names);
        };
    }

    /** Of the entry given last; -1 when there was none. */
    public long lastShown() {
        return lastShown;
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
