package dev.oxbow.storage;

import static dev.oxbow.storage.TestTorrent.file;
import static dev.oxbow.storage.TestTorrent.pad;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.StorageFault;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadAccessTest {
    private final TestTorrent torrent = TestTorrent.of(16384, file("a", 100), file("none", 0), file("b", 5000), pad(300), file("c/c", 3),
            file("also none", 0), file("d", 20_000));
    private final PayloadAccess access = new PayloadAccess(3);

    @TempDir
    private Path home;

    @AfterEach
    void close() {
        access.closeAll();
    }

    private byte[] read(long at, int length) throws DiskFault {
        ByteBuffer into = ByteBuffer.allocateDirect(length);
        access.read(torrent.in(home), at, into);
        byte[] out = new byte[length];
        into.flip().get(out);
        return out;
    }

    private byte[] content(int from, int length) {
        return Arrays.copyOfRange(torrent.content(), from, from + length);
    }

    @Test
    void writesAndReadsAcrossTheBordersOfFiles() throws Exception {
        TorrentFiles files = torrent.in(home);
        Random random = new Random(5);
        for (int at = 0; at < torrent.content().length; ) {
            int length = Math.min(1 + random.nextInt(3000), torrent.content().length - at);
            ByteBuffer bytes = ByteBuffer.wrap(torrent.content(), at, length);
            access.write(files, at, bytes);
            assertFalse(bytes.hasRemaining());
            at += length;
        }
        for (int file = 0; file < torrent.entries().size(); file++) {
            if (torrent.entries().get(file).content().length > 0 && files.isWritten(file)) {
                assertArrayEquals(torrent.entries().get(file).content(), Files.readAllBytes(torrent.path(home, file)));
            }
        }
        assertFalse(Files.exists(home.resolve("top/.pad")), "padding is never written");
        assertFalse(Files.exists(home.resolve("top/none")), "a sync creates empty files, not a write");
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(torrent.content().length);
            int length = 1 + random.nextInt(torrent.content().length - from);
            assertArrayEquals(content(from, length), read(from, length));
        }
    }

    @Test
    void leavesTheBytesAroundAWriteAlone() throws Exception {
        torrent.writeTo(home);
        access.write(torrent.in(home), 5090, ByteBuffer.wrap(new byte[400]));
        byte[] expected = torrent.content().clone();
        Arrays.fill(expected, 5090, 5490, (byte) 0);
        assertArrayEquals(expected, read(0, expected.length));
    }

    @Test
    void aFileThatIsShortOrGoneIsMissingAndReadingCreatesNothing() throws Exception {
        torrent.writeTo(home);
        Files.write(torrent.path(home, 2), new byte[4999]);
        read(4900, 100);
        assertEquals(StorageFault.MISSING, assertThrows(DiskFault.class, () -> read(5000, 200)).fault());
        Files.delete(torrent.path(home, 4));
        assertEquals(StorageFault.MISSING, assertThrows(DiskFault.class, () -> read(5390, 20)).fault());
        assertFalse(Files.exists(torrent.path(home, 4)));
    }

    @Test
    void readsOnAfterAnAttemptToWriteWasRefused() throws Exception {
        torrent.writeTo(home);
        TorrentFiles refusing = new TorrentFiles(torrent.metainfo(), home);
        byte[] before = new byte[50];
        ByteBuffer into = ByteBuffer.wrap(before);
        access.read(refusing, 0, into);
        Files.delete(torrent.path(home, 0));
        Files.createDirectory(torrent.path(home, 0));
        assertEquals(StorageFault.UNSAFE_PATH,
                assertThrows(DiskFault.class, () -> access.write(refusing, 0, ByteBuffer.allocate(10))).fault());
        Files.delete(torrent.path(home, 0));
        torrent.writeTo(home);
        access.read(refusing, 0, into.clear());
        assertArrayEquals(content(0, 50), before);
    }

    @Test
    void holdsNoMoreFilesOpenThanAllowed() throws Exception {
        TestTorrent.Entry[] many = new TestTorrent.Entry[40];
        for (int i = 0; i < many.length; i++) {
            many[i] = file("f" + i, 1000);
        }
        TestTorrent wide = TestTorrent.of(16384, many);
        TorrentFiles files = wide.in(home);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < many.length; i++) {
                access.write(files, i * 1000L, ByteBuffer.wrap(many[i].content()));
                assertTrue(access.openCount() <= 3);
            }
        }
        for (int i = 0; i < many.length; i++) {
            assertArrayEquals(many[i].content(), Files.readAllBytes(wide.path(home, i)));
        }
    }

    @Test
    void closesTheFilesOfOneTorrentOnly() throws Exception {
        torrent.writeTo(home);
        TorrentFiles one = torrent.in(home);
        TorrentFiles other = torrent.in(home);
        access.read(one, 0, ByteBuffer.allocate(200));
        access.read(other, 0, ByteBuffer.allocate(10));
        assertEquals(3, access.openCount());
        access.close(one);
        assertEquals(1, access.openCount());
        access.closeAll();
        assertEquals(0, access.openCount());
    }
}
