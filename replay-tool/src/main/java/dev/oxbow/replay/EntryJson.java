package dev.oxbow.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.command.Command;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.ReceivedBlock;
import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.journal.JournalRecord;
import java.time.Instant;
import java.util.List;

/** Entries as JSON objects: the envelope's fields first, then the record's own components by name. */
public final class EntryJson {
    private static final long SECOND_NS = 1_000_000_000L;

    private EntryJson() {
    }

    /** @param names what the ids stood for when the entry was appended */
    public static ObjectNode of(long sequence, long timeNs, Entry entry, long cause, Names names) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        boolean command = entry instanceof Command;
        out.put("seq", sequence);
        out.put("time", time(timeNs));
        out.put("kind", command ? "command" : "event");
        out.put("type", entry.getClass().getSimpleName());
        out.put("torrent", names.torrent(entry));
        names.connectionId(entry).ifPresentOrElse(id -> out.put("connection", id), () -> out.putNull("connection"));
        out.put("peer", names.peer(entry));
        names.webSeed(entry).ifPresent(url -> out.put("webSeed", url));
        if (command) {
            out.put("cause", cause);
        } else {
            out.putNull("cause");
        }
        out.putNull("reason");
        Components.of(entry.getClass()).forEach((name, accessor) -> put(out, name, Components.get(entry, accessor)));
        return out;
    }

    /** An entry by itself, where nothing is known of what its ids stand for. */
    public static ObjectNode alone(JournalRecord record) {
        return of(record.sequence(), record.timeNs(), record.entry(), -1, new Names(new SessionState()));
    }

    /** ISO 8601 in UTC, to the nanosecond. */
    public static String time(long timeNs) {
        Instant instant = Instant.ofEpochSecond(Math.floorDiv(timeNs, SECOND_NS), Math.floorMod(timeNs, SECOND_NS));
        String nanos = Long.toString(SECOND_NS + instant.getNano()).substring(1);
        return Instant.ofEpochSecond(instant.getEpochSecond()).toString().replace("Z", "." + nanos + "Z");
    }

    private static void put(ObjectNode out, String name, Object value) {
        if (value instanceof Integer number) {
            out.put(name, number);
        } else if (value instanceof Long number) {
            out.put(name, number);
        } else if (value instanceof Boolean flag) {
            out.put(name, flag);
        } else if (value instanceof TorrentSpec spec) {
            put(out, "infoHash", spec.infoHash());
            put(out, "name", spec.name());
            put(out, "pieces", spec.pieces());
        } else if (value instanceof PieceLayout layout) {
            out.put("totalLengthBytes", layout.totalLengthBytes());
            out.put("pieceLengthBytes", layout.pieceLengthBytes());
        } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof ReceivedBlock) {
            out.put("blockCount", list.size());
            for (Object item : list) {
                out.withArrayProperty("slotIds").add(((ReceivedBlock) item).slotId());
                out.withArrayProperty("crc32cs").add(((ReceivedBlock) item).crc32c());
            }
        } else if (value instanceof List<?> list && name.equals("slotIds")) {
            out.put("blockCount", list.size());
            list.forEach(item -> out.withArrayProperty(name).add((Integer) item));
        } else if (value instanceof List<?> list) {
            list.forEach(item -> out.withArrayProperty(name).add(String.valueOf(item)));
        } else {
            out.put(name, String.valueOf(value));
        }
    }
}
