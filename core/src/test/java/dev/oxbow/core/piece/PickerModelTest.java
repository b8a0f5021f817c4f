package dev.oxbow.core.piece;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.piece.PieceProgress.BlockState;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.PieceLayout;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The picker against a slow and obvious one, over random histories. */
class PickerModelTest {
    private static final int HISTORIES = 400;
    private static final int STEPS = 300;
    private static final int PEERS = 12;

    /** What the picker should know, in the plainest form. */
    private static final class Model {
        final int pieces;
        final int blocks;
        final boolean[] verified;
        final BlockState[][] states;
        final long[][][] asked;
        final boolean[][] has;

        Model(int pieces, int blocks) {
            this.pieces = pieces;
            this.blocks = blocks;
            verified = new boolean[pieces];
            states = new BlockState[pieces][blocks];
            asked = new long[pieces][blocks][2];
            has = new boolean[PEERS][pieces];
            for (BlockState[] row : states) {
                java.util.Arrays.fill(row, BlockState.MISSING);
            }
        }

        int availability(int piece) {
            int out = 0;
            for (boolean[] peer : has) {
                out += peer[piece] ? 1 : 0;
            }
            return out;
        }

        boolean begun(int piece) {
            boolean out = false;
            for (BlockState state : states[piece]) {
                out |= state != BlockState.MISSING;
            }
            return out && !verified[piece];
        }
    }

    private long seed;
    private long draws;

    private int below(int bound) {
        return (int) Long.remainderUnsigned(Rng.mix(seed * 1_000_003 + draws++), bound);
    }

    @Test
    void agreesWithThePlainModel() {
        for (seed = 1; seed <= HISTORIES; seed++) {
            draws = 0;
            int pieces = 1 + below(12);
            int blocks = 1 + below(3);
            Model model = new Model(pieces, blocks);
            PieceLayout layout = new PieceLayout((long) pieces * blocks * PieceLayout.BLOCK_LENGTH_BYTES, blocks * PieceLayout.BLOCK_LENGTH_BYTES);
            PiecePicker picker = new PiecePicker(layout, seed, 1);
            for (int step = 0; step < STEPS; step++) {
                step(model, picker);
                compare(model, picker);
            }
        }
    }

    private void step(Model model, PiecePicker picker) {
        int piece = below(model.pieces);
        int block = below(model.blocks);
        int peer = below(PEERS);
        switch (below(9)) {
            case 0 -> have(model, picker, peer, piece);
            case 1 -> leave(model, picker, peer);
            case 2, 3 -> request(model, picker, peer);
            case 4 -> release(model, picker, piece, block);
            case 5 -> write(model, picker, piece, block);
            case 6 -> written(model, picker, piece, block);
            case 7 -> verify(model, picker, piece);
            default -> forget(model, picker, piece, block);
        }
    }

    private void have(Model model, PiecePicker picker, int peer, int piece) {
        if (!model.has[peer][piece]) {
            model.has[peer][piece] = true;
            picker.peerHas(piece);
        }
    }

    private void leave(Model model, PiecePicker picker, int peer) {
        picker.peerLostAll(bits(model.has[peer]));
        java.util.Arrays.fill(model.has[peer], false);
    }

    private static Bitfield bits(boolean[] set) {
        Bitfield out = new Bitfield(set.length);
        for (int i = 0; i < set.length; i++) {
            if (set[i]) {
                out.add(i);
            }
        }
        return out;
    }

    /** What is picked must be missing, held by the peer, and as rare as can be, in whichever of two ways it is found. */
    private void request(Model model, PiecePicker picker, int peer) {
        BlockPicker blocks = new BlockPicker(picker, seed, 1);
        int room = 1 + below(4);
        Optional<BlockPicker.Pick> pick = blocks.next(BlockPicker.Asker.trusted(1, bits(model.has[peer]), below(2) * 1000), room);
        boolean possible = false;
        int rarest = Integer.MAX_VALUE;
        for (int piece = 0; piece < model.pieces; piece++) {
            for (int block = 0; block < model.blocks && !model.verified[piece] && model.has[peer][piece]; block++) {
                possible |= model.states[piece][block] == BlockState.MISSING;
            }
            rarest = model.has[peer][piece] && !model.verified[piece] && !model.begun(piece) ? Math.min(rarest, model.availability(piece)) : rarest;
        }
        assertEquals(possible, pick.isPresent(), () -> "seed " + seed);
        if (pick.isEmpty()) {
            return;
        }
        BlockPicker.Pick run = pick.get();
        assertTrue(run.blockCount() >= 1 && run.blockCount() <= room && model.has[peer][run.pieceIndex()], () -> "seed " + seed + ": " + run);
        if (run.reason() == dev.oxbow.core.command.PickReason.RAREST_FIRST) {
            assertEquals(rarest, model.availability(run.pieceIndex()), () -> "seed " + seed + ": " + run);
        }
        for (int block = run.firstBlock(); block < run.firstBlock() + run.blockCount(); block++) {
            assertEquals(BlockState.MISSING, model.states[run.pieceIndex()][block], () -> "seed " + seed + ": " + run);
            model.states[run.pieceIndex()][block] = BlockState.REQUESTED;
            model.asked[run.pieceIndex()][block][0] = peer + 1;
            picker.requested(run.pieceIndex(), block, peer + 1);
        }
    }

    private void release(Model model, PiecePicker picker, int piece, int block) {
        if (model.states[piece][block] == BlockState.REQUESTED && !model.verified[piece]) {
            picker.released(piece, block, model.asked[piece][block][0]);
            model.states[piece][block] = BlockState.MISSING;
        }
    }

    private void write(Model model, PiecePicker picker, int piece, int block) {
        boolean wanted = model.states[piece][block] == BlockState.REQUESTED || model.states[piece][block] == BlockState.MISSING;
        if (wanted && !model.verified[piece]) {
            long from = model.states[piece][block] == BlockState.REQUESTED ? model.asked[piece][block][0] : 1;
            picker.writing(piece, block, from, 0, 0);
            model.states[piece][block] = BlockState.WRITING;
        }
    }

    private void written(Model model, PiecePicker picker, int piece, int block) {
        if (model.states[piece][block] == BlockState.WRITING && !model.verified[piece]) {
            if (below(4) == 0) {
                picker.writeFailed(piece, block);
                model.states[piece][block] = BlockState.MISSING;
            } else {
                picker.written(piece, block);
                model.states[piece][block] = BlockState.WRITTEN;
            }
        }
    }

    private void verify(Model model, PiecePicker picker, int piece) {
        if (below(3) == 0) {
            picker.verified(piece);
            model.verified[piece] = true;
            java.util.Arrays.fill(model.states[piece], BlockState.WRITTEN);
        }
    }

    private void forget(Model model, PiecePicker picker, int piece, int block) {
        if (below(3) == 0) {
            picker.forget(piece);
            model.verified[piece] = false;
            java.util.Arrays.fill(model.states[piece], BlockState.MISSING);
        }
    }

    private void compare(Model model, PiecePicker picker) {
        try {
            picker.checkInvariants();
        } catch (IllegalStateException e) {
            throw new AssertionError("seed " + seed, e);
        }
        for (int piece = 0; piece < model.pieces; piece++) {
            int index = piece;
            assertEquals(model.verified[piece], picker.verified().contains(piece), () -> "seed " + seed + ", piece " + index);
            assertEquals(model.begun(piece), picker.isBegun(piece), () -> "seed " + seed + ", piece " + index);
            assertEquals(model.availability(piece), picker.availability(piece), () -> "seed " + seed + ", piece " + index);
            for (int block = 0; block < model.blocks; block++) {
                assertEquals(model.states[piece][block], picker.blockState(piece, block), () -> "seed " + seed + ", piece " + index);
            }
        }
    }
}
