package dev.oxbow.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.PieceLayout;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Four pieces of two blocks over a file, a pad, an empty file and a file. */
class DiskLedgerTest {
    private static final int BLOCK = PieceLayout.BLOCK_LENGTH_BYTES;
    private static final PieceLayout PIECES = new PieceLayout(8L * BLOCK, 2 * BLOCK);
    private static final FileLayout FILES = FileLayout.of(new long[] {3 * BLOCK, BLOCK, 0, 4 * BLOCK}, new boolean[] {false, true, false, false});

    private final DiskLedger disk = new DiskLedger(PIECES, FILES);
    private final Bitfield verified = new Bitfield(4);

    private static FileStamp stamp(int file, long size, long time) {
        return new FileStamp(file, size, time, file);
    }

    private void write(int piece) {
        for (int block = 0; block < 2; block++) {
            disk.writing(piece, block);
            disk.written(BLOCK, 10);
        }
        verified.add(piece);
    }

    private void sync(FileStamp... stamps) {
        disk.syncing(1, verified, disk.filesToSync(verified));
        disk.synced(1, List.of(stamps));
    }

    @Test
    void findsTheFilesThatAWriteTouches() {
        disk.writing(1, 0);
        assertEquals("x...", disk.dirtyFiles().toString());
        disk.writing(1, 1);
        assertEquals("x...", disk.dirtyFiles().toString(), "a pad is never written");
        disk.writing(2, 0);
        assertEquals("x..x", disk.dirtyFiles().toString(), "an empty file has no part in a block behind it");
    }

    @Test
    void vouchesOnlyForWhatWasVerifiedWhenTheSyncBegan() {
        write(0);
        disk.syncing(1, verified, disk.filesToSync(verified));
        write(2);
        disk.synced(1, List.of(stamp(0, 2 * BLOCK, 10)));
        assertEquals("x...", disk.durable().toString());
        assertEquals("...x", disk.dirtyFiles().toString());
    }

    @Test
    void vouchesForNothingThatWasDistrustedMeanwhile() {
        write(0);
        disk.syncing(1, verified, disk.filesToSync(verified));
        disk.distrusted(0);
        disk.synced(1, List.of());
        assertTrue(disk.durable().isEmpty());
    }

    @Test
    void takesNoAnswerToAnotherSync() {
        write(0);
        disk.syncing(5, verified, disk.filesToSync(verified));
        disk.synced(4, List.of());
        assertTrue(disk.isSyncing());
        assertTrue(disk.durable().isEmpty());
    }

    @Test
    void syncsAgainWhatASyncFailedOn() {
        write(0);
        disk.syncing(1, verified, disk.filesToSync(verified));
        assertEquals(Deadline.NONE, disk.dirtySinceNs());
        assertEquals("x.x.", disk.unsyncedFiles().toString());
        disk.syncFailed(1, 20);
        assertEquals("x.x.", disk.dirtyFiles().toString());
        assertTrue(disk.isSyncFailed());
        assertEquals(20, disk.dirtySinceNs());
    }

    @Test
    void syncsFilesWithVerifiedPiecesThatNobodyWrote() {
        verified.add(2);
        assertEquals("..xx", disk.filesToSync(verified).toString());
    }

    @Test
    void createsEmptyFilesOnce() {
        assertTrue(disk.lacksEmptyFile());
        sync(stamp(2, 0, 5));
        assertFalse(disk.lacksEmptyFile());
        assertTrue(disk.filesToSync(verified).isEmpty());
    }

    @Test
    void knowsItsOwnFilesAgain() {
        write(0);
        sync(stamp(0, 2 * BLOCK, 10), stamp(2, 0, 5));
        disk.observed(List.of(stamp(0, 2 * BLOCK, 10), stamp(2, 0, 5), FileStamp.missing(3)), 10, false);
        assertEquals("....", disk.changedFiles().toString());
        assertEquals("....", disk.foundFiles().toString());
    }

    @Test
    void seesThatSomebodyElseWrote() {
        write(0);
        sync(stamp(0, 2 * BLOCK, 10));
        for (FileStamp other : List.of(stamp(0, 2 * BLOCK, 11), stamp(0, BLOCK, 10), new FileStamp(0, 2 * BLOCK, 10, 99), FileStamp.missing(0))) {
            DiskLedger fresh = new DiskLedger(PIECES, FILES);
            fresh.restore(List.of(stamp(0, 2 * BLOCK, 10)), new Bitfield(4));
            fresh.observed(List.of(other), 100, false);
            assertEquals("x...", fresh.changedFiles().toString(), other.toString());
        }
    }

    @Test
    void expectsItsOwnWritesAfterTheLastSync() {
        Bitfield dirty = new Bitfield(4);
        dirty.add(0);
        disk.restore(List.of(stamp(0, 2 * BLOCK, 10)), dirty);
        disk.observed(List.of(stamp(0, 3 * BLOCK, 15)), 15, false);
        assertTrue(disk.changedFiles().isEmpty());
        disk.observed(List.of(stamp(0, 3 * BLOCK, 16)), 15, false);
        assertEquals("x...", disk.changedFiles().toString(), "later than our last write");
    }

    @Test
    void takesWhatThePowerCutMadeItForgetForItsOwnWrites() {
        write(0);
        sync(stamp(0, 2 * BLOCK, 10), stamp(2, 0, 5));
        FileStamp written = stamp(0, 3 * BLOCK, 15);
        disk.observed(List.of(written), 15, true);
        assertTrue(disk.changedFiles().isEmpty(), "it lacked a piece: we may have written to it");
        assertEquals("x...", disk.dirtyFiles().toString(), "the next sync must learn how it looks");
        disk.observed(List.of(stamp(0, 3 * BLOCK, 16)), 15, true);
        assertEquals("x...", disk.changedFiles().toString(), "later than any write of ours");
    }

    @Test
    void knowsThatItNeverWritesToACompleteFile() {
        write(0);
        write(1);
        sync(stamp(0, 3 * BLOCK, 10), stamp(2, 0, 5));
        disk.observed(List.of(stamp(0, 3 * BLOCK, 15)), 15, true);
        assertEquals("x...", disk.changedFiles().toString());
    }

    @Test
    void takesAnUnknownFileForFoundAndThenKnowsIt() {
        disk.observed(List.of(stamp(0, 5, 7), FileStamp.missing(3)), 0, false);
        assertEquals("x...", disk.foundFiles().toString());
        disk.settled();
        disk.observed(List.of(stamp(0, 5, 7), FileStamp.missing(3)), 0, false);
        assertTrue(disk.foundFiles().isEmpty());
        assertTrue(disk.changedFiles().isEmpty());
    }
}
