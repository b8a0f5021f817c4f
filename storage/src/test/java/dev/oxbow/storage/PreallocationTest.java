package dev.oxbow.storage;

import static dev.oxbow.storage.TestTorrent.file;
import static dev.oxbow.storage.TestTorrent.pad;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.core.metainfo.MetainfoFile;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PreallocationTest {
    private static final int MIB = 1 << 20;

    private final TestTorrent torrent = TestTorrent.of(65536, file("a", 3 * MIB), pad(1000), file("d/b", 2 * MIB + 5), file("empty", 0));
    private WriteStamps stamps;

    @TempDir
    private Path home;

    @BeforeEach
    void open() throws IOException {
        stamps = new WriteStamps(home.resolve("stamps"));
    }

    @AfterEach
    void close() {
        stamps.close();
    }

    private void allocate(Path directory, BooleanSupplier cancelled) throws DiskFault {
        TorrentFiles files = torrent.in(directory);
        new Preallocation(files, files.stamps(), stamps, 3, cancelled).run();
    }

    @Test
    void givesEveryFileItsLength() throws Exception {
        allocate(home, () -> false);
        assertEquals(3 * MIB, Files.size(torrent.path(home, 0)));
        assertEquals(2 * MIB + 5, Files.size(torrent.path(home, 2)));
        assertFalse(Files.exists(home.resolve("top/.pad")));
        assertTrue(Files.getLastModifiedTime(torrent.path(home, 2)).to(TimeUnit.NANOSECONDS) <= stamps.last(), "it was us");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void reallyTakesTheRoom() throws Exception {
        allocate(home, () -> false);
        torrent.in(home).openForWriting(0).force(true);
        Process stat = new ProcessBuilder("stat", "-c", "%b", torrent.path(home, 0).toString()).start();
        String blocks = new String(stat.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII).trim();
        assertEquals(0, stat.waitFor());
        assertTrue(Long.parseLong(blocks) * 512 >= 3 * MIB, blocks);
    }

    @Test
    void leavesWhatIsThereAlone() throws Exception {
        Files.createDirectories(home.resolve("top"));
        byte[] begun = Arrays.copyOf(torrent.entries().get(0).content(), 1_000_000);
        Files.write(torrent.path(home, 0), begun);
        allocate(home, () -> false);
        byte[] now = Files.readAllBytes(torrent.path(home, 0));
        assertEquals(3 * MIB, now.length);
        assertArrayEquals(begun, Arrays.copyOf(now, begun.length));
        torrent.writeTo(home);
        Files.write(torrent.path(home, 2), new byte[3 * MIB]);
        allocate(home, () -> false);
        assertArrayEquals(torrent.entries().get(0).content(), Files.readAllBytes(torrent.path(home, 0)));
        assertEquals(3 * MIB, Files.size(torrent.path(home, 2)), "what is too long is not cut");
    }

    @Test
    void endsWhenItIsCancelled() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        allocate(home, () -> asked.incrementAndGet() > 3);
        assertEquals(2 * MIB, Files.size(torrent.path(home, 0)));
        assertFalse(Files.exists(torrent.path(home, 2)));
        allocate(home, () -> false);
        assertEquals(3 * MIB, Files.size(torrent.path(home, 0)));
    }

    /** The piece hashes are not needed for this, so the torrent may be larger than any. */
    @Test
    void refusesBeforeItWritesWhenThereIsTooLittleRoom() {
        Metainfo one = torrent.metainfo();
        MetainfoFile file = new MetainfoFile(List.of("huge"), List.of(), 1L << 60, false, Optional.empty(), Optional.empty());
        TorrentFiles huge = new TorrentFiles(new Metainfo(one.infoHash(), Optional.empty(), "huge", 1 << 30, ByteString.EMPTY, false, false,
                List.of(file), List.of(), List.of(), List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(),
                0), home);
        DiskFault fault = assertThrows(DiskFault.class, () -> new Preallocation(huge, huge.stamps(), stamps, 3, () -> false).run());
        assertEquals(StorageFault.NO_SPACE, fault.fault());
        assertTrue(fault.getMessage().contains("MiB more"), fault.getMessage());
        assertFalse(Files.exists(home.resolve("huge")));
    }

    @Test
    void aFailurePartWayLeavesEverythingAsItWas() throws Exception {
        Files.createDirectories(home.resolve("top"));
        byte[] begun = {1, 2, 3};
        Files.write(torrent.path(home, 0), begun);
        TestTorrent more = TestTorrent.of(65536, file("a", MIB), file("d/b", MIB), file("e/c", MIB));
        TorrentFiles blocked = more.in(home);
        List<FileStamp> before = blocked.stamps();
        Files.writeString(home.resolve("top/e"), "a file where a directory must be");
        DiskFault fault = assertThrows(DiskFault.class, () -> new Preallocation(blocked, before, stamps, 3, () -> false).run());
        assertEquals(StorageFault.UNSAFE_PATH, fault.fault());
        assertArrayEquals(begun, Files.readAllBytes(more.path(home, 0)));
        assertFalse(Files.exists(home.resolve("top/d")));
    }
}
