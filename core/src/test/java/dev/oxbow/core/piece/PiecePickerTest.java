package dev.oxbow.core.piece;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.PickReason;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.PieceLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pictures: one sign a piece; {@code x} is had, digits are how many peers have it. */
class PiecePickerTest {
    private static final int BLOCKS = 4;
    private static final long PEER = 1;

    private static PiecePicker picker(String have, String availability) {
        PiecePicker picker = new PiecePicker(new PieceLayout((long) have.length() * BLOCKS * 16384, BLOCKS * 16384), 42, 1);
        for (int i = 0; i < have.length(); i++) {
            for (int n = 0; n < availability.charAt(i) - '0'; n++) {
                picker.peerHas(i);
            }
            if (have.charAt(i) == 'x') {
                picker.verified(i);
            }
        }
        picker.checkInvariants();
        return picker;
    }

    private static Bitfield set(String picture) {
        Bitfield out = new Bitfield(picture.length());
        for (int i = 0; i < picture.length(); i++) {
            if (picture.charAt(i) == 'x') {
                out.add(i);
            }
        }
        return out;
    }

    private static void begin(PiecePicker picker, int piece, String blocks, long connectionId) {
        for (int block = 0; block < blocks.length(); block++) {
            if (blocks.charAt(block) != '.') {
                picker.requested(piece, block, connectionId);
            }
            if (blocks.charAt(block) == 'x') {
                picker.writing(piece, block, connectionId, 0, 0);
                picker.written(piece, block);
            }
        }
    }

    private static String pick(PiecePicker picker, String peerHas, int blocks) {
        Optional<BlockPicker.Pick> pick = new BlockPicker(picker, 42, 1).next(BlockPicker.Asker.trusted(1, set(peerHas), peerHas.length()), blocks);
        return pick.map(it -> it.pieceIndex() + "." + it.firstBlock() + "+" + it.blockCount() + " " + it.reason()).orElse("nothing");
    }

    @Test
    void picksTheRarestPieceThatThePeerHas() {
        PiecePicker picker = picker("xxxx....", "55553124");
        assertEquals("5.0+4 RAREST_FIRST", pick(picker, "xxxxxxxx", 4));
        assertEquals("6.0+2 RAREST_FIRST", pick(picker, "x...x.xx", 2));
        assertEquals("nothing", pick(picker, "xxxx....", 4));
    }

    @Test
    void finishesBegunPiecesFirst() {
        PiecePicker picker = picker("xxxx....", "55551111");
        begin(picker, 7, "xr..", 9);
        assertEquals("7.2+2 BEGUN_PIECE", pick(picker, "....xxxx", 8));
        begin(picker, 7, "..r.", 9);
        assertEquals("7.3+1 BEGUN_PIECE", pick(picker, "....xxxx", 8));
        assertTrue(pick(picker, "....xxx.", 8).endsWith("RAREST_FIRST"));
    }

    @Test
    void takesAnyPieceWhileThereIsNothingToTrade() {
        assertTrue(pick(picker("xxx.....", "11155555"), "....xxxx", 4).endsWith("RANDOM_FIRST"));
    }

    @Test
    void asksASecondPeerOnlyInEndgame() {
        PiecePicker picker = picker("xxxx..", "555511");
        BlockPicker blocks = new BlockPicker(picker, 42, 1);
        begin(picker, 4, "rrrr", 9);
        assertTrue(blocks.nextEndgame(BlockPicker.Asker.trusted(PEER, set("xxxxxx"), 0)).isEmpty(), "piece 5 is untouched");
        begin(picker, 5, "xxxr", 9);
        BlockPicker.Pick pick = blocks.nextEndgame(BlockPicker.Asker.trusted(PEER, set("xxxxxx"), 0)).orElseThrow();
        assertEquals(PickReason.ENDGAME, pick.reason());
        picker.requested(pick.pieceIndex(), pick.firstBlock(), PEER);
        assertEquals(2, picker.progress(pick.pieceIndex()).askedCount(pick.firstBlock()));
        assertTrue(blocks.nextEndgame(BlockPicker.Asker.trusted(9, set("xxxxxx"), 0)).isEmpty() || !blocks.nextEndgame(BlockPicker.Asker.trusted(9, set("xxxxxx"), 0)).orElseThrow().equals(pick));
        picker.writing(pick.pieceIndex(), pick.firstBlock(), PEER, 0, 0);
        assertTrue(picker.progress(pick.pieceIndex()).isAskedOf(pick.firstBlock(), 9));
    }

    @Test
    void forgetsAPieceWhoseLastRequestCameToNothing() {
        PiecePicker picker = picker("xxxx....", "55551111");
        begin(picker, 6, "rr..", 9);
        picker.released(6, 0, 9);
        picker.released(6, 1, 9);
        assertTrue(picker.begun().isEmpty());
        picker.checkInvariants();
    }

    @Test
    void ordersRareSeedlessAndRandomAlike() {
        List<Integer> first = order(1);
        List<Integer> second = order(2);
        assertTrue(!first.equals(second), "two sessions want the pieces in different orders");
        assertTrue(!first.equals(first.stream().sorted().toList()), "not in the order of their numbers");
    }

    private static List<Integer> order(long seed) {
        PiecePicker picker = new PiecePicker(new PieceLayout(64L * 16384, 16384), seed, 1);
        Bitfield all = new Bitfield(64);
        all.fill();
        picker.peerHasAll(all);
        List<Integer> out = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            BlockPicker.Pick pick = new BlockPicker(picker, seed, 1).next(BlockPicker.Asker.trusted(1, all, 64), 1).orElseThrow();
            out.add(pick.pieceIndex());
            picker.verified(pick.pieceIndex());
        }
        return out;
    }

    @Test
    void keepsItsInvariantsOverAnyHistory() {
        for (int seed = 0; seed < 200; seed++) {
            int count = 1 + Rng.below(40, seed, Rng.Purpose.PIECE_ORDER, 0, 0);
            PiecePicker picker = new PiecePicker(new PieceLayout(count * 2L * 16384, 2 * 16384), seed, 1);
            int[] availability = new int[count];
            for (int step = 0; step < 300; step++) {
                int piece = Rng.below(count, seed, Rng.Purpose.PIECE_ORDER, step, 1);
                int what = Rng.below(8, seed, Rng.Purpose.PIECE_ORDER, step, 2);
                act(picker, availability, piece, what);
                picker.checkInvariants();
                assertEquals(availability[piece], picker.availability(piece), "seed " + seed + " step " + step);
            }
        }
    }

    private static void act(PiecePicker picker, int[] availability, int piece, int what) {
        if (what < 3) {
            picker.peerHas(piece);
            availability[piece]++;
        } else if (what == 3 && availability[piece] > 0) {
            picker.peerLost(piece);
            availability[piece]--;
        } else if (what == 4 && !picker.verified().contains(piece)) {
            picker.requested(piece, 0, PEER);
        } else if (what == 5) {
            picker.released(piece, 0, PEER);
        } else if (what == 6) {
            picker.verified(piece);
        } else if (what == 7) {
            picker.forget(piece);
        }
    }
}
