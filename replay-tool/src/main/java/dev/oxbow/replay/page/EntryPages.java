package dev.oxbow.replay.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.command.Command;
import dev.oxbow.core.event.Entry;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.replay.Components;
import dev.oxbow.replay.EntryFilter;
import dev.oxbow.replay.EntryJson;
import dev.oxbow.replay.EntryText;
import dev.oxbow.replay.Names;
import dev.oxbow.replay.PointInTime;
import dev.oxbow.replay.Severity;
import dev.oxbow.replay.StateCursor;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * The journal's entries a page at a time. However rare what the filter wants, an answer comes soon: it says how far was looked, and the
 * next question goes on from there.
 */
final class EntryPages implements Closeable {
    private static final long BUDGET_NS = 300_000_000L;
    private static final int LOOK_AT_CLOCK_EVERY = 256;
    private static final int BACK_STEP = 1 << 13;
    private static final int LIMIT_MAX = 1_000;

    private final StateCursor cursor;
    private final ActiveTime time;

    EntryPages(StateCursor cursor, ActiveTime time) {
        this.cursor = cursor;
        this.time = time;
    }

    /** {@code rows}, oldest first, and where to go on: {@code next}, or null at the journal's present end. */
    ObjectNode from(long sequence, int limit, String query) throws IOException {
        long deadlineNs = System.nanoTime() + BUDGET_NS;
        EntryFilter.Test test = goTo(sequence, query);
        Names names = new Names(cursor.state());
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ArrayNode rows = out.putArray("rows");
        long at = sequence;
        boolean more = false;
        for (Optional<JournalRecord> next = cursor.peek(); next.isPresent(); next = cursor.peek()) {
            JournalRecord record = next.get();
            at = record.sequence();
            more = rows.size() >= Math.min(limit, LIMIT_MAX) || at % LOOK_AT_CLOCK_EVERY == 0 && System.nanoTime() > deadlineNs;
            if (more) {
                break;
            }
            if (test.test(record)) {
                rows.add(row(record, names));
            }
            cursor.fold();
            at++;
        }
        if (more) {
            out.put("next", at);
        } else {
            out.putNull("next");
        }
        return out.put("scannedTo", at);
    }

    /** {@code rows} before an entry, oldest first, and where to go on backwards: {@code next}, or null at the journal's beginning. */
    ObjectNode before(long sequence, int limit, String query) throws IOException {
        long deadlineNs = System.nanoTime() + BUDGET_NS;
        int wanted = Math.min(limit, LIMIT_MAX);
        boolean all = query.isBlank();
        ArrayDeque<ObjectNode> found = new ArrayDeque<>();
        long end = sequence;
        while (end > 0 && found.size() < wanted && (System.nanoTime() < deadlineNs || end == sequence)) {
            long begin = Math.max(0, end - (all ? wanted : BACK_STEP));
            ArrayDeque<ObjectNode> part = part(begin, end, query);
            while (!part.isEmpty() && found.size() < wanted) {
                found.addFirst(part.pollLast());
            }
            end = part.isEmpty() ? begin : found.peekFirst().get("seq").asLong();
        }
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        found.forEach(out.putArray("rows")::add);
        if (end > 0) {
            out.put("next", end);
        } else {
            out.putNull("next");
        }
        return out.put("scannedTo", end);
    }

    private ArrayDeque<ObjectNode> part(long begin, long end, String query) throws IOException {
        EntryFilter.Test test = goTo(begin, query);
        Names names = new Names(cursor.state());
        ArrayDeque<ObjectNode> out = new ArrayDeque<>();
        for (Optional<JournalRecord> next = cursor.peek(); next.filter(it -> it.sequence() < end).isPresent(); next = cursor.peek()) {
            if (test.test(next.get())) {
                out.add(row(next.get(), names));
            }
            cursor.fold();
        }
        return out;
    }

    /** Stands before the entry. The state may be another object after that. */
    private EntryFilter.Test goTo(long sequence, String query) throws IOException {
        EntryFilter filter = Query.parse(query);
        filter.with(new Names(cursor.state())); // nothing is read for one that makes no sense
        cursor.goTo(new PointInTime(sequence - 1, Long.MAX_VALUE));
        return filter.with(new Names(cursor.state()));
    }

    private ObjectNode row(JournalRecord record, Names names) {
        Entry entry = record.entry();
        boolean command = entry instanceof Command;
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("seq", record.sequence()).put("us", time.us(record.timeNs())).put("time", EntryJson.time(record.timeNs()));
        out.put("kind", command ? "command" : "event").put("type", entry.getClass().getSimpleName());
        out.put("severity", Severity.of(entry).toString());
        out.put("peer", names.peer(entry)).put("torrent", names.torrent(entry));
        out.put("piece", Components.number(entry, "pieceIndex", -1));
        out.put("text", EntryText.detail(entry));
        if (command) {
            out.put("cause", cursor.lastEvent());
        }
        return out;
    }

    @Override
    public void close() throws IOException {
        cursor.close();
    }
}
