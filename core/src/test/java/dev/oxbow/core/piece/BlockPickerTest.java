package dev.oxbow.core.piece;

import static dev.oxbow.core.piece.PickerPicture.assertPicks;
import static dev.oxbow.core.piece.PickerPicture.peerHas;
import static dev.oxbow.core.piece.PickerPicture.picker;
import static dev.oxbow.core.piece.PickerPicture.picks;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.PickReason;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BlockPickerTest {
    @Test
    void asksForTheRarestPieceFirst() {
        PiecePicker picker = picker("have:  xxxx....", "avail: 99993124");
        assertPicks("5:0-3 6:0-3 4:0-3 7:0-3", picker, "xxxxxxxx", 100);
    }

    @Test
    void leavesOutWhatThePeerHasNot() {
        PiecePicker picker = picker("have:  xxxx....", "avail: 99993124");
        assertPicks("6:0-3 7:0-3", picker, "xxxx..xx", 100);
    }

    @Test
    void leavesOutWhatIsHad() {
        PiecePicker picker = picker("have:  xxxxxx..", "avail: 11111111");
        assertEquals(new TreeSet<>(List.of("6:0-3", "7:0-3")), new TreeSet<>(picks(picker, "xxxxxxxx", 100)));
    }

    @Test
    void finishesBegunPiecesBeforeRareOnes() {
        PiecePicker picker = picker("have:  xxxx....", "avail: 99993124", "partial: 7=x..w", "partial: 4=r...");
        assertPicks("7:1-2 4:1-3 5:0-3", picker, "xxxxxxxx", 9);
    }

    @Test
    void asksForNoMoreThanThereIsRoomFor() {
        PiecePicker picker = picker("have:  xxxx....", "avail: 99991999");
        assertPicks("4:0-2", picker, "xxxxxxxx", 3);
        assertPicks("4:3", picker, "xxxxxxxx", 1);
    }

    @Test
    void cutsARunWhereABlockIsTaken() {
        PiecePicker picker = picker("have:  xxxx.", "avail: 99991", "partial: 4=.r..");
        assertPicks("4:0 4:2-3", picker, "xxxxx", 9);
    }

    @Test
    void takesAnyPieceWhileThereIsNothingToTrade() {
        PiecePicker picker = picker("avail: 99999991");
        BlockPicker.Pick pick = new BlockPicker(picker, 1, 1).next(BlockPicker.Asker.trusted(1, peerHas("xxxxxxxx"), 8), 4).orElseThrow();
        assertEquals(PickReason.RANDOM_FIRST, pick.reason());
        TreeSet<Integer> firsts = new TreeSet<>();
        for (long seed = 0; seed < 50; seed++) {
            firsts.add(new BlockPicker(picker, seed, 1).next(BlockPicker.Asker.trusted(1, peerHas("xxxxxxxx"), 8), 4).orElseThrow().pieceIndex());
        }
        assertTrue(firsts.size() > 4, "sessions begin with different pieces: " + firsts);
    }

    @Test
    void takesAWebSeedsBlocksFromBehindOnceAllIsAskedFor() {
        PiecePicker picker = picker("have:  xxxx..", "avail: 111111");
        BlockPicker blocks = new BlockPicker(picker, 1, 1);
        for (int block = 0; block < 4; block++) {
            picker.requested(4, block, block == 1 ? 9 : -1);
            picker.requested(5, block, -1);
        }
        for (String expected : List.of("4.1", "5.3", "5.2", "5.1", "5.0", "4.3", "4.2", "4.0")) {
            BlockPicker.Pick pick = blocks.nextEndgame(BlockPicker.Asker.trusted(1, peerHas("xxxxxx"), 0)).orElseThrow();
            assertEquals(expected, pick.pieceIndex() + "." + pick.firstBlock(), "what is asked of a peer comes first");
            picker.requested(pick.pieceIndex(), pick.firstBlock(), 1);
        }
        assertTrue(blocks.nextEndgame(BlockPicker.Asker.trusted(1, peerHas("xxxxxx"), 0)).isEmpty());
    }

    @Test
    void asksASecondPeerOnlyWhenEverythingIsAskedFor() {
        PiecePicker picker = picker("have:  xxxx..", "avail: 111111", "partial: 4=xrrr");
        BlockPicker blocks = new BlockPicker(picker, 1, 1);
        assertTrue(blocks.nextEndgame(BlockPicker.Asker.trusted(1, peerHas("xxxxxx"), 0)).isEmpty(), "piece 5 is not begun");
        for (int block = 0; block < 4; block++) {
            picker.requested(5, block, PickerPicture.SOMEBODY);
        }
        assertEquals(new BlockPicker.Pick(4, 1, 1, PickReason.ENDGAME), blocks.nextEndgame(BlockPicker.Asker.trusted(1, peerHas("xxxxxx"), 0)).orElseThrow());
        assertTrue(blocks.nextEndgame(BlockPicker.Asker.trusted(PickerPicture.SOMEBODY, peerHas("xxxxxx"), 0)).isEmpty(), "it is asked already");
        picker.requested(4, 1, 1);
        assertEquals(2, blocks.nextEndgame(BlockPicker.Asker.trusted(2, peerHas("xxxxxx"), 0)).orElseThrow().firstBlock(), "two peers for a block are enough");
    }

    @Test
    void keepsWhoSpoiltAPieceOutOfItsEndgame() {
        PiecePicker picker = picker("have:  xxxx..", "avail: 111111", "partial: 4=rrrr", "partial: 5=rrrr");
        BlockPicker blocks = new BlockPicker(picker, 1, 1);
        BlockPicker.Asker spoiler = new BlockPicker.Asker(1, peerHas("xxxxxx"), 0, true, piece -> piece == 4, piece -> piece == 4, piece -> false);
        BlockPicker.Asker hopeless = new BlockPicker.Asker(1, peerHas("xxxxxx"), 0, true, piece -> false, piece -> false, piece -> piece == 5);
        assertEquals(5, blocks.nextEndgame(spoiler).orElseThrow().pieceIndex());
        assertEquals(4, blocks.nextEndgame(hopeless).orElseThrow().pieceIndex());
    }

    @Test
    void neverWaitsForPiecesThatNobodyHas() {
        PiecePicker picker = picker("have:  xxxx..", "avail: 111110", "partial: 4=rrrr");
        assertEquals(4, new BlockPicker(picker, 1, 1).nextEndgame(BlockPicker.Asker.trusted(1, peerHas("xxxxxx"), 0)).orElseThrow().pieceIndex());
    }
}
