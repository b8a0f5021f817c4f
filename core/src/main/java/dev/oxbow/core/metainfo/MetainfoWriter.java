package dev.oxbow.core.metainfo;

import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.bencode.BencodeValue.BInteger;
import dev.oxbow.core.bencode.BencodeValue.BList;
import dev.oxbow.core.bencode.BencodeValue.BString;
import dev.oxbow.core.bencode.BencodeWriter;
import dev.oxbow.core.value.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Writes torrent files (BEP 3, 12, 19, 27). */
public final class MetainfoWriter {
    private MetainfoWriter() {
    }

    /** A file to be listed: its path below the torrent's directory, one component at least. */
    public record FileEntry(List<String> path, long lengthBytes) {
    }

    /**
     * What is to be written.
     *
     * @param singleFile the one file's length when the torrent has no directory; then {@code files} is empty
     */
    public record Draft(
            String name, OptionalLong singleFile, List<FileEntry> files, int pieceLengthBytes, ByteString pieceHashes, boolean isPrivate,
            List<List<String>> trackerTiers, List<String> webSeeds, Optional<String> comment, Optional<String> createdBy,
            OptionalLong creationDateSeconds) {
    }

    public static byte[] write(Draft draft) {
        Map<String, BencodeValue> root = new TreeMap<>();
        if (!draft.trackerTiers().isEmpty()) {
            root.put("announce", BString.of(draft.trackerTiers().get(0).get(0)));
        }
        if (draft.trackerTiers().stream().mapToInt(List::size).sum() > 1) {
            root.put("announce-list", new BList(draft.trackerTiers().stream().map(MetainfoWriter::strings).toList()));
        }
        if (!draft.webSeeds().isEmpty()) {
            root.put("url-list", strings(draft.webSeeds()));
        }
        draft.comment().ifPresent(text -> root.put("comment", BString.of(text)));
        draft.createdBy().ifPresent(text -> root.put("created by", BString.of(text)));
        draft.creationDateSeconds().ifPresent(seconds -> root.put("creation date", new BInteger(seconds)));
        root.put("info", info(draft));
        return BencodeWriter.write(BDictionary.of(root));
    }

    /**
     * A torrent file around metadata that came from peers (BEP 9).
     *
     * @param info     the info dictionary, which is taken as it is
     * @param trackers announce URLs, each a tier of its own
     */
    public static byte[] ofMetadata(byte[] info, List<String> trackers, List<String> webSeeds) {
        Map<String, BencodeValue> before = new TreeMap<>();
        Map<String, BencodeValue> behind = new TreeMap<>();
        if (!trackers.isEmpty()) {
            before.put("announce", BString.of(trackers.get(0)));
        }
        if (trackers.size() > 1) {
            before.put("announce-list", new BList(trackers.stream().map(List::of).map(MetainfoWriter::strings).toList()));
        }
        if (!webSeeds.isEmpty()) {
            behind.put("url-list", strings(webSeeds));
        }
        byte[] head = BencodeWriter.write(BDictionary.of(before));
        byte[] tail = BencodeWriter.write(BDictionary.of(behind));
        byte[] key = "4:info".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(head.length + key.length + info.length + tail.length - 2).put(head, 0, head.length - 1).put(key).put(info)
                .put(tail, 1, tail.length - 1).array();
    }

    private static BencodeValue info(Draft draft) {
        Map<String, BencodeValue> info = new TreeMap<>();
        info.put("name", BString.of(draft.name()));
        info.put("piece length", new BInteger(draft.pieceLengthBytes()));
        info.put("pieces", new BString(draft.pieceHashes()));
        if (draft.isPrivate()) {
            info.put("private", new BInteger(1));
        }
        if (draft.singleFile().isPresent()) {
            info.put("length", new BInteger(draft.singleFile().getAsLong()));
        } else {
            info.put("files", new BList(draft.files().stream().map(MetainfoWriter::file).toList()));
        }
        return BDictionary.of(info);
    }

    private static BencodeValue file(FileEntry file) {
        Map<String, BencodeValue> entry = new TreeMap<>();
        entry.put("length", new BInteger(file.lengthBytes()));
        entry.put("path", strings(file.path()));
        return BDictionary.of(entry);
    }

    private static BencodeValue strings(List<String> texts) {
        return new BList(texts.stream().map(text -> (BencodeValue) BString.of(text)).toList());
    }
}
