package dev.oxbow.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** {@code replay stats --series}: figures of the whole session at regular times. Journal time: nothing is shown for times without entries. */
public final class Series {
    private static final Map<String, ToLongFunction<SessionState>> FIGURES = new TreeMap<>(Map.of(
            "down", state -> sum(state, torrent -> torrent.downBytesPerSec(state.timeNs())),
            "up", state -> sum(state, torrent -> torrent.upBytesPerSec(state.timeNs())),
            "downloaded", state -> sum(state, Torrent::bytesDownloaded),
            "uploaded", state -> sum(state, Torrent::bytesUploaded),
            "wasted", state -> sum(state, Torrent::bytesWasted),
            "verified", state -> sum(state, torrent -> torrent.picker().verified().count()),
            "inflight", state -> sum(state, torrent -> torrent.connections().stream().mapToLong(peer -> peer.requests().size()).sum()),
            "peers", state -> state.connections().size(),
            "dhtNodes", state -> state.dht().nodeCount()));

    /** @param values in the order of the names asked for */
    public record Point(String time, long sequence, List<String> names, List<Long> values) {
        public ObjectNode json() {
            ObjectNode out = JsonNodeFactory.instance.objectNode().put("time", time).put("seq", sequence);
            for (int i = 0; i < names.size(); i++) {
                out.put(names.get(i), values.get(i));
            }
            return out;
        }
    }

    private Series() {
    }

    private static long sum(SessionState state, ToLongFunction<Torrent> figure) {
        return state.torrents().stream().mapToLong(figure).sum();
    }

    public static void of(Path sessionDirectory, List<String> names, long everyNs, Consumer<Point> consumer) throws IOException {
        of(sessionDirectory, Optional.of(CacheHome.path()), names, everyNs, consumer);
    }

    /** @throws IllegalArgumentException when there is no such figure, or the times are too close */
    static void of(Path sessionDirectory, Optional<Path> cacheHome, List<String> names, long everyNs, Consumer<Point> consumer)
            throws IOException {
        for (String name : names) {
            if (!FIGURES.containsKey(name)) {
                throw new IllegalArgumentException("there is no series '" + name + "'; there are " + String.join(", ", FIGURES.keySet()));
            }
        }
        if (everyNs < 1_000_000) {
            throw new IllegalArgumentException("--every expects a millisecond at least");
        }
        try (StateCursor cursor = StateCursor.open(sessionDirectory, cacheHome)) {
            long dueNs = Long.MIN_VALUE;
            for (Optional<JournalRecord> record = cursor.peek(); record.isPresent(); record = cursor.peek()) {
                if (record.get().timeNs() >= dueNs) {
                    boolean first = dueNs == Long.MIN_VALUE;
                    dueNs = (record.get().timeNs() / everyNs + 1) * everyNs;
                    if (!first) {
                        consumer.accept(point(cursor.state(), names));
                    }
                }
                cursor.fold();
            }
            if (cursor.state().sequence() >= 0) {
                consumer.accept(point(cursor.state(), names));
            }
        }
    }

    private static Point point(SessionState state, List<String> names) {
        return new Point(EntryJson.time(state.timeNs()), state.sequence(), names,
                names.stream().map(name -> FIGURES.get(name).applyAsLong(state)).toList());
    }
}
