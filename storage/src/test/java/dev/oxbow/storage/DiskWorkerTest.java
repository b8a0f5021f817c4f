package dev.oxbow.storage;

import static dev.oxbow.storage.TestTorrent.file;
import static dev.oxbow.storage.TestTorrent.pad;
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
import dev.oxbow.core.port.ReadBlocks;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One worker on the test's own thread, with a disk that refuses when told to. */
class DiskWorkerTest {
    private static final int TORRENT = 7;
    private static final int BLOCK = 16384;

    private final TestTorrent torrent = TestTorrent.of(5 * BLOCK, file("a", 100_000), file("b", 50_000), pad(13_840), file("c", 20_000));
    private static final int SLOTS = BlockWriter.WAITING_MAX + 50;
    private final BlockPool received = new BlockPool(SLOTS);
    private final UploadSlots uploads = new UploadSlots(2, 1);
    private final List<Event> events = new ArrayList<>();
    private final List<byte[]> sent = new ArrayList<>();
    private final List<ReadBlocks> held = new ArrayList<>();
    private final FaultyAccess access = new FaultyAccess();
    private TorrentFiles files;
    private boolean open = true;
    private WriteStamps stamps;
    private DiskWorker worker;

    @TempDir
    private Path home;

    /** Counts what is read, and fails on command. */
    private static final class FaultyAccess extends PayloadAccess {
        private int blocksTillFull = Integer.MAX_VALUE;
        private boolean broken;
        private int reads;
        private int runs;

        FaultyAccess() {
            super(4);
        }

        @Override
        void write(TorrentFiles torrentFiles, long at, ByteBuffer bytes) throws DiskFault {
            takeRoom(1);
            super.write(torrentFiles, at, bytes);
        }

        @Override
        void write(TorrentFiles torrentFiles, long at, ByteBuffer[] run) throws DiskFault {
            runs++;
            takeRoom(run.length);
            super.write(torrentFiles, at, run);
        }

        private void takeRoom(int blocks) throws DiskFault {
            if (blocks > blocksTillFull) {
                throw new DiskFault(StorageFault.NO_SPACE, "cannot write a: the disk is full");
            }
            blocksTillFull -= blocks;
        }

        @Override
        void read(TorrentFiles torrentFiles, long at, ByteBuffer[] into) throws DiskFault {
            reads++;
            super.read(torrentFiles, at, into);
        }

        @Override
        void read(TorrentFiles torrentFiles, long at, ByteBuffer into) throws DiskFault {
            reads++;
            if (broken) {
                throw new DiskFault(StorageFault.IO_ERROR, "cannot read a: input/output error");
            }
            super.read(torrentFiles, at, into);
        }
    }

    @BeforeEach
    void open() throws Exception {
        files = torrent.in(home.resolve("data"));
        stamps = new WriteStamps(home.resolve("stamps"));
        worker = new DiskWorker(0, received, uploads, stamps, id -> open && id == TORRENT ? files : null, events::add, blocks -> {
            for (int block = 0; block < blocks.blockCount(); block++) {
                byte[] bytes = new byte[blocks.blockLengthBytes(block)];
                blocks.block(block).get(bytes);
                sent.add(bytes);
            }
            held.add(blocks);
        }, access);
    }

    @AfterEach
    void close() {
        worker.close();
        stamps.close();
    }

    private int slotWith(byte[] bytes) {
        int slot = received.take();
        received.buffer(slot).put(bytes);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        received.crc(slot, (int) crc.getValue());
        return slot;
    }

    private void write(int piece, int block, byte[] bytes) {
        worker.work(new StorageCommand.WriteBlock(TORRENT, piece, block, slotWith(bytes)));
    }

    private void write(int piece, int... blocks) {
        for (int block : blocks) {
            write(piece, block, torrent.block(piece, block));
        }
    }

    private List<Event> verify(int piece) {
        worker.work(new StorageCommand.VerifyPiece(TORRENT, piece, VerifyReason.DOWNLOADED));
        return events();
    }

    private List<Event> events() {
        List<Event> out = List.copyOf(events);
        events.clear();
        return out;
    }

    private static StorageEvent written(int piece, int first, int count) {
        return new StorageEvent.BlocksWritten(TORRENT, piece, first, count);
    }

    private static StorageEvent verified(int piece) {
        return new StorageEvent.PieceVerified(TORRENT, piece);
    }

    @Test
    void answersNeighboursTogetherOnceTheQueueIsEmpty() {
        write(0, 0, 1, 2);
        assertEquals(List.of(), events());
        assertFalse(worker.idle());
        assertEquals(List.of(written(0, 0, 3)), events());
        write(0, 4, 3);
        write(1, 0);
        worker.idle();
        assertEquals(List.of(written(0, 3, 2), written(1, 0, 1)), events(), "in order, whichever came first");
        assertEquals(SLOTS, received.freeCount());
    }

    @Test
    void writesNeighboursInOneCallAndNoMoreThanSixtyFour() throws Exception {
        TestTorrent large = TestTorrent.of(100 * BLOCK, file("large", 100 * BLOCK));
        files = large.in(home);
        for (int block = 0; block < 63; block++) {
            write(0, block, large.block(0, block));
        }
        assertEquals(List.of(), events());
        assertTrue(worker.hasPending());
        write(0, 63, large.block(0, 63));
        assertEquals(List.of(written(0, 0, 64)), events());
        assertFalse(worker.hasPending());
        for (int block = 64; block < 100; block++) {
            write(0, block, large.block(0, block));
        }
        assertFalse(worker.hasPending(), "a whole piece waits for nothing");
        assertEquals(List.of(written(0, 64, 36), verified(0)), verify(0));
        assertEquals(2, access.runs);
        assertEquals(0, access.reads);
    }

    @Test
    void aGapIsWaitedForWhileWhatLiesBeforeItIsWritten() throws Exception {
        TestTorrent large = TestTorrent.of(100 * BLOCK, file("large", 100 * BLOCK));
        files = large.in(home);
        for (int block = 0; block < 65; block++) {
            if (block != 62) {
                write(0, block, large.block(0, block));
            }
        }
        assertEquals(List.of(written(0, 0, 62)), events());
        for (int block : List.of(66, 62, 65)) {
            write(0, block, large.block(0, block));
        }
        worker.idle();
        assertEquals(List.of(written(0, 62, 5)), events());
        for (int block = 67; block < 100; block++) {
            write(0, block, large.block(0, block));
        }
        assertEquals(List.of(written(0, 67, 33), verified(0)), verify(0));
        assertEquals(0, access.reads, "all of it was hashed from memory");
    }

    @Test
    void thePieceThatWaitsLongestIsWrittenWhenTooManyBlocksWait() throws Exception {
        TestTorrent many = TestTorrent.of(2 * BLOCK, file("many", 2 * (BlockWriter.WAITING_MAX + 1) * BLOCK));
        files = many.in(home);
        for (int piece = 0; piece < BlockWriter.WAITING_MAX; piece++) {
            write(piece, 1, many.block(piece, 1));
        }
        assertEquals(List.of(), events());
        write(BlockWriter.WAITING_MAX, 1, many.block(BlockWriter.WAITING_MAX, 1));
        assertEquals(List.of(written(0, 1, 1)), events());
        worker.idle();
        assertEquals(BlockWriter.WAITING_MAX, events().size());
        assertEquals(SLOTS, received.freeCount());
    }

    @Test
    void writesARunThatCrossesTheBorderOfTwoFiles() throws Exception {
        TestTorrent two = TestTorrent.of(8 * BLOCK, file("a", 3 * BLOCK + 17), file("b", 5 * BLOCK - 17));
        files = two.in(home);
        for (int block = 0; block < 8; block++) {
            write(0, block, two.block(0, block));
        }
        assertEquals(List.of(written(0, 0, 8), verified(0)), verify(0));
        assertArrayEquals(two.entries().get(1).content(), Files.readAllBytes(two.path(home, 1)));
    }

    @Test
    void hashesWhatCameInOrderFromMemory() {
        write(0, 0, 1, 2, 3, 4);
        assertEquals(List.of(written(0, 0, 5), verified(0)), verify(0));
        assertEquals(0, access.reads);
    }

    @Test
    void hashesWhatCameAMomentTooEarlyFromMemoryToo() {
        write(0, 1, 0, 3, 2, 4);
        assertEquals(List.of(written(0, 0, 5), verified(0)), verify(0));
        assertEquals(0, access.reads);
    }

    @Test
    void readsBackOnlyWhatCameMuchTooEarly() {
        write(0, 0, 1, 3, 4);
        worker.idle();
        write(0, 2);
        assertEquals(verified(0), last(verify(0)));
        assertEquals(1, access.reads, "blocks 3 and 4 in one");
    }

    private static Event last(List<Event> all) {
        return all.get(all.size() - 1);
    }

    @Test
    void verifiesPiecesWhoseBlocksComeInAnyOrderAndInterleaved() {
        List<int[]> blocks = new ArrayList<>();
        for (int piece = 0; piece < torrent.metainfo().layout().pieceCount(); piece++) {
            for (int block = 0; block < torrent.metainfo().layout().blockCount(piece); block++) {
                blocks.add(new int[] {piece, block});
            }
        }
        for (int seed = 0; seed < 30; seed++) {
            Collections.shuffle(blocks, new Random(seed));
            blocks.forEach(it -> write(it[0], it[1]));
            worker.idle();
            assertEquals(blocks.size(), events().stream().mapToInt(it -> ((StorageEvent.BlocksWritten) it).blockCount()).sum());
            for (int piece = 0; piece < torrent.metainfo().layout().pieceCount(); piece++) {
                assertEquals(List.of(verified(piece)), verify(piece), "seed " + seed);
            }
        }
        assertEquals(SLOTS, received.freeCount());
    }

    @Test
    void aBlockWrittenTwiceCountsAsItWasWrittenLast() {
        byte[] wrong = new byte[BLOCK];
        write(0, 0, 1);
        write(0, 0, wrong);
        write(0, 2, 3, 4);
        assertEquals(new StorageEvent.PieceHashMismatched(TORRENT, 0), last(verify(0)));
        write(0, 0);
        assertEquals(verified(0), last(verify(0)));
        write(1, 0, wrong);
        write(1, 1);
        write(1, 0);
        write(1, 2, 3, 4);
        assertEquals(verified(1), last(verify(1)));
    }

    @Test
    void findsAWrongBlockAndTheRightPieceAfterIt() {
        byte[] wrong = torrent.block(0, 3);
        wrong[5] ^= 1;
        write(0, 0, 1, 2);
        write(0, 3, wrong);
        write(0, 4);
        assertEquals(List.of(written(0, 0, 5), new StorageEvent.PieceHashMismatched(TORRENT, 0)), verify(0));
        write(0, 0, 1, 2, 3, 4);
        assertEquals(verified(0), last(verify(0)));
    }

    @Test
    void saysWhenMemoryChangedBetweenReceiptAndWriting() {
        byte[] right = torrent.block(0, 1);
        write(0, 0);
        int slot = slotWith(right);
        CRC32C then = new CRC32C();
        then.update(right);
        received.buffer(slot).put(9, (byte) (right[9] ^ 4));
        worker.work(new StorageCommand.WriteBlock(TORRENT, 0, 1, slot));
        worker.idle();
        List<Event> said = events();
        assertEquals(written(0, 0, 2), said.get(0));
        StorageEvent.BlockCorrupted corrupted = (StorageEvent.BlockCorrupted) said.get(1);
        assertEquals(1, corrupted.blockIndex());
        assertEquals((int) then.getValue(), corrupted.crcReceived());
        assertTrue(corrupted.crcWritten() != corrupted.crcReceived());
    }

    @Test
    void aFullDiskIsSaidBehindWhatWasWrittenAndFreesTheSlot() {
        access.blocksTillFull = 2;
        write(0, 0, 1, 2);
        worker.idle();
        assertEquals(List.of(written(0, 0, 1), written(0, 1, 1), new StorageEvent.BlockWriteFailed(TORRENT, 0, 2, StorageFault.NO_SPACE,
                "cannot write a: the disk is full")), events());
        assertEquals(SLOTS, received.freeCount());
        access.blocksTillFull = Integer.MAX_VALUE;
        write(0, 2, 3, 4);
        assertEquals(List.of(written(0, 2, 3), verified(0)), verify(0));
    }

    @Test
    void aPieceThatCannotBeReadIsNeitherRightNorWrong() throws Exception {
        write(0, 1, 2, 3, 4);
        worker.idle();
        write(0, 0);
        access.broken = true;
        assertEquals(new StorageEvent.PieceReadFailed(TORRENT, 0, StorageFault.IO_ERROR, "cannot read a: input/output error"), last(verify(0)));
        access.broken = false;
        assertEquals(List.of(verified(0)), verify(0));
        assertEquals(StorageFault.MISSING, ((StorageEvent.PieceReadFailed) last(verify(1))).fault());
    }

    @Test
    void verifiesWhatLiesThereAndMissesWhatIsShort() throws Exception {
        torrent.writeTo(home.resolve("data"));
        for (int piece = 0; piece < torrent.metainfo().layout().pieceCount(); piece++) {
            assertEquals(List.of(verified(piece)), verify(piece));
        }
        worker.work(new DiskWorker.Barrier(TORRENT, true, () -> { }));
        Files.write(torrent.path(home.resolve("data"), 0), new byte[99_999]);
        assertEquals(List.of(new StorageEvent.PieceHashMismatched(TORRENT, 0)), verify(0));
        assertEquals(StorageFault.MISSING, ((StorageEvent.PieceReadFailed) last(verify(1))).fault());
    }

    @Test
    void readsBlocksForPeersOverTheBordersOfFiles() throws Exception {
        torrent.writeTo(home.resolve("data"));
        worker.work(new PeerCommand.SendBlock(3, TORRENT, 1, BLOCK, BLOCK));
        worker.work(new PeerCommand.SendBlock(3, TORRENT, 1, 100, 50));
        assertArrayEquals(torrent.block(1, 1), sent.get(0));
        assertArrayEquals(java.util.Arrays.copyOfRange(torrent.block(1, 0), 100, 150), sent.get(1));
        assertEquals(List.of(), events());
    }

    @Test
    void waitsForASlotToReadAnotherBlock() throws Exception {
        torrent.writeTo(home.resolve("data"));
        for (int block = 0; block < 3; block++) {
            worker.work(new PeerCommand.SendBlock(3, TORRENT, 0, block * BLOCK, BLOCK));
        }
        assertEquals(2, sent.size());
        assertTrue(worker.idle());
        held.get(0).release();
        assertFalse(worker.idle());
        assertArrayEquals(torrent.block(0, 2), sent.get(2));
    }

    private void send(int piece, int firstBlock, int lengthBytes) {
        worker.work(new PeerCommand.SendBlocks(3, TORRENT, piece, firstBlock * BLOCK, lengthBytes));
    }

    @Test
    void readsARunWithOneCallAndWithRoomForTheHeads() throws Exception {
        torrent.writeTo(home.resolve("data"));
        send(0, 1, 2 * BLOCK + 100);
        assertEquals(1, access.reads);
        assertArrayEquals(torrent.block(0, 1), sent.get(0));
        assertArrayEquals(torrent.block(0, 2), sent.get(1));
        assertArrayEquals(java.util.Arrays.copyOf(torrent.block(0, 3), 100), sent.get(2));
        ByteBuffer messages = held.get(0).messages();
        assertEquals(3 * 13 + 2 * BLOCK + 100, messages.remaining());
        assertEquals(torrent.block(0, 1)[0], messages.get(13));
        assertEquals(torrent.block(0, 3)[99], messages.get(messages.limit() - 1));
        held.get(0).release();
        send(1, 0, 5 * BLOCK); // from a into b
        assertArrayEquals(torrent.block(1, 4), sent.get(7));
    }

    @Test
    void aRunThatFindsNoSlotGoesBlockByBlock() throws Exception {
        torrent.writeTo(home.resolve("data"));
        send(0, 0, 2 * BLOCK);
        send(0, 2, 3 * BLOCK);
        assertEquals(4, sent.size());
        assertTrue(worker.idle());
        held.get(1).release();
        assertFalse(worker.idle());
        for (int block = 0; block < 5; block++) {
            assertArrayEquals(torrent.block(0, block), sent.get(block));
        }
    }

    @Test
    void aLongRunGoesInPartsOfSixteen() throws Exception {
        TestTorrent large = TestTorrent.of(40 * BLOCK, file("large", 40 * BLOCK));
        files = large.in(home);
        large.writeTo(home);
        send(0, 0, 40 * BLOCK);
        assertEquals(16 + 2, sent.size(), "one run and, since there is no other slot for one, what there is for blocks");
        for (int i = 0; i < held.size(); i++) {
            held.get(i).release();
            worker.idle();
        }
        for (int block = 0; block < 40; block++) {
            assertArrayEquals(large.block(0, block), sent.get(block));
        }
        assertEquals(1, uploads.ofRuns().freeCount());
    }

    @Test
    void ofARunThatCannotBeReadWholeGoesWhatCan() throws Exception {
        torrent.writeTo(home.resolve("data"));
        Files.delete(torrent.path(home.resolve("data"), 1));
        send(1, 0, 5 * BLOCK);
        assertEquals(1, sent.size(), "the only one that lies in the first file");
        assertEquals(List.of(1, 2, 3, 4), events().stream().map(it -> ((StorageEvent.BlockReadFailed) it).offsetBytes() / BLOCK).toList());
    }

    @Test
    void saysWhichBlockCannotBeReadForAPeer() {
        worker.work(new PeerCommand.SendBlock(3, TORRENT, 0, 0, BLOCK));
        open = false;
        worker.work(new PeerCommand.SendBlock(3, TORRENT, 0, 0, BLOCK));
        for (Event event : events()) {
            StorageEvent.BlockReadFailed failed = (StorageEvent.BlockReadFailed) event;
            assertEquals(StorageFault.MISSING, failed.fault());
            assertEquals(BLOCK, failed.lengthBytes());
        }
        assertEquals(2, uploads.ofBlocks().freeCount());
        assertEquals(1, uploads.ofRuns().freeCount());
        assertEquals(List.of(), sent);
    }

    @Test
    void freesTheSlotOfABlockForATorrentThatIsClosed() {
        open = false;
        write(0, 0);
        assertEquals(List.of(), verify(0));
        assertEquals(SLOTS, received.freeCount());
    }

    @Test
    void forgetsWhatItHashedOfATorrentThatIsClosed() throws Exception {
        write(0, 0, 1);
        List<String> reached = new ArrayList<>();
        worker.work(new DiskWorker.Barrier(TORRENT, true, () -> reached.add("here")));
        assertEquals(List.of("here"), reached);
        assertEquals(List.of(written(0, 0, 2)), events());
        assertEquals(0, access.openCount());
        torrent.writeTo(home.resolve("data"));
        byte[] changed = torrent.entries().get(0).content().clone();
        changed[0] ^= 1;
        Files.write(torrent.path(home.resolve("data"), 0), changed);
        write(0, 2, 3, 4);
        assertEquals(new StorageEvent.PieceHashMismatched(TORRENT, 0), last(verify(0)), "what was in memory before is not what is on disk now");
    }

    @Test
    void notesWhenItWrote() {
        long before = System.currentTimeMillis() * 1_000_000;
        assertEquals(0, stamps.last());
        write(0, 0);
        worker.idle();
        assertTrue(stamps.last() >= before);
    }
}
