package dev.oxbow.storage;

import static dev.oxbow.storage.TestTorrent.file;
import static dev.oxbow.storage.TestTorrent.pad;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.DiscardReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.port.BlockSlots;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.InfoHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Storage with threads of its own and a real disk. */
class StorageTest {
    private static final int BLOCK = 16384;
    private static final long LIMIT_SECONDS = 20;

    private final TestTorrent torrent = TestTorrent.of(2 * BLOCK, file("a", 100_000), file("x/y/b", 50_000), pad(13_840), file("x/empty", 0), file("c", 9));
    private final InfoHash infoHash = torrent.metainfo().infoHash();
    private final BlockPool received = new BlockPool(16);
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> sent = new LinkedBlockingQueue<>();
    private volatile boolean inboxFull;
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
                return !inboxFull && events.offer(event);
            }

            @Override
            public boolean hasRoom() {
                return true;
            }
        };
        return new Storage(inbox, received, hash -> hash.equals(infoHash) ? Optional.of(torrent.metainfo()) : Optional.empty(),
                blocks -> {
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

    private Event next() throws InterruptedException {
        Event event = events.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertTrue(event != null, "no event came");
        return event;
    }

    private Path data() {
        return home.resolve("data");
    }

    private StorageEvent.FilesOpened open() throws InterruptedException {
        storage.onOpenFiles(new StorageCommand.OpenFiles(1, infoHash, data().toString()));
        return (StorageEvent.FilesOpened) next();
    }

    private void download() throws InterruptedException {
        int pieces = torrent.metainfo().layout().pieceCount();
        for (int piece = 0; piece < pieces; piece++) {
            for (int block = 0; block < torrent.metainfo().layout().blockCount(piece); block++) {
                int slot = takeSlot();
                received.buffer(slot).put(torrent.block(piece, block));
                storage.onWriteBlock(new StorageCommand.WriteBlock(1, piece, block, slot));
            }
            storage.onVerifyPiece(new StorageCommand.VerifyPiece(1, piece, VerifyReason.DOWNLOADED));
        }
        Bitfield verified = new Bitfield(pieces);
        while (verified.count() < pieces) {
            Event event = next();
            if (event instanceof StorageEvent.PieceVerified it) {
                verified.add(it.pieceIndex());
            } else {
                assertTrue(event instanceof StorageEvent.BlocksWritten || event instanceof StorageEvent.BlockCorrupted, event.toString());
            }
        }
    }

    private int takeSlot() {
        int[] slot = {BlockSlots.NO_SLOT};
        Awaitility.await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).pollInterval(Duration.ofMillis(1))
                .until(() -> (slot[0] = received.take()) != BlockSlots.NO_SLOT);
        return slot[0];
    }

    private List<FileStamp> sync(int... files) throws InterruptedException {
        Bitfield wanted = new Bitfield(5);
        for (int file : files) {
            wanted.add(file);
        }
        storage.onSyncFiles(new StorageCommand.SyncFiles(1, 77, wanted.toWire()));
        StorageEvent.FilesSynced synced = (StorageEvent.FilesSynced) next();
        assertEquals(77, synced.operationId());
        return synced.stamps();
    }

    @Test
    void writesVerifiesSyncsAndReads() throws Exception {
        assertEquals(List.of(FileStamp.missing(0), FileStamp.missing(1), FileStamp.missing(3), FileStamp.missing(4)), open().stamps());
        download();
        List<FileStamp> stamps = sync(0, 1, 2, 3, 4);
        assertEquals(List.of(0, 1, 3, 4), stamps.stream().map(FileStamp::fileIndex).toList(), "padding is not on disk");
        assertEquals(List.of(100_000L, 50_000L, 0L, 9L), stamps.stream().map(FileStamp::sizeBytes).toList());
        for (int file : new int[] {0, 1, 3, 4}) {
            assertArrayEquals(torrent.entries().get(file).content(), Files.readAllBytes(torrent.path(data(), file)));
        }
        storage.sendBlock(new PeerCommand.SendBlock(5, 1, 3, 100, 1000));
        assertArrayEquals(java.util.Arrays.copyOfRange(torrent.block(3, 0), 100, 1100), sent.poll(LIMIT_SECONDS, TimeUnit.SECONDS));
        assertEquals(16, received.freeCount());
        storage.onCloseFiles(new StorageCommand.CloseFiles(1));
        assertEquals(new StorageEvent.FilesClosed(1), next());
        StorageEvent.FilesOpened again = open();
        assertEquals(stamps, again.stamps());
        assertTrue(stamps.stream().allMatch(stamp -> stamp.modifiedNs() <= again.lastOwnWriteNs() || stamp.sizeBytes() == 0), again.toString());
    }

    @Test
    void takesTheRoomAtOpeningWhenToldTo() throws Exception {
        storage.close();
        storage = start(Allocation.FULL);
        assertTrue(open().stamps().stream().allMatch(FileStamp::isMissing), "how they looked before: nothing was found");
        assertEquals(100_000, Files.size(torrent.path(data(), 0)));
        assertEquals(50_000, Files.size(torrent.path(data(), 1)));
        download();
        assertArrayEquals(torrent.entries().get(1).content(), Files.readAllBytes(torrent.path(data(), 1)));
    }

    @Test
    void aSyncCreatesEmptyFilesAndNoOthers() throws Exception {
        open();
        assertEquals(List.of(FileStamp.MISSING, 0L), sync(0, 3).stream().map(FileStamp::sizeBytes).toList());
        assertTrue(Files.exists(data().resolve("top/x/empty")));
        assertFalse(Files.exists(data().resolve("top/a")));
    }

    @Test
    void aSyncThatIsRefusedSaysWhy() throws Exception {
        open();
        Files.createDirectories(data().resolve("top/x/empty"));
        storage.onSyncFiles(new StorageCommand.SyncFiles(1, 78, wire(3)));
        StorageEvent.SyncFailed failed = (StorageEvent.SyncFailed) next();
        assertEquals(78, failed.operationId());
        assertEquals(StorageFault.UNSAFE_PATH, failed.fault());
        assertTrue(failed.detail().contains("empty"), failed.detail());
    }

    private static ByteString wire(int file) {
        Bitfield wanted = new Bitfield(5);
        wanted.add(file);
        return wanted.toWire();
    }

    @Test
    void saysWhyFilesCannotBeOpened() throws Exception {
        storage.onOpenFiles(new StorageCommand.OpenFiles(1, new InfoHash(ByteString.wrap(new byte[20])), data().toString()));
        assertEquals(StorageFault.MISSING, ((StorageEvent.FilesOpenFailed) next()).fault());
        storage.onOpenFiles(new StorageCommand.OpenFiles(1, infoHash, "a\0b"));
        assertEquals(StorageFault.UNSAFE_PATH, ((StorageEvent.FilesOpenFailed) next()).fault());
        Files.writeString(data(), "a file");
        storage.onOpenFiles(new StorageCommand.OpenFiles(1, infoHash, data().toString()));
        assertEquals(StorageFault.UNSAFE_PATH, ((StorageEvent.FilesOpenFailed) next()).fault());
    }

    @Test
    void closesOnlyAfterAllThatWasQueuedBefore() throws Exception {
        open();
        List<Integer> slots = new ArrayList<>();
        for (int piece = 0; piece < 5; piece++) {
            int slot = takeSlot();
            slots.add(slot);
            received.buffer(slot).put(torrent.block(piece, 0));
            storage.onWriteBlock(new StorageCommand.WriteBlock(1, piece, 0, slot));
        }
        storage.onCloseFiles(new StorageCommand.CloseFiles(1));
        int written = 0;
        for (Event event = next(); !(event instanceof StorageEvent.FilesClosed); event = next()) {
            written += event instanceof StorageEvent.BlocksWritten it ? it.blockCount() : 0;
        }
        assertEquals(5, written);
        assertEquals(16, received.freeCount());
    }

    @Test
    void removesFilesAndSaysWhatItCouldNot() throws Exception {
        open();
        download();
        storage.onRemoveFiles(new StorageCommand.RemoveFiles(1));
        assertEquals(new StorageEvent.FilesRemoved(1, ""), next());
        assertTrue(Files.exists(data()));
        assertFalse(Files.exists(data().resolve("top")));
        storage.onRemoveFiles(new StorageCommand.RemoveFiles(1));
        assertFalse(((StorageEvent.FilesRemoved) next()).failure().isEmpty());
    }

    @Test
    void discardingFreesTheSlot() {
        int slot = received.take();
        storage.onDiscardBlock(new StorageCommand.DiscardBlock(slot, DiscardReason.UNREQUESTED));
        assertEquals(16, received.freeCount());
    }

    @Test
    void knowsTheFreeSpaceOfADirectoryThatIsNotMadeYet() throws Exception {
        open();
        storage.onProbeSpace(new StorageCommand.ProbeSpace(1));
        assertTrue(((StorageEvent.SpaceProbed) next()).freeBytes() > 0);
        assertFalse(Files.exists(data()));
    }

    @Test
    void endsEvenIfNobodyTakesItsEvents() throws Exception {
        open();
        inboxFull = true;
        storage.onVerifyPiece(new StorageCommand.VerifyPiece(1, 0, VerifyReason.REQUESTED));
        assertTimeoutPreemptively(Duration.ofSeconds(LIMIT_SECONDS), storage::close);
    }
}
