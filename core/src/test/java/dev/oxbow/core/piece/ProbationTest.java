package dev.oxbow.core.piece;

import static dev.oxbow.core.piece.PickerPicture.peerHas;
import static dev.oxbow.core.piece.PickerPicture.picker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.PickReason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who has not proved itself, and pieces of which a copy was wrong. */
class ProbationTest {
    private static final long STRANGER = 3;

    private final PiecePicker picker = picker("have:  xxxx....", "avail: 99991239", "partial: 7=r...");
    private final BlockPicker blocks = new BlockPicker(picker, 1, 1);

    private static BlockPicker.Asker stranger(String pieces) {
        return new BlockPicker.Asker(STRANGER, peerHas(pieces), 4, false, piece -> false, piece -> false, piece -> false);
    }

    private static BlockPicker.Asker suspecting(long connectionId, int suspect, boolean hadPart) {
        return new BlockPicker.Asker(connectionId, peerHas("xxxxxxxx"), 4, true, piece -> piece == suspect, piece -> hadPart, piece -> false);
    }

    private void ask(BlockPicker.Pick pick, long connectionId) {
        for (int block = pick.firstBlock(); block < pick.firstBlock() + pick.blockCount(); block++) {
            picker.requested(pick.pieceIndex(), block, connectionId);
        }
    }

    private String next(BlockPicker.Asker asker, int blocksMax) {
        Optional<BlockPicker.Pick> pick = blocks.next(asker, blocksMax);
        pick.ifPresent(it -> ask(it, asker.connectionId()));
        return pick.map(it -> it.pieceIndex() + ":" + it.firstBlock() + "+" + it.blockCount() + " " + it.reason()).orElse("nothing");
    }

    @Test
    void givesAStrangerOnePieceAloneAndNothingMore() {
        assertEquals("4:0+2 PROBATION", next(stranger("xxxxxxxx"), 2), "not the one that others have begun");
        picker.exclusive(4, STRANGER);
        assertEquals("4:2+2 PROBATION", next(stranger("xxxxxxxx"), 4));
        assertEquals("nothing", next(stranger("xxxxxxxx"), 4));
        picker.verified(4);
        assertEquals("5:0+1 PROBATION", next(stranger("xxxxxxxx"), 1));
    }

    @Test
    void givesAStrangerWithNothingUntouchedWhatOthersHaveBegun() {
        assertEquals("7:1+3 BEGUN_PIECE", next(stranger("xxxx...x"), 4));
    }

    @Test
    void leavesAPieceMeantForOnePeerAloneUntilNothingElseIsLeft() {
        ask(new BlockPicker.Pick(4, 0, 1, PickReason.PROBATION), STRANGER);
        picker.exclusive(4, STRANGER);
        BlockPicker.Asker asker = BlockPicker.Asker.trusted(1, peerHas("xxxxxxxx"), 4);
        assertEquals("7:1+3 BEGUN_PIECE", next(asker, 4));
        assertEquals("5:0+4 RAREST_FIRST", next(asker, 4));
        assertEquals("6:0+4 RAREST_FIRST", next(asker, 4));
        assertEquals("4:1+3 BEGUN_PIECE", next(asker, 4), "what is left at the end is for everybody");
        assertEquals("nothing", next(asker, 4));
        assertTrue(picker.isEverythingAsked());
    }

    @Test
    void sharesWhatWasForOnePeerAloneOnceThatIsOfNoUse() {
        ask(new BlockPicker.Pick(4, 0, 1, PickReason.PROBATION), STRANGER);
        picker.exclusive(4, STRANGER);
        picker.shareExclusive(STRANGER + 1);
        assertEquals(STRANGER, picker.progress(4).exclusiveTo());
        picker.shareExclusive(STRANGER);
        assertEquals(PieceProgress.NOBODY, picker.progress(4).exclusiveTo());
        assertEquals("7:1+3 BEGUN_PIECE", next(BlockPicker.Asker.trusted(1, peerHas("xxxxxxxx"), 4), 4));
        assertEquals("4:1+3 BEGUN_PIECE", next(BlockPicker.Asker.trusted(1, peerHas("xxxxxxxx"), 4), 4));
    }

    @Test
    void namesASuspectPieceAndKeepsItForItsOnlySender() {
        picker.forget(7);
        assertEquals("4:0+1 SUSPECT_PIECE", next(suspecting(1, 4, false), 1));
        picker.exclusive(4, 1);
        assertEquals("4:1+3 SUSPECT_PIECE", next(suspecting(1, 4, false), 4));
        assertEquals("5:0+4 RAREST_FIRST", next(suspecting(1, 4, false), 4));
    }

    @Test
    void asksWhoHadAPartInABadCopyForAnythingElse() {
        picker.forget(7);
        assertEquals("5:0+4 RAREST_FIRST", next(suspecting(1, 4, true), 4));
    }
}
