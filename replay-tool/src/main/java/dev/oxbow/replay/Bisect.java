package dev.oxbow.replay;

import dev.oxbow.journal.Damage;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/** {@code replay bisect}: the first entry behind which a condition holds. Every entry is looked at: nothing is assumed of the condition. */
public final class Bisect {
    private static final int BEFORE = 4;

    /**
     * @param sequence of the entry from which on it holds
     * @param heldNs   for how long it then held, as far as it was asked to
     * @param lines    the entries that led there, the last of them that one
     */
    public record Found(long sequence, long timeNs, long heldNs, List<String> lines) {
        public String time() {
            return EntryJson.time(timeNs);
        }
    }

    /** @param entries how many were looked at */
    public record Result(Optional<Found> found, long entries, Optional<Damage> damage) {
    }

    private Bisect() {
    }

    /** @throws IllegalArgumentException when the condition or a point makes no sense */
    public static Result run(Path sessionDirectory, String condition, Optional<String> since, Optional<String> until) throws IOException {
        return run(sessionDirectory, Optional.of(CacheHome.path()), condition, since, until);
    }

    static Result run(Path sessionDirectory, Optional<Path> cacheHome, String condition, Optional<String> since, Optional<String> until)
            throws IOException {
        PointParser points = Points.of(sessionDirectory, cacheHome);
        PointInTime end = until.isPresent() ? points.parse(until.get()) : PointInTime.END;
        try (StateCursor cursor = StateCursor.open(sessionDirectory, cacheHome)) {
            if (since.isPresent()) {
                cursor.goTo(points.parse(since.get()));
            }
            return new Search(cursor, condition).until(end);
        }
    }

    /** An entry, and the event that it answers if it is a command. */
    private record Seen(JournalRecord record, long cause) {
    }

    /** One pass. */
    private static final class Search {
        private final StateCursor cursor;
        private final Names names;
        private final EntryFields fields;
        private final ArrayDeque<Seen> before = new ArrayDeque<>();
        private Optional<Found> holding = Optional.empty();
        private long entries;

        Search(StateCursor cursor, String condition) {
            this.cursor = cursor;
            this.names = new Names(cursor.state());
            this.fields = EntryFields.of(condition, names);
        }

        Result until(PointInTime end) throws IOException {
            long forNs = fields.where().forNs();
            for (Optional<JournalRecord> next = cursor.peek(); next.filter(end::covers).isPresent(); next = cursor.peek()) {
                JournalRecord record = next.get();
                boolean held = !fields.needsState() && fields.test(record); // what an entry closes is still known here
                remember(new Seen(record, cursor.lastEvent()));
                cursor.fold();
                entries++;
                boolean holds = fields.needsState() ? fields.test(record) : held;
                if (!holds && forNs == 0) {
                    continue;
                }
                holding = holds ? holding.or(() -> Optional.of(found(record))) : Optional.empty();
                if (holding.isPresent() && record.timeNs() - holding.get().timeNs >= forNs) {
                    Found it = holding.get();
                    return new Result(Optional.of(new Found(it.sequence, it.timeNs, record.timeNs() - it.timeNs, it.lines)), entries, Optional.empty());
                }
            }
            return new Result(Optional.empty(), entries, cursor.peek().isEmpty() ? cursor.damage() : Optional.empty());
        }

        private void remember(Seen seen) {
            before.add(seen);
            if (before.size() > BEFORE + 1) {
                before.poll();
            }
        }

        private Found found(JournalRecord record) {
            return new Found(record.sequence(), record.timeNs(), 0, before.stream().map(each -> EntryText.full(each.record, each.cause, names)).toList());
        }
    }
}
