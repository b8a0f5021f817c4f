package dev.oxbow.storage;

import static dev.oxbow.storage.TestTorrent.file;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.value.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadMoveTest {
    private static final Path OTHER_VOLUME = Path.of("/dev/shm");

    private final TestTorrent torrent = TestTorrent.of(16384, file("a", 100_000), file("x/y/b", 50_000), file("x/empty", 0), file("c", 9));

    @TempDir
    private Path home;
    private Path there;

    @BeforeEach
    void write() throws IOException {
        torrent.writeTo(here());
        there = home.resolve("there");
    }

    @AfterEach
    void deleteOther() throws IOException {
        if (there.startsWith(OTHER_VOLUME)) {
            try (Stream<Path> all = Files.walk(there)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private Path here() {
        return home.resolve("here");
    }

    private void otherVolume() throws IOException {
        assumeTrue(Files.isDirectory(OTHER_VOLUME) && !Files.getFileStore(OTHER_VOLUME).equals(Files.getFileStore(home)), "there is no other volume here");
        there = Files.createTempDirectory(OTHER_VOLUME, "oxbow-move");
    }

    private Optional<List<FileStamp>> move(int cancelAfter) throws DiskFault {
        int[] asked = {0};
        return new PayloadMove(torrent.in(here()), torrent.in(there), () -> ++asked[0] > cancelAfter).run();
    }

    private List<FileStamp> move() throws DiskFault {
        return move(Integer.MAX_VALUE).orElseThrow();
    }

    private void assertAllThere() throws IOException {
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(torrent.entries().get(i).content(), Files.readAllBytes(torrent.path(there, i)), "file " + i);
        }
        assertTrue(Files.isDirectory(here()), "the directory is the user's");
        assertFalse(Files.exists(here().resolve(TestTorrent.NAME)), "nothing is left of the torrent");
        assertFalse(Files.exists(torrent.path(there, 0).resolveSibling(PayloadMove.UNFINISHED)));
    }

    @Test
    void renamesOnTheSameVolume() throws Exception {
        List<FileStamp> before = torrent.in(here()).stamps();
        assertEquals(before, move(), "the same files, with the same times");
        assertAllThere();
    }

    @Test
    void copiesToAnotherVolumeWithTheirTimes() throws Exception {
        otherVolume();
        List<FileStamp> before = torrent.in(here()).stamps();
        List<FileStamp> after = move();
        for (int i = 0; i < before.size(); i++) {
            assertEquals(before.get(i).modifiedNs(), after.get(i).modifiedNs());
            assertEquals(before.get(i).sizeBytes(), after.get(i).sizeBytes());
        }
        assertAllThere();
    }

    @Test
    void leavesWhatIsNotThereAlone() throws Exception {
        Files.delete(torrent.path(here(), 0));
        assertEquals(FileStamp.missing(0), move().get(0));
        assertFalse(Files.exists(torrent.path(there, 0)));
    }

    @Test
    void goesOnWithWhatWasInterrupted() throws Exception {
        assertEquals(Optional.empty(), move(2));
        assertTrue(Files.exists(torrent.path(there, 0)) && Files.exists(torrent.path(here(), 3)), "it was half done");
        move();
        assertAllThere();
    }

    @Test
    void goesOnWithACopyThatWasInterrupted() throws Exception {
        otherVolume();
        assertEquals(Optional.empty(), move(1));
        Path unfinished = torrent.path(there, 0).resolveSibling(PayloadMove.UNFINISHED);
        assertTrue(Files.exists(unfinished) && Files.exists(torrent.path(here(), 0)));
        move();
        assertAllThere();
    }

    @Test
    void aFileThatWasCopiedAndNotYetDeletedIsNoObstacle() throws Exception {
        torrent.writeTo(there);
        Files.delete(torrent.path(there, 3));
        move();
        assertAllThere();
    }

    @Test
    void overwritesNothing() throws Exception {
        Files.createDirectories(torrent.path(there, 1).getParent());
        Files.writeString(torrent.path(there, 1), "precious");
        DiskFault refused = assertThrows(DiskFault.class, this::move);
        assertEquals(StorageFault.UNSAFE_PATH, refused.fault());
        assertTrue(refused.getMessage().contains("top/x/y/b"), refused.getMessage());
        assertEquals("precious", Files.readString(torrent.path(there, 1)));
        assertTrue(Files.exists(torrent.path(here(), 0)), "nothing was moved");
    }

    @Test
    void bringsEverythingBackWhenItCannotBeDone() throws Exception {
        Files.createDirectories(there.resolve(TestTorrent.NAME));
        Files.writeString(there.resolve(TestTorrent.NAME).resolve("x"), "a file where a directory has to be");
        DiskFault refused = assertThrows(DiskFault.class, this::move);
        assertFalse(refused.getMessage().contains("left in"), refused.getMessage());
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(torrent.entries().get(i).content(), Files.readAllBytes(torrent.path(here(), i)), "file " + i);
        }
        assertFalse(Files.exists(torrent.path(there, 0)));
    }
}
