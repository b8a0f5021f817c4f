package dev.oxbow.core.piece;

import static dev.oxbow.core.piece.PickerPicture.SOMEBODY;
import static dev.oxbow.core.piece.PickerPicture.assertPicks;
import static dev.oxbow.core.piece.PickerPicture.peerHas;
import static dev.oxbow.core.piece.PickerPicture.picker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Where the blocks of a begun piece stand, and who sent them. */
class PieceProgressTest {
    private final PiecePicker picker = picker("have:  xxxx..", "avail: 999911", "partial: 4=xwr.");
    private final PieceProgress progress = picker.progress(4);

    @Test
    void tellsWhereEachBlockStands() {
        assertEquals("xwr.", progress.toString());
        assertEquals(1, progress.missingCount());
        assertEquals(1, progress.writtenCount());
        assertEquals(peerHas("x..."), progress.writtenBlocks());
        assertFalse(progress.isWritten());
    }

    @Test
    void tellsWhoSentABlockWhenAndWithWhichChecksum() {
        picker.requested(4, 3, 9);
        picker.writing(4, 3, 9, 77, 123);
        assertEquals(9, progress.writtenBy(3));
        assertEquals(77, progress.crc(3));
        assertEquals(123, progress.receivedAt(3));
        assertEquals(PieceProgress.NOBODY, progress.writtenBy(2));
        assertEquals(0, progress.askedCount(3), "it has come");
    }

    @Test
    void knowsTheOnlySenderIfThereIsOne() {
        assertEquals(PieceProgress.NOBODY, progress.soleWriter());
        picker.writing(4, 2, SOMEBODY, 0, 0);
        picker.writing(4, 3, SOMEBODY, 0, 0);
        assertEquals(SOMEBODY, progress.soleWriter());
        picker.writing(4, 3, 9, 0, 0);
        assertEquals(PieceProgress.NOBODY, progress.soleWriter());
    }

    @Test
    void isWrittenOnceEveryBlockIs() {
        for (int block = 1; block < 4; block++) {
            assertFalse(progress.isWritten());
            picker.writing(4, block, SOMEBODY, 0, 0);
            picker.written(4, block);
            picker.checkInvariants();
        }
        assertTrue(progress.isWritten());
        assertEquals(4, progress.writtenCount());
        assertEquals(0, progress.missingCount());
    }

    @Test
    void asksTwoPeersAndGoesOnWithTheSecondWhenTheFirstIsGone() {
        picker.requested(4, 2, 9);
        assertEquals(SOMEBODY, progress.askedOf(2));
        assertEquals(9, progress.alsoAskedOf(2));
        picker.released(4, 2, SOMEBODY);
        assertEquals(9, progress.askedOf(2));
        assertEquals(PieceProgress.NOBODY, progress.alsoAskedOf(2));
        assertEquals("xwr.", progress.toString());
        picker.requested(4, 2, 10);
        picker.released(4, 2, 10);
        assertEquals(1, progress.askedCount(2));
        picker.released(4, 2, 9);
        assertEquals("xw..", progress.toString());
    }

    @Test
    void wantsABlockAgainWhoseWriteFailed() {
        picker.writeFailed(4, 1);
        assertEquals("x.r.", progress.toString());
        assertPicks("4:1 4:3", picker, "xxxxx.", 100);
        picker.requested(4, 0, 9);
        picker.writeFailed(4, 0);
        assertEquals("rrrr", progress.toString(), "the other peer that was asked still sends it");
        picker.checkInvariants();
    }

    @Test
    void goesOnWithWhatAnEarlierProcessWrote() {
        picker.restoreWritten(5, peerHas("x.x."));
        picker.checkInvariants();
        assertEquals("x.x.", picker.progress(5).toString());
        assertEquals(2, picker.progress(5).missingCount());
        assertPicks("4:3 5:1 5:3", picker, "xxxxxx", 100);
        picker.checkInvariants();
    }

    @Test
    void remembersThatItIsHashedAndThatTheFaultIsOurs() {
        picker.verifying(5);
        picker.notVerifying(5);
        picker.ownFault(5);
        assertFalse(picker.isBegun(5), "what is not begun is left alone");
        assertThrows(IllegalArgumentException.class, () -> picker.progress(5));
        assertFalse(progress.isVerifying());
        picker.verifying(4);
        assertTrue(progress.isVerifying());
        picker.notVerifying(4);
        assertFalse(progress.isVerifying());
        assertFalse(progress.isOwnFault());
        picker.ownFault(4);
        assertTrue(progress.isOwnFault());
    }

    @Test
    void countsPeersThatHaveEverythingApartAndTheSame() {
        picker.peerHasAll(peerHas("xxxxxx"));
        assertEquals(2, picker.availability(4));
        assertEquals(10, picker.availability(0));
        picker.peerNoLongerSeed();
        assertEquals(2, picker.availability(5));
        picker.peerLost(5);
        assertEquals(1, picker.availability(5));
        picker.peerHas(5);
        picker.peerBecameSeed();
        assertEquals(2, picker.availability(5));
        assertEquals(10, picker.availability(0));
        picker.peerLostAll(peerHas("xxxxxx"));
        assertEquals(1, picker.availability(5));
        picker.checkInvariants();
    }
}
