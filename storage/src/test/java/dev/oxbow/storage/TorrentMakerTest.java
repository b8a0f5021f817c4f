package dev.oxbow.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.core.metainfo.MetainfoFile;
import dev.oxbow.core.metainfo.MetainfoParser;
import dev.oxbow.core.metainfo.NamingRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TorrentMakerTest {
    private static final TorrentMaker.Label LABEL = new TorrentMaker.Label(List.of(List.of("http://one/"), List.of("http://two/")),
            List.of("http://web/"), Optional.of("a comment"), true, OptionalLong.of(1_700_000_000), "a test");

    @TempDir
    private Path home;

    private Path random(String name, int lengthBytes) throws IOException {
        byte[] content = new byte[lengthBytes];
        new Random(lengthBytes).nextBytes(content);
        Path path = home.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.write(path, content);
    }

    private static Metainfo make(Path path, int pieceLengthBytes) throws Exception {
        return MetainfoParser.parse(TorrentMaker.make(path, pieceLengthBytes, LABEL), NamingRules.POSIX);
    }

    private void assertHashesFit(Metainfo metainfo) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (MetainfoFile file : metainfo.files()) {
            byte[] bytes = Files.readAllBytes(home.resolve(file.pathText()));
            assertEquals(bytes.length, file.lengthBytes());
            content.writeBytes(bytes);
        }
        assertArrayEquals(TestTorrent.hashes(content.toByteArray(), metainfo.pieceLengthBytes()), metainfo.pieceHashes().toArray());
    }

    @Test
    void hashesADirectoryInAStableOrder() throws Exception {
        for (String name : List.of("d/b", "d/a/z", "d/a/y", "d/B", "d/.hidden", "d/a.txt")) {
            random(name, 10_000 + name.hashCode() % 7000);
        }
        random("d/empty", 0);
        Files.createDirectories(home.resolve("d/no file in it"));
        Metainfo made = make(home.resolve("d"), 16384);
        assertEquals(List.of("d/.hidden", "d/B", "d/a.txt", "d/a/y", "d/a/z", "d/b", "d/empty"),
                made.files().stream().map(MetainfoFile::pathText).toList());
        assertHashesFit(made);
        assertArrayEquals(TorrentMaker.make(home.resolve("d"), 16384, LABEL), TorrentMaker.make(home.resolve("d/../d"), 16384, LABEL));
    }

    @Test
    void hashesFilesOfEveryLengthAroundAPiece() throws Exception {
        for (int length : new int[] {0, 1, 16383, 16384, 16385, 32768, 2_500_000}) {
            Metainfo made = make(random("one/f" + length, length), 16384);
            assertFalse(made.multiFile());
            assertEquals(List.of("f" + length), made.files().get(0).path());
            assertArrayEquals(TestTorrent.hashes(Files.readAllBytes(home.resolve("one/f" + length)), 16384), made.pieceHashes().toArray());
        }
    }

    @Test
    void saysWhatItWasToldToSay() throws Exception {
        Metainfo made = make(random("d/a", 5), 32768);
        assertEquals(List.of(List.of("http://one/"), List.of("http://two/")), made.trackerTiers());
        assertEquals(List.of("http://web/"), made.webSeeds());
        assertEquals("a comment", made.comment().orElseThrow());
        assertEquals("a test", made.createdBy().orElseThrow());
        assertEquals(1_700_000_000, made.creationDateSeconds().orElseThrow());
        assertTrue(made.isPrivate());
        assertEquals(32768, made.pieceLengthBytes());
    }

    @Test
    void choosesPiecesOfAPowerOfTwoNeitherTooManyNorTooLarge() {
        for (long total = 1; total < 1L << 45; total = total * 3 + 1) {
            int length = TorrentMaker.pieceLengthFor(total);
            assertEquals(1, Integer.bitCount(length));
            assertTrue(length >= 16384 && length <= 16 << 20);
            assertTrue(total / length <= 1500 || length == 16 << 20, "total " + total);
            assertTrue(total / length > 700 || length == 16384, "total " + total);
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void leavesLinksOutButTakesAPathThatIsOne() throws Exception {
        random("d/a", 100);
        Path outside = random("outside/secret", 100);
        Files.createSymbolicLink(home.resolve("d/file link"), outside);
        Files.createSymbolicLink(home.resolve("d/directory link"), outside.getParent());
        assertEquals(1, make(home.resolve("d"), 16384).files().size());
        Metainfo directory = make(Files.createSymbolicLink(home.resolve("named"), home.resolve("d")), 16384);
        assertEquals(List.of("named", "a"), directory.files().get(0).path());
        assertHashesFit(directory);
        Metainfo file = make(Files.createSymbolicLink(home.resolve("named file"), outside), 16384);
        assertEquals(List.of("named file"), file.files().get(0).path());
        assertHashesFit(file);
    }

    private String refusal(Path path, int pieceLengthBytes) {
        return assertThrows(IOException.class, () -> TorrentMaker.make(path, pieceLengthBytes, LABEL)).getMessage();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void refusesWhatWouldMakeNoUsableTorrent() throws Exception {
        assertTrue(refusal(Path.of("/"), 16384).contains("no name"));
        assertTrue(refusal(Files.createDirectory(home.resolve("empty")), 16384).contains("no file"));
        random("d/bad\u001bname", 5);
        assertTrue(refusal(home.resolve("d"), 16384).contains("control characters"));
        assertFalse(refusal(home.resolve("d"), 16384).contains("\u001b"));
        try (RandomAccessFile sparse = new RandomAccessFile(home.resolve("huge").toFile(), "rw")) {
            sparse.setLength(1L << 36);
        }
        assertTrue(refusal(home.resolve("huge"), 16384).contains("larger piece length"), "before it is hashed for minutes");
    }

    @Test
    void takesTheReplacementCharacterWhereItIsReallyTheName() throws Exception {
        random("d/a\ufffdb/c\ufffd", 5);
        assertHashesFit(make(home.resolve("d"), 16384));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void refusesANameThatIsNoTextInThisLocale() throws Exception {
        Path directory = Files.createDirectory(home.resolve("d"));
        Process touch = new ProcessBuilder("sh", "-c", "touch \"$(printf 'caf\\351')\"").directory(directory.toFile()).start();
        assertEquals(0, touch.waitFor());
        assertTrue(refusal(directory, 16384).contains("locale"), refusal(directory, 16384));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aDirectoryThatCannotBeReadIsAnIoError() throws Exception {
        random("d/locked/a", 5);
        Files.setPosixFilePermissions(home.resolve("d/locked"), PosixFilePermissions.fromString("---------"));
        try {
            assumeFalse(Files.isReadable(home.resolve("d/locked")), "whoever runs this test may do anything");
            assertThrows(IOException.class, () -> TorrentMaker.make(home.resolve("d"), 16384, LABEL));
        } finally {
            Files.setPosixFilePermissions(home.resolve("d/locked"), PosixFilePermissions.fromString("rwx------"));
        }
    }
}
