package dev.oxbow.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.bencode.BencodeException;
import dev.oxbow.core.bencode.BencodeReader;
import dev.oxbow.core.bencode.BencodeWriter;
import dev.oxbow.core.metainfo.MagnetUri;
import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.core.metainfo.MetainfoException;
import dev.oxbow.core.metainfo.MetainfoFile;
import dev.oxbow.core.metainfo.MetainfoParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** Bencode, torrent files, magnet links. */
final class MetainfoTargets {
    private MetainfoTargets() {
    }

    /** What is read, written and read again is the same; what the strict reader takes is written byte for byte. */
    static void bencode(byte[] input) throws BencodeException {
        try {
            assertArrayEquals(input, BencodeWriter.write(BencodeReader.readStrict(input)));
        } catch (BencodeException refused) {
            assertTrue(refused.getMessage().length() > 5);
        }
        BencodeReader.Parsed head;
        try {
            head = BencodeReader.readHead(input, BencodeReader.DEPTH_MAX);
        } catch (BencodeException refused) {
            return;
        }
        byte[] alone = Arrays.copyOf(input, head.lengthBytes());
        assertEquals(head.value(), BencodeReader.readLenient(alone, BencodeReader.DEPTH_MAX));
        assertEquals(head.value(), BencodeReader.readLenient(input, BencodeReader.DEPTH_MAX));
        assertEquals(head.value(), BencodeReader.readStrict(BencodeWriter.write(head.value())));
    }

    /** Lengths add up, no path leaves its directory, no two files are one, and the magnet link names the same torrent. */
    static void metainfo(byte[] input) throws MetainfoException {
        Metainfo metainfo;
        try {
            metainfo = MetainfoParser.parse(input);
        } catch (MetainfoException refused) {
            assertTrue(refused.getMessage().chars().noneMatch(Character::isISOControl), "control characters");
            return;
        }
        assertEquals(metainfo.files().stream().mapToLong(MetainfoFile::lengthBytes).sum(), metainfo.totalLengthBytes());
        assertEquals(metainfo.layout().pieceCount() * 20L, metainfo.pieceHashes().length());
        Set<String> paths = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (MetainfoFile file : metainfo.files()) {
            for (String component : file.path()) {
                assertTrue(!component.isEmpty() && !component.equals(".") && !component.equals("..") && component.indexOf('/') < 0
                        && component.indexOf('\\') < 0 && component.indexOf('\0') < 0 && component.length() <= 255, component);
            }
            assertTrue(paths.add(file.pathText()), "twice: " + file.pathText());
        }
        assertTrue(metainfo.shownName().chars().noneMatch(Character::isISOControl));
        metainfo.fileLayout();
        metainfo.spec();
        assertEquals(java.util.Optional.of(metainfo.infoHash()), MagnetUri.parse(MagnetUri.of(metainfo).toText()).infoHashV1());
    }

    /** What is read and written as a link is read the same. */
    static void magnet(byte[] input) throws MetainfoException {
        MagnetUri magnet;
        try {
            magnet = MagnetUri.parse(new String(input, StandardCharsets.UTF_8));
        } catch (MetainfoException refused) {
            assertTrue(refused.getMessage().chars().noneMatch(Character::isISOControl), "control characters");
            return;
        }
        assertEquals(magnet, MagnetUri.parse(magnet.toText()));
    }
}
