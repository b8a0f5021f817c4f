package dev.oxbow.storage;

import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.bencode.BencodeValue.BInteger;
import dev.oxbow.core.bencode.BencodeValue.BList;
import dev.oxbow.core.bencode.BencodeValue.BString;
import dev.oxbow.core.bencode.BencodeWriter;
import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.core.metainfo.MetainfoException;
import dev.oxbow.core.metainfo.MetainfoParser;
import dev.oxbow.core.metainfo.NamingRules;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.PieceLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A torrent named {@code top} with the content of its files at hand, put together independently of what is tested. */
record TestTorrent(Metainfo metainfo, List<Entry> entries, byte[] content) {
    static final String NAME = "top";

    /** @param attributes {@code p} for padding, {@code l} for a link (BEP 47) */
    record Entry(String path, byte[] content, String attributes) {
    }

    static Entry file(String path, int lengthBytes) {
        byte[] content = new byte[lengthBytes];
        new Random(path.hashCode()).nextBytes(content);
        return new Entry(path, content, "");
    }

    static Entry pad(int lengthBytes) {
        return new Entry(".pad/" + lengthBytes, new byte[lengthBytes], "p");
    }

    static Entry link(String path) {
        return new Entry(path, new byte[0], "l");
    }

    static TestTorrent of(int pieceLengthBytes, Entry... entries) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<BencodeValue> files = new ArrayList<>();
        for (Entry entry : entries) {
            all.writeBytes(entry.content());
            Map<String, BencodeValue> file = new TreeMap<>();
            file.put("attr", BString.of(entry.attributes()));
            file.put("length", new BInteger(entry.content().length));
            file.put("path", new BList(Arrays.stream(entry.path().split("/")).map(name -> (BencodeValue) BString.of(name)).toList()));
            files.add(BDictionary.of(file));
        }
        byte[] content = all.toByteArray();
        Map<String, BencodeValue> info = new TreeMap<>();
        info.put("files", new BList(files));
        return of(info, pieceLengthBytes, content, entries);
    }

    /** Of one file, named {@code top} itself. */
    static TestTorrent single(int lengthBytes) {
        Entry entry = file(NAME, lengthBytes);
        return of(new TreeMap<>(Map.of("length", new BInteger(lengthBytes))), PieceLayout.BLOCK_LENGTH_BYTES, entry.content(), entry);
    }

    private static TestTorrent of(Map<String, BencodeValue> info, int pieceLengthBytes, byte[] content, Entry... entries) {
        info.put("name", BString.of(NAME));
        info.put("piece length", new BInteger(pieceLengthBytes));
        info.put("pieces", new BString(ByteString.wrap(hashes(content, pieceLengthBytes))));
        byte[] torrent = BencodeWriter.write(BDictionary.of(new TreeMap<>(Map.of("info", (BencodeValue) BDictionary.of(info)))));
        try {
            return new TestTorrent(MetainfoParser.parse(torrent, NamingRules.POSIX), List.of(entries), content);
        } catch (MetainfoException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] hashes(byte[] content, int pieceLengthBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < content.length; at += pieceLengthBytes) {
            out.writeBytes(sha1(Arrays.copyOfRange(content, at, Math.min(content.length, at + pieceLengthBytes))));
        }
        return out.toByteArray();
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    TorrentFiles in(Path directory) {
        return new TorrentFiles(metainfo, directory);
    }

    Path path(Path directory, int file) {
        return directory.resolve(NAME).resolve(entries.get(file).path());
    }

    /** Writes every file as it should be. */
    void writeTo(Path directory) throws IOException {
        for (int file = 0; file < entries.size(); file++) {
            if (entries.get(file).attributes().isEmpty()) {
                Files.createDirectories(path(directory, file).getParent());
                Files.write(path(directory, file), entries.get(file).content());
            }
        }
    }

    byte[] block(int piece, int block) {
        int from = (int) metainfo.layout().pieceOffsetBytes(piece) + block * 16384;
        return Arrays.copyOfRange(content, from, from + metainfo.layout().blockLengthBytes(piece, block));
    }
}
