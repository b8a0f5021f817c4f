package dev.oxbow.core.piece;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.FetchReason;
import dev.oxbow.core.piece.RangePicker.Range;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.PieceLayout;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Ten pieces of two blocks each; the last has one. */
class RangePickerTest {
    private static final long SEED = -1;
    private static final long OTHER = -2;
    private static final IntPredicate EVERYTHING = piece -> true;

    private final PiecePicker pieces = new PiecePicker(new PieceLayout(19 * 16384 - 5, 32768), 7, 1);
    private final RangePicker picker = new RangePicker(pieces);

    private Optional<Range> next(int blocksMax) {
        return picker.next(SEED, EVERYTHING, blocksMax);
    }

    private static Optional<Range> range(int piece, int first, int count, FetchReason reason) {
        return Optional.of(new Range(piece, first, count, reason));
    }

    private void ask(int piece, int first, int count, long sender) {
        for (int block = first; block < first + count; block++) {
            pieces.requested(piece, block, sender);
        }
    }

    private static Bitfield set(int... pieces) {
        Bitfield out = new Bitfield(10);
        for (int piece : pieces) {
            out.add(piece);
        }
        return out;
    }

    @Test
    void takesEverythingInARowWhenNoPeerHasAnything() {
        assertEquals(range(0, 0, 19, FetchReason.NO_PEER_HAS_IT), next(100));
    }

    @Test
    void takesWholePieces() {
        assertEquals(range(0, 0, 4, FetchReason.NO_PEER_HAS_IT), next(5));
        assertEquals(range(0, 0, 1, FetchReason.NO_PEER_HAS_IT), next(1), "but a piece that is too long is begun");
    }

    @Test
    void stopsAtWhatIsBegunVerifiedOrNotThere() {
        pieces.verified(3);
        ask(6, 0, 1, 5);
        assertEquals(range(0, 0, 6, FetchReason.NO_PEER_HAS_IT), next(100));
        ask(0, 0, 2, SEED);
        ask(1, 0, 2, SEED);
        ask(2, 0, 2, SEED);
        assertEquals(range(4, 0, 4, FetchReason.NO_PEER_HAS_IT), next(100));
        assertEquals(range(7, 0, 2, FetchReason.NO_PEER_HAS_IT), picker.next(SEED, piece -> piece == 7, 100));
    }

    @Test
    void leavesToPeersWhatTheyHave() {
        pieces.peerHasAll(set(0, 1, 2, 3, 4));
        assertEquals(range(5, 0, 9, FetchReason.NO_PEER_HAS_IT), next(100));
    }

    @Test
    void takesWhatIsMostCommonWhenPeersHaveEverything() {
        pieces.peerHasAll(set(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
        pieces.peerHasAll(set(0, 1, 2, 3, 8));
        pieces.peerHas(8);
        assertEquals(range(8, 0, 2, FetchReason.COMMON_AMONG_PEERS), next(2));
    }

    @Test
    void takesFilesFirstThatTheUserWantsFirst() {
        Bitfield all = new Bitfield(10);
        all.fill();
        pieces.select(all, set(4, 6));
        assertEquals(range(4, 0, 2, FetchReason.PREFERRED_FILE), next(2));
    }

    @Test
    void goesFromFirstToLastWhenTheUserWantsThat() {
        pieces.peerHasAll(set(0, 1, 2, 3, 4));
        pieces.sequential(true);
        assertEquals(range(0, 0, 2, FetchReason.SEQUENTIAL), next(2));
    }

    @Test
    void asksForNothingThatIsNotWanted() {
        pieces.select(set(2), set());
        assertEquals(range(2, 0, 2, FetchReason.NO_PEER_HAS_IT), next(100));
        ask(2, 0, 2, SEED);
        assertTrue(next(100).isEmpty());
    }

    @Test
    void finishesWhatItBegan() {
        ask(3, 0, 1, SEED);
        pieces.exclusive(3, SEED);
        assertEquals(range(3, 1, 1, FetchReason.OWN_PIECE), next(100));
        assertEquals(range(0, 0, 6, FetchReason.NO_PEER_HAS_IT), picker.next(OTHER, EVERYTHING, 100));
    }

    @Test
    void takesWhatIsLeftOfBegunPiecesLast() {
        for (int piece = 0; piece < 10; piece++) {
            ask(piece, 0, 1, 5);
        }
        pieces.exclusive(0, 5);
        assertEquals(range(1, 1, 1, FetchReason.BEGUN_PIECE), next(100), "the first is its sender's alone");
        assertTrue(picker.next(SEED, piece -> piece == 9, 100).isEmpty(), "it has one block, which is asked for");
    }
}
