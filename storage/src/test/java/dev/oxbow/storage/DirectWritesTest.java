package dev.oxbow.storage;

import static dev.oxbow.storage.TestTorrent.file;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes past the page cache says the same as what goes through it, and what cannot go past it is left to the ordinary way. */
class DirectWritesTest {
    private static final int BLOCK = 16384;

    private final TestTorrent torrent = TestTorrent.of(64 * BLOCK, file("a", 40 * BLOCK), file("b", 24 * BLOCK + 5000), file("c", 16 * BLOCK));
    private final BlockPool slots = new BlockPool(16);
    private final DirectWrites direct = new DirectWrites();

    @TempDir
    private Path home;

    @AfterEach
    void close() {
        direct.close();
    }

    private ByteBuffer[] blocks(int first, int count) {
        ByteBuffer[] out = new ByteBuffer[count];
        for (int i = 0; i < count; i++) {
            out[i] = slots.buffer(i).put(torrent.content(), (first + i) * BLOCK, BLOCK).flip();
        }
        return out;
    }

    private boolean write(TorrentFiles files, int firstBlock, int count) throws Exception {
        ByteBuffer[] run = blocks(firstBlock, count);
        boolean written = direct.write(files, 0, (long) firstBlock * BLOCK, run, (long) count * BLOCK);
        for (ByteBuffer bytes : run) {
            assertEquals(written ? 0 : BLOCK, bytes.remaining());
        }
        return written;
    }

    @Test
    void whatIsWrittenIsThereForThoseWhoReadInTheOrdinaryWay() throws Exception {
        TorrentFiles files = torrent.in(home);
        assumeTrue(write(files, 24, 16), "the file system of the temporary directory does not let writes past its cache");
        byte[] expected = Arrays.copyOf(torrent.content(), 40 * BLOCK);
        Arrays.fill(expected, 0, 24 * BLOCK, (byte) 0);
        assertArrayEquals(expected, Files.readAllBytes(torrent.path(home, 0)));
        Files.write(torrent.path(home, 0), new byte[40 * BLOCK]); // now they are in the cache
        assertEquals(true, write(files, 24, 16));
        assertArrayEquals(expected, Files.readAllBytes(torrent.path(home, 0)));
    }

    @Test
    void shortRunsAndCrookedOnesAreNotForIt() throws Exception {
        TorrentFiles files = torrent.in(home);
        assertFalse(write(files, 0, 7));
        ByteBuffer[] run = blocks(0, 16);
        assertFalse(direct.write(files, 0, 100, run, 16 * BLOCK));
        run[15].limit(1000);
        assertFalse(direct.write(files, 0, 0, run, 15 * BLOCK + 1000));
        assertFalse(Files.exists(torrent.path(home, 0)));
    }

    @Test
    void whoIsRefusedOnceAsksNoMoreUntilTheTorrentIsOpenedAgain() throws Exception {
        TorrentFiles files = torrent.in(home);
        assumeTrue(write(files, 0, 16), "the file system of the temporary directory does not let writes past its cache");
        ByteBuffer[] crooked = {ByteBuffer.allocateDirect(18 * BLOCK).alignedSlice(BLOCK).position(1).limit(1 + 16 * BLOCK).slice()};
        assertFalse(direct.write(files, 0, 0, crooked, 16 * BLOCK), "memory that does not lie as the disk asks for");
        assertEquals(16 * BLOCK, crooked[0].remaining());
        assertFalse(write(files, 0, 16));
        direct.close(files);
        assertEquals(true, write(files, 0, 16));
    }

    @Test
    void aWorkerWritesBothWaysIntoOneFile() throws Exception {
        TorrentFiles files = torrent.in(home);
        PayloadAccess access = new PayloadAccess(2);
        for (int first : new int[] {30, 20, 0, 5, 10}) {
            int count = first == 30 ? 16 : first == 20 ? 10 : 5; // over the border, long, and short
            access.write(files, (long) first * BLOCK, blocks(first, count));
        }
        access.closeAll();
        byte[] expected = Arrays.copyOf(torrent.content(), 40 * BLOCK);
        Arrays.fill(expected, 15 * BLOCK, 20 * BLOCK, (byte) 0);
        assertArrayEquals(expected, Files.readAllBytes(torrent.path(home, 0)));
    }
}
