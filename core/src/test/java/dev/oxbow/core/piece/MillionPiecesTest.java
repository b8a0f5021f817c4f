package dev.oxbow.core.piece;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.PieceLayout;
import org.junit.jupiter.api.Test;

/** A torrent of a million pieces. Prints what each step costs; the limits are wide, for slow and busy machines. */
class MillionPiecesTest {
    private static final int PIECES = 1_000_000;
    private static final int PEERS = 50;

    private static PiecePicker picker() {
        int pieceLength = 4 * PieceLayout.BLOCK_LENGTH_BYTES;
        return new PiecePicker(new PieceLayout((long) PIECES * pieceLength, pieceLength), 1, 1);
    }

    private static long report(String what, long startNs, int times) {
        long each = (System.nanoTime() - startNs) / times;
        System.out.println("a million pieces: " + each + " ns a " + what);
        return each;
    }

    @Test
    void staysQuickPerHavePickAndBitfield() {
        long start = System.nanoTime();
        PiecePicker picker = picker();
        report("new picker", start, 1);
        Bitfield all = new Bitfield(PIECES);
        all.fill();
        start = System.nanoTime();
        for (int peer = 0; peer < PEERS; peer++) {
            picker.peerHasAll(all);
        }
        report("seed's bitfield", start, PEERS);

        start = System.nanoTime();
        int haves = 2_000_000;
        for (int i = 0; i < haves; i++) {
            picker.peerHas(Rng.below(PIECES, 2, Rng.Purpose.FIRST_PIECE, 0, i));
        }
        assertTrue(report("have", start, haves) < 10_000);

        start = System.nanoTime();
        int picks = 100_000;
        BlockPicker blocks = new BlockPicker(picker, 1, 1);
        for (int i = 0; i < picks; i++) {
            BlockPicker.Pick pick = blocks.next(BlockPicker.Asker.trusted(1, all, PIECES), 4).orElseThrow();
            for (int block = 0; block < pick.blockCount(); block++) {
                picker.requested(pick.pieceIndex(), block, 1);
                picker.writing(pick.pieceIndex(), block, 1, 0, 0);
                picker.written(pick.pieceIndex(), block);
            }
            picker.verified(pick.pieceIndex());
        }
        assertTrue(report("piece picked, written and verified", start, picks) < 200_000);
        assertEquals(picks, picker.verified().count());

        start = System.nanoTime();
        picker.peerLostAll(all);
        report("seed that leaves", start, 1);
        picker.checkInvariants();
    }

    @Test
    void reportsWhatAPeerWithOneCommonPieceCosts() {
        PiecePicker picker = picker();
        Bitfield all = new Bitfield(PIECES);
        all.fill();
        picker.peerHasAll(all);
        for (int i = 0; i < BlockPicker.RANDOM_FIRST_PIECES; i++) {
            picker.verified(i);
        }
        Bitfield one = new Bitfield(PIECES);
        one.add(PIECES - 1);
        picker.peerHasAll(one);
        BlockPicker blocks = new BlockPicker(picker, 1, 1);
        long start = System.nanoTime();
        int picks = 50;
        for (int i = 0; i < picks; i++) {
            assertEquals(PIECES - 1, blocks.next(BlockPicker.Asker.trusted(1, one, 1), 4).orElseThrow().pieceIndex());
        }
        assertTrue(report("pick for a peer whose only piece is the commonest", start, picks) < 200_000_000);
    }

    @Test
    void reportsWhatManyBegunPiecesCost() {
        PiecePicker picker = picker();
        Bitfield all = new Bitfield(PIECES);
        all.fill();
        picker.peerHasAll(all);
        for (int i = 0; i < BlockPicker.RANDOM_FIRST_PIECES; i++) {
            picker.verified(i);
        }
        BlockPicker blocks = new BlockPicker(picker, 1, 1);
        int begun = 6_000;
        long start = System.nanoTime();
        for (int i = 0; i < begun; i++) {
            BlockPicker.Pick pick = blocks.next(BlockPicker.Asker.trusted(1, all, PIECES), 4).orElseThrow();
            for (int block = 0; block < pick.blockCount(); block++) {
                picker.requested(pick.pieceIndex(), block, 1);
            }
        }
        assertTrue(report("pick while up to " + begun + " pieces are wholly asked for", start, begun) < 5_000_000);
        assertEquals(begun, picker.begun().size());
    }
}
