package dev.oxbow.core.metainfo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.bencode.BencodeValue;
import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.bencode.BencodeValue.BInteger;
import dev.oxbow.core.bencode.BencodeValue.BList;
import dev.oxbow.core.bencode.BencodeValue.BString;
import dev.oxbow.core.bencode.BencodeWriter;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.ByteString;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetainfoParserTest {
    private static final int PIECE = 16384;

    private static BencodeValue text(String value) {
        return BString.of(value);
    }

    private static BDictionary file(long length, String... path) {
        Map<String, BencodeValue> out = new TreeMap<>();
        out.put("length", new BInteger(length));
        List<BencodeValue> components = new ArrayList<>();
        for (String component : path) {
            components.add(text(component));
        }
        out.put("path", new BList(components));
        return BDictionary.of(out);
    }

    private static Map<String, BencodeValue> info(BencodeValue... files) {
        long total = 0;
        for (BencodeValue file : files) {
            total += ((BDictionary) file).integer("length").orElseThrow();
        }
        Map<String, BencodeValue> out = new TreeMap<>();
        out.put("name", text("top"));
        out.put("piece length", new BInteger(PIECE));
        out.put("pieces", new BString(ByteString.wrap(new byte[(int) ((total + PIECE - 1) / PIECE) * 20])));
        out.put("files", new BList(List.of(files)));
        return out;
    }

    private static byte[] torrent(Map<String, BencodeValue> info, Map<String, BencodeValue> around) {
        Map<String, BencodeValue> root = new TreeMap<>(around);
        root.put("info", BDictionary.of(info));
        return BencodeWriter.write(BDictionary.of(root));
    }

    private static Metainfo parse(Map<String, BencodeValue> info) throws MetainfoException {
        return MetainfoParser.parse(torrent(info, Map.of()));
    }

    @Test
    void readsEveryField() throws MetainfoException {
        Map<String, BencodeValue> info = info(file(100, "a", "b.txt"), file(PIECE, "c.txt"));
        info.put("private", new BInteger(1));
        Map<String, BencodeValue> around = new TreeMap<>();
        around.put("announce", text("http://ignored/"));
        around.put("announce-list", new BList(List.of(new BList(List.of(text("http://one/"), text("http://two/"))), new BList(List.of()),
                new BList(List.of(text("http://three/"))))));
        around.put("url-list", text("http://web/seed/"));
        around.put("httpseeds", new BList(List.of(text("http://script/a"), new BInteger(1), text("http://script/b"))));
        around.put("comment", text("hello\u0007"));
        around.put("created by", text("somebody"));
        around.put("creation date", new BInteger(1234567890));
        around.put("encoding", text("UTF-8"));
        Metainfo it = MetainfoParser.parse(torrent(info, around));
        assertEquals("top", it.name());
        assertEquals(List.of("top", "a", "b.txt"), it.files().get(0).path());
        assertEquals(2, it.layout().pieceCount());
        assertEquals(100, it.layout().pieceLengthBytes(1));
        assertTrue(it.isPrivate());
        assertEquals(List.of(List.of("http://one/", "http://two/"), List.of("http://three/")), it.trackerTiers());
        assertEquals(List.of("http://web/seed/"), it.webSeeds());
        assertEquals(List.of("http://script/a", "http://script/b"), it.httpSeeds());
        assertEquals("hello\uFFFD", it.comment().orElseThrow());
        assertEquals(OptionalLong.of(1234567890), it.creationDateSeconds());
    }

    @Test
    void keepsPathsAsTheTorrentHasThemForWebSeeds() throws MetainfoException {
        Map<String, BencodeValue> info = info(file(1, "a?", "..", "b."));
        MetainfoFile it = parse(info).files().get(0);
        assertEquals(List.of("top", "a?", "..", "b."), it.rawPath().stream().map(ByteString::utf8).toList());
        assertEquals(List.of("top", "a_", "_", "b_"), it.path());
    }

    @Test
    void usesAnnounceWhenThereIsNoUsableAnnounceList() throws MetainfoException {
        Map<String, BencodeValue> around = new TreeMap<>();
        around.put("announce", text("http://one/"));
        around.put("announce-list", new BList(List.of(new BList(List.of()))));
        assertEquals(List.of(List.of("http://one/")), MetainfoParser.parse(torrent(info(file(1, "a")), around)).trackerTiers());
    }

    @Test
    void takesRoomForPadFilesButKeepsThemOutOfThePayload() throws MetainfoException {
        Map<String, BencodeValue> pad = new TreeMap<>(Map.of());
        pad.put("length", new BInteger(PIECE - 100));
        pad.put("path", new BList(List.of(text(".pad"), text("16284"))));
        pad.put("attr", text("p"));
        Metainfo it = parse(info(file(100, "a"), BDictionary.of(pad), file(5, "b")));
        assertTrue(it.files().get(1).isPad());
        assertEquals(105, it.payloadLengthBytes());
        assertEquals(PIECE + 5, it.totalLengthBytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", "", "a/b", "a\\b", "C:", "nul", "NUL.txt", "com1", "a\u0000b", "x\u202Etxt", "trailing.", "trailing ", "\u001b[31mred"})
    void givesEveryFileASafePath(String component) throws MetainfoException {
        Metainfo it = parse(info(file(1, component, component)));
        for (String safe : it.files().get(0).path()) {
            assertFalse(safe.isEmpty() || safe.equals(".") || safe.equals("..") || safe.matches(".*[/\\\\:\\x00-\\x1f\u202E].*")
                    || safe.endsWith(".") || safe.endsWith(" ") || safe.matches("(?i)(nul|com1)(\\..*)?"), safe);
        }
    }

    @Test
    void keepsFilesApartThatWouldBeOne() throws MetainfoException {
        Metainfo it = parse(info(file(1, "Readme"), file(1, "README"), file(1, "readme"), file(1, "e\u0301"), file(1, "\u00e9"), file(1, "a"), file(1, "a", "b")));
        Set<String> folded = new HashSet<>();
        Set<String> parents = new HashSet<>();
        for (MetainfoFile file : it.files()) {
            assertTrue(folded.add(file.pathText().toLowerCase(java.util.Locale.ROOT)), file.pathText());
            parents.add(String.join("/", file.path().subList(0, file.path().size() - 1)).toLowerCase(java.util.Locale.ROOT));
        }
        parents.retainAll(folded);
        assertTrue(parents.isEmpty(), "a file stands where a directory must: " + parents);
    }

    @Test
    void shortensNamesThatNoFileSystemTakes() throws MetainfoException {
        String name = parse(info(file(1, "\u00e9".repeat(300) + ".mkv"))).files().get(0).path().get(1);
        assertTrue(name.endsWith(".mkv") && name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= 255, name);
    }

    @Test
    void refusesLengthsAndHashesThatDoNotFit() {
        Map<String, BencodeValue> wrongHashes = info(file(100, "a"));
        wrongHashes.put("pieces", new BString(ByteString.wrap(new byte[40])));
        assertThrows(MetainfoException.class, () -> parse(wrongHashes));
        Map<String, BencodeValue> odd = info(file(100, "a"));
        odd.put("pieces", new BString(ByteString.wrap(new byte[19])));
        assertThrows(MetainfoException.class, () -> parse(odd));
        Map<String, BencodeValue> overflow = info(file(0, "a"));
        overflow.put("files", new BList(List.of(file(Long.MAX_VALUE, "a"), file(Long.MAX_VALUE, "b"))));
        assertThrows(MetainfoException.class, () -> parse(overflow));
        for (long pieceLength : new long[] {0, -1, 1L << 40}) {
            Map<String, BencodeValue> bad = info(file(100, "a"));
            bad.put("piece length", new BInteger(pieceLength));
            assertThrows(MetainfoException.class, () -> parse(bad));
        }
    }

    @Test
    void saysThatV2OnlyTorrentsAreNotSupported() {
        Map<String, BencodeValue> v2 = info(file(100, "a"));
        v2.remove("pieces");
        v2.put("meta version", new BInteger(2));
        assertTrue(assertThrows(MetainfoException.class, () -> parse(v2)).getMessage().contains("v2"));
    }

    @Test
    void readsBackWhatItWrites() throws MetainfoException {
        byte[] written = MetainfoWriter.write(new MetainfoWriter.Draft("top", OptionalLong.empty(),
                List.of(new MetainfoWriter.FileEntry(List.of("a", "b"), 5), new MetainfoWriter.FileEntry(List.of("c"), PIECE)), PIECE,
                ByteString.wrap(new byte[40]), true, List.of(List.of("http://t/")), List.of("http://w/"), Optional.of("c"), Optional.of("o"),
                OptionalLong.of(7)));
        Metainfo it = MetainfoParser.parse(written);
        assertEquals("top/a/b", it.files().get(0).pathText());
        assertEquals(List.of(List.of("http://t/")), it.trackerTiers());
        assertEquals(OptionalLong.of(7), it.creationDateSeconds());
    }

    @Test
    void neverThrowsAnythingElseOnTruncatedOrDamagedTorrents() {
        byte[] whole = torrent(info(file(100, "a", "b"), file(PIECE, "c")), Map.of());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(whole, length);
            assertThrows(MetainfoException.class, () -> MetainfoParser.parse(cut), "cut at " + length);
        }
        for (int seed = 0; seed < 3000; seed++) {
            byte[] damaged = whole.clone();
            damaged[Rng.below(damaged.length, seed, Rng.Purpose.PIECE_ORDER, 3, 3)] = (byte) Rng.bits(seed, Rng.Purpose.PIECE_ORDER, 4, 4);
            try {
                MetainfoParser.parse(damaged);
            } catch (MetainfoException e) {
                assertFalse(e.getMessage().isEmpty(), "seed " + seed);
            }
        }
    }
}
