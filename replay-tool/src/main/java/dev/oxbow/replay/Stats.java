package dev.oxbow.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.journal.Damage;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code replay stats}: how much of what stands in a journal, and how long answers took. One pass over it. */
public final class Stats {
    private static final int ROWS_MAX = 100_000;
    private static final String OTHERS = "(others)";

    /** What the rows are. */
    public enum By { TYPE, PEER, MINUTE }

    /** @param bytes that the entries take in the journal, padding and headers included */
    public record Row(String key, long entries, long bytes) {
        public ObjectNode json(String name) {
            return JsonNodeFactory.instance.objectNode().put(name, key).put("entries", entries).put("bytes", bytes);
        }
    }

    /**
     * @param spanNs     from the first entry's time to the last one's
     * @param foldSec    that it took to read and fold all of it
     * @param rows       the largest first, but minutes in order
     * @param latencies  only of what was asked and answered at all
     */
    public record Result(long entries, long bytes, long spanNs, double foldSec, List<Row> rows, List<Latency.Summary> latencies,
            Optional<Damage> damage) {
        public ObjectNode json() {
            ObjectNode out = JsonNodeFactory.instance.objectNode().put("entries", entries).put("bytes", bytes).put("spanNs", spanNs)
                    .put("foldSec", foldSec).put("entriesPerSec", Math.round(entries / Math.max(foldSec, 1e-9)));
            latencies.forEach(each -> out.withArrayProperty("latencies").add(each.json()));
            out.withArrayProperty("latencies");
            return out;
        }
    }

    private static final class Count {
        private long entries;
        private long bytes;
    }

    private final By by;
    private final Map<String, Count> counts = new TreeMap<>();
    private final Latency latency = new Latency();

    private Stats(By by) {
        this.by = by;
    }

    public static Result of(Path sessionDirectory, By by) throws IOException {
        return of(sessionDirectory, Optional.of(CacheHome.path()), by);
    }

    static Result of(Path sessionDirectory, Optional<Path> cacheHome, By by) throws IOException {
        try (StateCursor cursor = StateCursor.open(sessionDirectory, cacheHome)) {
            return new Stats(by).count(cursor);
        }
    }

    private Result count(StateCursor cursor) throws IOException {
        long beganNs = System.nanoTime();
        Names names = new Names(cursor.state());
        long entries = 0;
        long bytes = 0;
        long firstNs = -1;
        long lastNs = 0;
        for (Optional<JournalRecord> next = cursor.peek(); next.isPresent(); next = cursor.peek()) {
            JournalRecord record = next.get();
            long size = cursor.lastLengthBytes();
            entries++;
            bytes += size;
            firstNs = firstNs < 0 ? record.timeNs() : firstNs;
            lastNs = record.timeNs();
            Count count = counts.computeIfAbsent(key(record, names), unseen -> new Count());
            count.entries++;
            count.bytes += size;
            latency.take(record);
            cursor.fold();
        }
        double seconds = (System.nanoTime() - beganNs) / 1e9;
        return new Result(entries, bytes, Math.max(0, lastNs - firstNs), seconds, rows(), latency.summaries(), cursor.damage());
    }

    private String key(JournalRecord record, Names names) {
        String key = switch (by) {
            case TYPE -> record.entry().getClass().getSimpleName();
            case PEER -> Optional.ofNullable(names.peer(record.entry())).orElse("(no peer)");
            case MINUTE -> EntryJson.time(record.timeNs()).substring(0, 16) + "Z";
        };
        return counts.size() < ROWS_MAX || counts.containsKey(key) ? key : OTHERS;
    }

    private List<Row> rows() {
        List<Row> out = new ArrayList<>();
        counts.forEach((key, count) -> out.add(new Row(key, count.entries, count.bytes)));
        if (by != By.MINUTE) {
            out.sort(Comparator.comparingLong(Row::bytes).reversed().thenComparing(Row::key));
        }
        return out;
    }
}
