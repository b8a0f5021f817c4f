package dev.oxbow.storage;

import static dev.oxbow.storage.TestTorrent.file;
import static dev.oxbow.storage.TestTorrent.link;
import static dev.oxbow.storage.TestTorrent.pad;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.value.FileStamp;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need rights there")
class TorrentFilesTest {
    private final TestTorrent torrent = TestTorrent.of(16384, file("a.bin", 100), pad(16284), file("sub/deep/b.bin", 200), file("sub/empty", 0),
            link("l"));

    @TempDir
    private Path home;

    private static void close(FileChannel channel) throws Exception {
        channel.close();
    }

    private static StorageFault faultOf(org.junit.jupiter.api.function.Executable work) {
        return assertThrows(DiskFault.class, work).fault();
    }

    @Test
    void looksAtFilesWithoutCreatingAnything() throws Exception {
        List<FileStamp> stamps = torrent.in(home.resolve("not/there")).stamps();
        assertEquals(List.of(FileStamp.missing(0), FileStamp.missing(2), FileStamp.missing(3)), stamps);
        assertFalse(Files.exists(home.resolve("not")));
    }

    @Test
    void stampsTellSizeTimeAndIdentity() throws Exception {
        torrent.writeTo(home);
        Files.setLastModifiedTime(torrent.path(home, 0), FileTime.from(1_600_000_000_123_456_789L, TimeUnit.NANOSECONDS));
        FileStamp stamp = torrent.in(home).stamps().get(0);
        assertEquals(100, stamp.sizeBytes());
        assertEquals(1_600_000_000_123_456_789L, stamp.modifiedNs());
        assertTrue(stamp.fileKey() != 0);
        Files.move(torrent.path(home, 0), home.resolve("old"));
        torrent.writeTo(home);
        assertTrue(torrent.in(home).stamps().get(0).fileKey() != stamp.fileKey());
    }

    @Test
    void createsFilesAndTheDirectoriesThatLeadToThem() throws Exception {
        TorrentFiles files = torrent.in(home.resolve("new/dir"));
        close(files.openForWriting(2));
        close(files.openForWriting(3));
        assertTrue(Files.isRegularFile(torrent.path(home.resolve("new/dir"), 2)));
        assertEquals(0, Files.size(torrent.path(home.resolve("new/dir"), 3)));
    }

    /** A torrent of one file has no directory of its own on the way that could have been looked at. */
    @Test
    void createsTheUsersDirectoryRightAfterItWasSeenToBeMissing() throws Exception {
        TorrentFiles files = TestTorrent.single(100).in(home.resolve("new/dir"));
        assertTrue(files.stamps().get(0).isMissing());
        close(files.openForWriting(0));
        assertTrue(Files.isRegularFile(home.resolve("new/dir/top")));
    }

    @Test
    void readingCreatesNothing() {
        assertEquals(StorageFault.MISSING, faultOf(() -> torrent.in(home).openForReading(2)));
        assertFalse(Files.exists(home.resolve("top")));
    }

    @Test
    void padsAndLinksAreNotWritten() {
        TorrentFiles files = torrent.in(home);
        assertTrue(files.isWritten(0) && files.isWritten(2) && files.isWritten(3));
        assertFalse(files.isWritten(1) || files.isWritten(4));
    }

    /** The link is the torrent's own directory, one below it, or the file; its target exists or does not. */
    @Test
    void followsNoLinkInAnyComponent() throws Exception {
        for (String component : List.of("top", "top/sub", "top/sub/deep", "top/sub/deep/b.bin")) {
            for (boolean dangling : new boolean[] {false, true}) {
                Path directory = Files.createTempDirectory(home, "x");
                Path outside = Files.createTempDirectory(home, "outside");
                Path target = outside.resolve("target");
                if (!dangling && component.endsWith(".bin")) {
                    Files.writeString(target, "precious");
                } else if (!dangling) {
                    Files.createDirectories(target.resolve("sub/deep"));
                    Files.createDirectories(target.resolve("deep"));
                }
                Files.createDirectories(directory.resolve(component).getParent());
                Files.createSymbolicLink(directory.resolve(component), target);
                TorrentFiles files = torrent.in(directory);
                assertEquals(StorageFault.UNSAFE_PATH, faultOf(() -> files.openForWriting(2)), component);
                assertEquals(StorageFault.UNSAFE_PATH, faultOf(() -> files.openForReading(2)), component);
                assertEquals(StorageFault.UNSAFE_PATH, faultOf(files::stamps), component);
                assertFalse(files.remove().isEmpty(), component);
                assertTrue(Files.isSymbolicLink(directory.resolve(component)), component);
                assertEquals(!dangling, Files.exists(target), component);
                assertFalse(Files.exists(target.resolve("b.bin")) || Files.exists(target.resolve("deep/b.bin")), component);
            }
        }
    }

    @Test
    void followsALinkToTheDirectoryItselfBecauseTheUserNamedIt() throws Exception {
        Path real = Files.createDirectory(home.resolve("real"));
        Path named = Files.createSymbolicLink(home.resolve("named"), real);
        close(torrent.in(named).openForWriting(0));
        assertTrue(Files.exists(real.resolve("top/a.bin")));
    }

    @Test
    void opensNothingButRegularFiles() throws Exception {
        Files.createDirectories(torrent.path(home, 0));
        TorrentFiles files = torrent.in(home);
        assertEquals(StorageFault.UNSAFE_PATH, faultOf(() -> files.openForWriting(0)));
        assertEquals(StorageFault.UNSAFE_PATH, faultOf(() -> files.openForReading(0)));
        assertEquals(StorageFault.UNSAFE_PATH, faultOf(files::stamps));
        assertTrue(files.remove().contains("a.bin"));
        assertTrue(Files.isDirectory(torrent.path(home, 0)), "a directory in its place is somebody else's");
    }

    @Test
    void refusesAFileWhereADirectoryMustBe() throws Exception {
        Files.createDirectories(home.resolve("top"));
        Files.writeString(home.resolve("top/sub"), "a file");
        assertEquals(StorageFault.UNSAFE_PATH, faultOf(() -> torrent.in(home).openForWriting(2)));
        Path file = Files.writeString(home.resolve("file"), "x");
        assertEquals(StorageFault.UNSAFE_PATH, faultOf(() -> torrent.in(file).stamps()));
    }

    @Test
    void saysWhenPermissionIsMissing() throws Exception {
        torrent.writeTo(home);
        Files.setPosixFilePermissions(torrent.path(home, 0), PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(torrent.path(home, 0)), "whoever runs this test may do anything");
        assertEquals(StorageFault.DENIED, faultOf(() -> torrent.in(home).openForReading(0)));
        assertEquals(StorageFault.DENIED, faultOf(() -> torrent.in(home).openForWriting(0)));
    }

    @Test
    void removesItsFilesAndOnlyTheDirectoriesThatThisLeavesEmpty() throws Exception {
        torrent.writeTo(home);
        Files.writeString(home.resolve("top/sub/mine"), "keep");
        assertEquals("", torrent.in(home).remove());
        assertFalse(Files.exists(home.resolve("top/a.bin")) || Files.exists(home.resolve("top/sub/deep")));
        assertEquals("keep", Files.readString(home.resolve("top/sub/mine")));
        Files.delete(home.resolve("top/sub/mine"));
        torrent.writeTo(home);
        assertEquals("", torrent.in(home).remove());
        assertFalse(Files.exists(home.resolve("top")));
        assertEquals("", torrent.in(home).remove(), "nothing to remove is no failure");
        assertTrue(Files.exists(home));
    }

    @Test
    void aPathThatNoFileSystemTakesIsAFault() {
        String[] deep = new String[40];
        java.util.Arrays.fill(deep, "d".repeat(200));
        TestTorrent long8000 = TestTorrent.of(16384, file(String.join("/", deep), 10));
        assertEquals(StorageFault.UNSAFE_PATH, faultOf(() -> long8000.in(home).openForWriting(0)));
    }
}
