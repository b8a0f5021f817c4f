package dev.oxbow.storage;

import static dev.oxbow.storage.TestTorrent.file;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.InfoHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four pieces of two blocks: a (piece 0), b (0 to 2), c (2 and 3), an empty file and d (3). */
class FileSelectionTest {
    private static final int BLOCK = 16384;
    private static final int FILES = 5;
    private static final long LIMIT_SECONDS = 20;

    private final TestTorrent torrent = TestTorrent.of(2 * BLOCK, file("a", 20_000), file("b", 50_000), file("c", 40_000), file("x/empty", 0), file("d", 9));
    private final InfoHash infoHash = torrent.metainfo().infoHash();
    private final BlockPool received = new BlockPool(16);
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
    private Storage storage;

    @TempDir
    private Path home;

    @BeforeEach
    void start() throws IOException {
        storage = start(Allocation.SPARSE);
    }

    private Storage start(Allocation allocation) throws IOException {
        Inbox inbox = new Inbox() {
            @Override
            public boolean offer(Event event) {
                return events.offer(event);
            }

            @Override
            public boolean hasRoom() {
                return true;
            }
        };
        return new Storage(inbox, received, hash -> Optional.of(torrent.metainfo()), blocks -> {
            byte[] bytes = new byte[blocks.lengthBytes()];
            blocks.block(0).get(bytes);
            blocks.release();
            sent.add(bytes);
        }, home.resolve("state"), 3, allocation);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private void restart() throws IOException {
        storage.close();
        storage = start(Allocation.SPARSE);
    }

    private Event next() throws InterruptedException {
        Event event = events.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertTrue(event != null, "no event came");
        return event;
    }

    private Path onDisk(int file) {
        return torrent.path(home.resolve("data"), file);
    }

    private Path parts() {
        return home.resolve("state/parts").resolve(infoHash.toString());
    }

    private void select(Integer... files) {
        Bitfield wanted = new Bitfield(FILES);
        List.of(files).forEach(wanted::add);
        storage.onSelectFiles(new StorageCommand.SelectFiles(1, wanted.toWire()));
    }

    private void requestOpening() {
        storage.onOpenFiles(new StorageCommand.OpenFiles(1, infoHash, home.resolve("data").toString()));
    }

    private List<FileStamp> open() throws InterruptedException {
        requestOpening();
        return ((StorageEvent.FilesOpened) next()).stamps();
    }

    private void download(int... pieces) throws InterruptedException {
        for (int piece : pieces) {
            for (int block = 0; block < torrent.metainfo().layout().blockCount(piece); block++) {
                int slot = received.take();
                CRC32C crc = new CRC32C();
                crc.update(torrent.block(piece, block));
                received.buffer(slot).put(torrent.block(piece, block));
                received.crc(slot, (int) crc.getValue());
                storage.onWriteBlock(new StorageCommand.WriteBlock(1, piece, block, slot));
                assertTrue(next() instanceof StorageEvent.BlocksWritten);
            }
        }
        assertRight(pieces);
    }

    /** Hashes the pieces as they lie on disk. */
    private void assertRight(int... pieces) throws InterruptedException {
        for (int piece : pieces) {
            storage.onVerifyPiece(new StorageCommand.VerifyPiece(1, piece, VerifyReason.REQUESTED));
            assertEquals(new StorageEvent.PieceVerified(1, piece), next());
        }
    }

    private List<FileStamp> sync() throws InterruptedException {
        Bitfield all = new Bitfield(FILES);
        all.fill();
        storage.onSyncFiles(new StorageCommand.SyncFiles(1, 7, all.toWire()));
        return ((StorageEvent.FilesSynced) next()).stamps();
    }

    private void assertThere(int... files) throws IOException {
        for (int file : files) {
            assertArrayEquals(torrent.entries().get(file).content(), Files.readAllBytes(onDisk(file)), "file " + file);
        }
    }

    private void downloadAllButB() throws InterruptedException {
        select(0, 2);
        open();
        download(0, 2, 3);
    }

    @Test
    void createsNoFileThatIsNotWanted() throws Exception {
        downloadAllButB();
        List<FileStamp> stamps = sync();
        assertThere(0, 2);
        for (int file : new int[] {1, 3, 4}) {
            assertFalse(Files.exists(onDisk(file)), "file " + file);
        }
        assertFalse(Files.exists(onDisk(3).getParent()), "nor the directories that would lead to it");
        assertEquals(FileStamp.inParts(1, 2 * BLOCK - 20_000 + 70_000 - 4 * BLOCK), stamps.get(1));
        assertEquals(FileStamp.inParts(4, 9), stamps.get(4));
        assertEquals(FileStamp.missing(3), stamps.get(3));
    }

    @Test
    void makesNoPartsFileWhenPiecesReachIntoNoUnwantedFile() throws Exception {
        select(0, 1, 2, 4);
        open();
        download(0, 1, 2, 3);
        assertFalse(Files.exists(parts()));
    }

    @Test
    void servesWhatItKeepsAside() throws Exception {
        downloadAllButB();
        storage.sendBlock(new PeerCommand.SendBlock(5, 1, 0, BLOCK, BLOCK));
        assertArrayEquals(torrent.block(0, 1), sent.poll(LIMIT_SECONDS, TimeUnit.SECONDS));
        storage.sendBlock(new PeerCommand.SendBlock(5, 1, 2, 100, 5000));
        assertArrayEquals(Arrays.copyOfRange(torrent.block(2, 0), 100, 5100), sent.poll(LIMIT_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void findsItAgainAfterARestart() throws Exception {
        downloadAllButB();
        List<FileStamp> before = sync();
        restart();
        select(0, 2);
        assertEquals(before, open());
        assertRight(0, 2, 3);
    }

    @Test
    void bringsItToItsFileWhenThatIsWantedAfterAll() throws Exception {
        downloadAllButB();
        select(0, 1, 2, 3, 4);
        assertRight(0, 2, 3);
        assertFalse(Files.exists(parts()), "nothing is left in it");
        download(1);
        sync();
        assertThere(0, 1, 2, 3, 4);
    }

    @Test
    void bringsOnlyWhatIsWanted() throws Exception {
        downloadAllButB();
        select(0, 2, 4);
        assertRight(0, 2, 3);
        assertThere(0, 2, 4);
        assertFalse(Files.exists(onDisk(1)));
        restart();
        select(0, 2, 4);
        open();
        assertRight(0, 2, 3);
    }

    @Test
    void bringsItWhenTheTorrentIsOpenedIfThatWasCutShort() throws Exception {
        downloadAllButB();
        restart();
        select(0, 1, 2, 3, 4);
        assertEquals(50_000, open().get(1).sizeBytes());
        assertRight(0, 2, 3);
        download(1);
        assertThere(1);
    }

    @Test
    void aCrashBeforeItIsGivenUpHasItDoneAgain() throws Exception {
        downloadAllButB();
        byte[] parts = Files.readAllBytes(parts());
        select(0, 1, 2, 3, 4);
        assertRight(0, 2, 3);
        restart();
        Files.write(parts(), parts);
        select(0, 1, 2, 3, 4);
        open();
        assertRight(0, 2, 3);
        assertFalse(Files.exists(parts()));
    }

    @Test
    void aTailThatWasCutShortTakesNothingElseWithIt() throws Exception {
        downloadAllButB();
        restart();
        Files.write(parts(), new byte[] {'O', 'X', 'P', 'T', 1, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9}, StandardOpenOption.APPEND);
        select(0, 2);
        open();
        assertRight(0, 2, 3);
    }

    @Test
    void saysSoWhenThePartsFileIsGone() throws Exception {
        downloadAllButB();
        restart();
        Files.delete(parts());
        select(0, 2);
        assertEquals(FileStamp.missing(1), open().get(1));
        storage.onVerifyPiece(new StorageCommand.VerifyPiece(1, 0, VerifyReason.FILE_CHANGED));
        assertEquals(StorageFault.MISSING, ((StorageEvent.PieceReadFailed) next()).fault());
    }

    @Test
    void aFileThatIsThereIsUsedThoughNotWantedAnyMore() throws Exception {
        select(0, 1, 2, 3, 4);
        open();
        download(0, 1);
        select(0, 2);
        download(2, 3);
        assertThere(1);
        assertEquals(9, sync().get(4).heldBytes());
    }

    @Test
    void takesRoomForWantedFilesOnly() throws Exception {
        storage.close();
        storage = start(Allocation.FULL);
        select(0, 2);
        open();
        assertEquals(20_000, Files.size(onDisk(0)));
        assertFalse(Files.exists(onDisk(1)));
    }

    @Test
    void keepsItWhenTheFileCannotBeWritten() throws Exception {
        downloadAllButB();
        Files.createDirectories(onDisk(1).resolve("in the way"));
        select(0, 1, 2, 3, 4);
        StorageEvent.FilesOpenFailed failed = (StorageEvent.FilesOpenFailed) next();
        assertEquals(StorageFault.UNSAFE_PATH, failed.fault());
        assertRight(0, 2, 3);
        Files.delete(onDisk(1).resolve("in the way"));
        Files.delete(onDisk(1));
        select(0, 1, 2, 3, 4);
        open();
        download(1);
        assertThere(0, 1, 2);
    }

    @Test
    void goesWithItsTorrent() throws Exception {
        downloadAllButB();
        storage.onCloseFiles(new StorageCommand.CloseFiles(1));
        assertEquals(new StorageEvent.FilesClosed(1), next());
        assertTrue(Files.exists(parts()), "a session that ends keeps it");
        storage.forget(1);
        Awaitility.await().until(() -> !Files.exists(parts()));
    }

    @Test
    void whatAForgottenTorrentLeftIsTidiedUp() throws Exception {
        downloadAllButB();
        restart();
        Path stranger = Files.write(parts().resolveSibling("0".repeat(40)), new byte[1]);
        storage.forgetAllBut(Set.of(infoHash));
        Awaitility.await().until(() -> !Files.exists(stranger));
        assertTrue(Files.exists(parts()));
    }
}
