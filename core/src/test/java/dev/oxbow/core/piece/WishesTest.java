package dev.oxbow.core.piece;

import static dev.oxbow.core.piece.PickerPicture.assertPicks;
import static dev.oxbow.core.piece.PickerPicture.peerHas;
import static dev.oxbow.core.piece.PickerPicture.picker;
import static dev.oxbow.core.piece.PickerPicture.picks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.PickReason;
import dev.oxbow.core.value.Bitfield;
import org.junit.jupiter.api.Test;

/** What the user wants, wants first and wants in order. */
class WishesTest {
    private static Bitfield all(int count) {
        return peerHas("x".repeat(count));
    }

    private static PickReason reason(PiecePicker picker, String peerHas) {
        BlockPicker.Asker asker = BlockPicker.Asker.trusted(1, peerHas(peerHas), peerHas.length());
        return new BlockPicker(picker, 1, 1).next(asker, 4).orElseThrow().reason();
    }

    @Test
    void takesPreferredPiecesFirstAndOfThemTheRarest() {
        PiecePicker picker = picker("have:  xxxx....", "avail: 99991239");
        picker.select(all(8), peerHas(".....xxx"));
        assertEquals(PickReason.PREFERRED_FILE, reason(picker, "xxxxxxxx"));
        assertPicks("5:0-3 6:0-3 7:0-3 4:0-3", picker, "xxxxxxxx", 100);
    }

    @Test
    void takesPreferredPiecesFromTheFirstToTheLastWhenTheUserWantsOrder() {
        PiecePicker picker = picker("have:  xxxx....", "avail: 99991932");
        picker.sequential(true);
        assertTrue(picker.isSequential());
        picker.select(all(8), peerHas(".....x.x"));
        assertPicks("5:0-3 7:0-3 4:0-3 6:0-3", picker, "xxxxxxxx", 100);
    }

    @Test
    void leavesAPreferredPieceThatThePeerHasNotToOthers() {
        PiecePicker picker = picker("have:  xxxx....", "avail: 99991239");
        picker.select(all(8), peerHas("......x."));
        assertPicks("4:0-3 5:0-3 7:0-3", picker, "xxxxxx.x", 100);
    }

    @Test
    void goesFromTheFirstToTheLastWhenTheUserWantsOrder() {
        PiecePicker picker = picker("avail: 9123", "partial: 1=xxxx");
        picker.sequential(true);
        assertEquals(PickReason.SEQUENTIAL, reason(picker, "xxxx"));
        assertPicks("0:0-3 3:0-3", picker, "xx.x", 100);
        assertPicks("2:0-3", picker, "xxxx", 100);
        assertTrue(picks(picker, "xxxx", 100).isEmpty());
    }

    @Test
    void takesNothingThatIsNotWantedAndTakesItOnceItIs() {
        PiecePicker picker = picker("have:  xxxx....", "avail: 99993124", "partial: 4=r...");
        picker.select(peerHas("xxxxx.x."), new Bitfield(8));
        picker.checkInvariants();
        assertEquals(2, picker.wantedMissing());
        assertEquals(peerHas("xxxxx.x."), picker.wanted());
        assertPicks("4:1-3 6:0-3", picker, "xxxxxxxx", 100);
        picker.select(all(8), new Bitfield(8));
        picker.checkInvariants();
        assertPicks("5:0-3 7:0-3", picker, "xxxxxxxx", 100);
    }

    @Test
    void goesOnWithABegunPieceOnlyWhileItIsWanted() {
        PiecePicker picker = picker("have:  xxxx..", "avail: 999911", "partial: 4=r...");
        picker.select(peerHas("xxxx.x"), new Bitfield(6));
        picker.checkInvariants();
        assertPicks("5:0-3", picker, "xxxxxx", 100);
        picker.select(all(6), new Bitfield(6));
        picker.checkInvariants();
        assertPicks("4:1-3", picker, "xxxxxx", 100);
    }

    @Test
    void isCompleteWhenAllThatIsWantedIsVerified() {
        PiecePicker picker = picker("have:  xx..", "avail: 1111");
        assertFalse(picker.isComplete());
        picker.select(peerHas("xxx."), new Bitfield(4));
        assertEquals(1, picker.wantedMissing());
        picker.verified(2);
        assertTrue(picker.isComplete());
        picker.verified(3);
        assertEquals(0, picker.wantedMissing(), "what nobody wants was never missing");
        picker.checkInvariants();
    }

    @Test
    void fetchesAForgottenPieceAgainIfItIsWanted() {
        PiecePicker picker = picker("have:  xxxxxx", "avail: 111111");
        picker.select(peerHas("xxxxx."), new Bitfield(6));
        picker.forget(5);
        picker.checkInvariants();
        assertTrue(picker.isComplete(), "nobody wants it");
        picker.forget(4);
        picker.checkInvariants();
        assertEquals(1, picker.wantedMissing());
        assertPicks("4:0-3", picker, "xxxxxx", 100);
        picker.forget(4);
        picker.checkInvariants();
        assertPicks("4:0-3", picker, "xxxxxx", 100);
        assertEquals(1, picker.wantedMissing(), "it was missing already");
    }
}
