package dev.oxbow.core.metainfo;

import dev.oxbow.core.bencode.BencodeException;
import dev.oxbow.core.bencode.BencodeReader;
import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.bencode.BencodeValue.BString;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.Text;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads torrent files (BEP 3) of every origin; refuses what cannot be downloaded safely. */
public final class MetainfoParser {
    public static final int FILE_MAX_BYTES = 32 << 20;
    public static final int PIECES_MAX = 2_097_152;
    /** One entry of the journal says how each of them looks on disk. */
    public static final int FILES_MAX = 140_000;
    static final int PIECE_LENGTH_MAX_BYTES = 256 << 20;
    private static final int TEXT_MAX = 4096;
    private static final int URLS_MAX = 1000;

    private final BDictionary root;
    private final BDictionary info;
    private final byte[] bytes;
    private final int infoOffsetBytes;
    private final int infoLengthBytes;
    private final TorrentText text;
    private final NamingRules rules;

    private MetainfoParser(byte[] bytes, BencodeReader.Parsed parsed, BDictionary root, BDictionary info, NamingRules rules) {
        this.bytes = bytes;
        this.infoOffsetBytes = parsed.infoOffsetBytes();
        this.infoLengthBytes = parsed.infoLengthBytes();
        this.root = root;
        this.info = info;
        this.rules = rules;
        this.text = new TorrentText(root.bytes("encoding").map(ByteString::utf8));
    }

    /**
     * Gives the files names that every system takes ({@link NamingRules#PORTABLE}).
     *
     * @throws MetainfoException with a sentence that says what is wrong
     */
    public static Metainfo parse(byte[] bytes) throws MetainfoException {
        return parse(bytes, NamingRules.PORTABLE);
    }

    /**
     * @param rules of the file system that the torrent's files are to lie on
     * @throws MetainfoException with a sentence that says what is wrong
     */
    public static Metainfo parse(byte[] bytes, NamingRules rules) throws MetainfoException {
        if (bytes.length > FILE_MAX_BYTES) {
            throw new MetainfoException("it is larger than " + (FILE_MAX_BYTES >> 20) + " MiB, too large for a torrent file");
        }
        BencodeReader.Parsed parsed;
        try {
            parsed = BencodeReader.readTorrent(bytes);
        } catch (BencodeException e) {
            throw new MetainfoException("it is not a torrent file: " + e.getMessage());
        }
        if (!(parsed.value() instanceof BDictionary root)) {
            throw new MetainfoException("it is not a torrent file: it does not begin with a dictionary");
        }
        BDictionary info = root.dictionary("info").orElseThrow(() -> new MetainfoException("it is not a torrent file: it has no info dictionary"));
        return new MetainfoParser(bytes, parsed, root, info, rules).metainfo();
    }

    private Metainfo metainfo() throws MetainfoException {
        boolean v2 = info.integer("meta version").orElse(1L) == 2;
        Optional<ByteString> pieces = info.bytes("pieces");
        if (pieces.isEmpty()) {
            throw new MetainfoException(v2 ? "it is a BitTorrent v2-only torrent, which is not supported yet" : "it has no piece hashes");
        }
        String name = text.of(info, "name").filter(n -> !n.isBlank()).map(n -> SafePaths.component(n, rules))
                .orElseThrow(() -> new MetainfoException("it has no name"));
        List<MetainfoFile> files = info.get("files").isPresent() ? severalFiles(name) : List.of(singleFile(name));
        int pieceLength = pieceLength();
        checkPieces(pieces.get(), files, pieceLength);
        return new Metainfo(InfoHash.of(digest("SHA-1")), v2 ? Optional.of(ByteString.wrap(digest("SHA-256")).toHex()) : Optional.empty(),
                name, pieceLength, pieces.get(), info.integer("private").orElse(0L) == 1, info.get("files").isPresent(), files, trackerTiers(),
                urlsOf("url-list"), urlsOf("httpseeds"), TorrentNodes.of(root), shown("comment"), shown("created by"),
                shown("encoding"), creationDate(), infoLengthBytes);
    }

    private byte[] digest(String algorithm) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(bytes, infoOffsetBytes, infoLengthBytes);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    private int pieceLength() throws MetainfoException {
        long length = info.integer("piece length").orElseThrow(() -> new MetainfoException("it has no piece length"));
        if (length < 1 || length > PIECE_LENGTH_MAX_BYTES) {
            throw new MetainfoException("its piece length of " + length + " bytes is not between 1 and " + PIECE_LENGTH_MAX_BYTES);
        }
        return (int) length;
    }

    private static void checkPieces(ByteString pieces, List<MetainfoFile> files, int pieceLength) throws MetainfoException {
        if (files.size() > FILES_MAX) {
            throw new MetainfoException("it has " + files.size() + " files, more than " + FILES_MAX);
        }
        long total = 0;
        for (MetainfoFile file : files) {
            if (file.lengthBytes() > Long.MAX_VALUE - total) {
                throw new MetainfoException("its files are longer than 2^63 bytes");
            }
            total += file.lengthBytes();
        }
        long wanted = total / pieceLength + (total % pieceLength == 0 ? 0 : 1);
        if (wanted > PIECES_MAX) {
            throw new MetainfoException("it has " + wanted + " pieces, more than " + PIECES_MAX);
        }
        if (pieces.length() != wanted * InfoHash.LENGTH_BYTES) {
            throw new MetainfoException("it has " + pieces.length() + " bytes of piece hashes where its files need "
                    + wanted * InfoHash.LENGTH_BYTES);
        }
    }

    private MetainfoFile singleFile(String name) throws MetainfoException {
        long length = length(info);
        return new MetainfoFile(List.of(name), List.of(text.raw(info, "name")), length, false, Optional.empty(), md5sum(info));
    }

    private static long length(BDictionary file) throws MetainfoException {
        long length = file.integer("length").orElseThrow(() -> new MetainfoException("a file has no length"));
        if (length < 0) {
            throw new MetainfoException("a file has a negative length");
        }
        return length;
    }

    private static Optional<String> md5sum(BDictionary file) {
        return file.bytes("md5sum").map(bytes -> Text.printable(bytes.utf8(), 64));
    }

    private List<MetainfoFile> severalFiles(String name) throws MetainfoException {
        List<BencodeValue> entries = info.list("files").orElseThrow(() -> new MetainfoException("its list of files is not a list"));
        if (entries.isEmpty()) {
            throw new MetainfoException("its list of files is empty");
        }
        SafePaths paths = new SafePaths(rules);
        List<MetainfoFile> out = new ArrayList<>(entries.size());
        for (BencodeValue entry : entries) {
            if (!(entry instanceof BDictionary file)) {
                throw new MetainfoException("its list of files holds something else");
            }
            out.add(file(file, name, paths));
        }
        return out;
    }

    private MetainfoFile file(BDictionary file, String name, SafePaths paths) throws MetainfoException {
        List<ByteString> bytes = text.rawPath(file, "path");
        List<String> raw = text.decoded(bytes);
        raw.add(0, name);
        if (raw.size() < 2) {
            throw new MetainfoException("a file has no path");
        }
        if (raw.size() > BencodeReader.DEPTH_MAX) {
            throw new MetainfoException("a file lies deeper than " + BencodeReader.DEPTH_MAX + " directories");
        }
        String attributes = file.bytes("attr").map(ByteString::utf8).orElse("");
        boolean pad = attributes.indexOf('p') >= 0;
        boolean link = attributes.indexOf('l') >= 0;
        Optional<String> target = link ? Optional.of(Text.printable(String.join("/", text.path(file, "symlink path")), TEXT_MAX)) : Optional.empty();
        long length = link && file.integer("length").isEmpty() ? 0 : length(file);
        List<String> path = pad ? List.of(name, ".pad", Long.toString(length)) : paths.claim(raw);
        bytes.add(0, text.raw(info, "name"));
        return new MetainfoFile(path, bytes, length, pad, target, md5sum(file));
    }

    /** BEP 12: {@code announce} counts only when there is no usable {@code announce-list}. */
    private List<List<String>> trackerTiers() {
        List<List<String>> out = new ArrayList<>();
        for (BencodeValue tier : root.list("announce-list").orElse(List.of())) {
            List<String> urls = tier instanceof BencodeValue.BList list ? urls(list.items()) : urls(List.of(tier));
            if (!urls.isEmpty()) {
                out.add(urls);
            }
        }
        if (out.isEmpty()) {
            List<String> single = urls(root.get("announce").map(List::of).orElse(List.of()));
            return single.isEmpty() ? List.of() : List.of(single);
        }
        return out;
    }

    /** A list of URLs, or one alone. */
    private List<String> urlsOf(String key) {
        Optional<List<BencodeValue>> list = root.list(key);
        return urls(list.orElseGet(() -> root.get(key).map(List::of).orElse(List.of())));
    }

    private static List<String> urls(List<BencodeValue> values) {
        List<String> out = new ArrayList<>();
        for (BencodeValue value : values) {
            if (value instanceof BString string && out.size() < URLS_MAX) {
                String url = Text.printable(string.bytes().utf8().trim(), TEXT_MAX);
                if (!url.isEmpty() && !out.contains(url)) {
                    out.add(url);
                }
            }
        }
        return out;
    }

    private Optional<String> shown(String key) {
        return text.of(root, key).map(value -> Text.printable(value, TEXT_MAX));
    }

    private OptionalLong creationDate() {
        return root.integer("creation date").map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }
}
