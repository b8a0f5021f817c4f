package dev.oxbow.replay;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.ReceivedBlock;
import dev.oxbow.core.value.Text;
import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.journal.JournalRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An entry as one line for people. Whatever a peer or tracker had put into it is printed so that it cannot move the cursor. */
public final class EntryText {
    private static final Set<String> SAID_ELSEWHERE = Set.of("connectionId", "torrentId", "pieceIndex", "blockIndex", "firstBlock", "blockCount",
            "offsetBytes", "lengthBytes");
    private static final int HEX_MAX_BYTES = 16;
    /** Of longer lists the first and the last are enough to tell them apart. */
    private static final int LIST_MAX = 4;
    private static final int TEXT_MAX_CHARS = 200;

    private EntryText() {
    }

    /** Sequence, time, who to whom, what, details, and for a command the event that it answers. */
    static String full(JournalRecord record, long cause, Names names) {
        Entry entry = record.entry();
        boolean command = entry instanceof Command;
        String peer = Optional.ofNullable(names.peer(entry)).or(() -> names.webSeed(entry)).map(it -> Text.printable(it, TEXT_MAX_CHARS)).orElse(null);
        return String.format("%9d  %s  %s %-26s %-22s %s%s", record.sequence(), EntryJson.time(record.timeNs()).substring(11, 26), command ? "→" : " ",
                entry.getClass().getSimpleName(), peer == null ? "" : peer, detail(entry), command ? "  ← " + cause : "").stripTrailing();
    }

    /** Date and time, type, peer and piece. */
    static String brief(JournalRecord record, Names names) {
        Entry entry = record.entry();
        String peer = names.peer(entry);
        return (EntryJson.time(record.timeNs()).substring(0, 23).replace('T', ' ') + " " + record.sequence() + " " + entry.getClass().getSimpleName()
                + (peer == null ? "" : " " + peer) + " " + piece(entry)).stripTrailing();
    }

    /** The record's components, pieces and blocks as {@code 412.3}. */
    public static String detail(Entry entry) {
        List<String> out = new ArrayList<>();
        String piece = piece(entry);
        if (!piece.isEmpty()) {
            out.add(piece);
        }
        Components.of(entry.getClass()).forEach((name, accessor) -> {
            if (!SAID_ELSEWHERE.contains(name)) {
                out.add(named(name, Components.get(entry, accessor)));
            }
        });
        return String.join(" ", out);
    }

    private static String piece(Entry entry) {
        long piece = Components.number(entry, "pieceIndex", -1);
        long first = Components.number(entry, "firstBlock", -1);
        long count = Components.blockCount(entry);
        long block = Components.number(entry, "blockIndex", first);
        long offset = Components.number(entry, "offsetBytes", -1);
        long length = Components.number(entry, "lengthBytes", PieceLayout.BLOCK_LENGTH_BYTES);
        if (offset >= 0) {
            block = offset / PieceLayout.BLOCK_LENGTH_BYTES;
        }
        boolean odd = offset > 0 && offset % PieceLayout.BLOCK_LENGTH_BYTES != 0 || length != PieceLayout.BLOCK_LENGTH_BYTES && count == 1;
        return piece < 0 ? "" : piece + (block < 0 ? "" : "." + block) + (count > 1 ? "-" + (block + count - 1) : "")
                + (odd ? " offsetBytes=" + offset + " lengthBytes=" + length : "");
    }

    /** Checksums as they stand in other answers, in hexadecimal; the one time of day as a time. */
    private static String named(String name, Object value) {
        if (name.equals("crc32c") && value instanceof Integer crc) {
            return name + "=" + Integer.toHexString(crc);
        }
        if (name.equals("untilNs") && value instanceof Long untilNs) {
            return "until=" + EntryJson.time(untilNs).substring(0, 19) + "Z";
        }
        return name + "=" + value(value);
    }

    private static String value(Object value) {
        if (value instanceof ReceivedBlock block) {
            return block.slotId() + ":" + Integer.toHexString(block.crc32c());
        }
        if (value instanceof List<?> list && list.size() > LIST_MAX) {
            return "[" + value(list.get(0)) + " … " + value(list.get(list.size() - 1)) + "]";
        }
        if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof ReceivedBlock) {
            return list.stream().map(EntryText::value).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof ByteString bytes && bytes.length() > HEX_MAX_BYTES) {
            return bytes.length() == 20 ? bytes.toString() : bytes.substring(0, HEX_MAX_BYTES) + "… (" + bytes.length() + " bytes)";
        }
        if (value instanceof TorrentSpec spec) {
            return spec.infoHash() + " '" + Text.printable(spec.name(), TEXT_MAX_CHARS) + "'";
        }
        String text = Text.printable(String.valueOf(value), TEXT_MAX_CHARS);
        return value instanceof String && text.contains(" ") ? "'" + text + "'" : text;
    }
}
