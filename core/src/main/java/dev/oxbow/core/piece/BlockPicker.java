package dev.oxbow.core.piece;

import dev.oxbow.core.command.PickReason;
import dev.oxbow.core.piece.PieceProgress.BlockState;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.Bitfield;
import java.util.Optional;

/**
 * Decides which blocks to ask a peer for next. Begun pieces come first, so that they can be shared; then, while there is next to
 * nothing to trade, any piece; then the rarest (BEP 3). When every missing block is asked of somebody, a second peer is asked.
 */
public final class BlockPicker {
    /** Until this many pieces are verified, the next piece is a random one (BEP 3: "random first piece"). */
    static final int RANDOM_FIRST_PIECES = 4;
    /** With no more than this to choose from, looking at each is quicker than searching the order of all. */
    private static final int FEW_PIECES = 256;

    /** A run of blocks of one piece. */
    public record Pick(int pieceIndex, int firstBlock, int blockCount, PickReason reason) {
    }

    private final PiecePicker pieces;
    private final long seed;
    private final int torrentId;

    public BlockPicker(PiecePicker pieces, long seed, int torrentId) {
        this.pieces = pieces;
        this.seed = seed;
        this.torrentId = torrentId;
    }

    /**
     * The next run for a peer that has {@code available}, or nothing when no block is left that is not asked of somebody.
     *
     * @param lackedHere how many of those pieces are not verified here
     * @param blocksMax  the most blocks wanted
     */
    public Optional<Pick> next(Bitfield available, int lackedHere, int blocksMax) {
        for (PieceProgress progress : pieces.wanting()) {
            if (available.contains(progress.pieceIndex())) {
                return Optional.of(missingRun(progress, blocksMax, PickReason.BEGUN_PIECE));
            }
        }
        boolean beginner = pieces.verified().count() < RANDOM_FIRST_PIECES;
        int piece = beginner ? anyUntouched(available)
                : lackedHere <= FEW_PIECES ? rarestOfFew(available) : rarestInOrder(available);
        if (piece == Bitfield.NONE) {
            return Optional.empty();
        }
        int count = Math.min(blocksMax, pieces.layout().blockCount(piece));
        return Optional.of(new Pick(piece, 0, count, beginner ? PickReason.RANDOM_FIRST : PickReason.RAREST_FIRST));
    }

    /**
     * A block that one other peer is asked for and this one is not, or nothing. Only to be used when {@link #next} finds nothing.
     */
    public Optional<Pick> nextEndgame(Bitfield available, long connectionId) {
        if (pieces.firstAvailableUntouched() < pieces.untouchedCount()) {
            return Optional.empty(); // untouched pieces that other peers have: the end is not near
        }
        for (PieceProgress progress : pieces.begun()) {
            if (!available.contains(progress.pieceIndex())) {
                continue;
            }
            for (int block = 0; block < progress.blockCount(); block++) {
                boolean onceElsewhere = progress.state(block) == BlockState.REQUESTED && progress.askedCount(block) == 1
                        && !progress.isAskedOf(block, connectionId);
                if (onceElsewhere) {
                    return Optional.of(new Pick(progress.pieceIndex(), block, 1, PickReason.ENDGAME));
                }
            }
        }
        return Optional.empty();
    }

    private Pick missingRun(PieceProgress progress, int blocksMax, PickReason reason) {
        int first = 0;
        while (!progress.isMissing(first)) {
            first++;
        }
        int count = 1;
        while (count < blocksMax && first + count < progress.blockCount() && progress.isMissing(first + count)) {
            count++;
        }
        return new Pick(progress.pieceIndex(), first, count, reason);
    }

    /** The same piece as {@link #rarestInOrder} gives, found by looking at what the peer has. */
    private int rarestOfFew(Bitfield available) {
        Bitfield offered = available.copy();
        offered.removeAll(pieces.verified());
        int best = Bitfield.NONE;
        for (int piece = offered.nextPresent(0); piece != Bitfield.NONE; piece = offered.nextPresent(piece + 1)) {
            if (pieces.isUntouched(piece) && (best == Bitfield.NONE || pieces.placeOf(piece) < pieces.placeOf(best))) {
                best = piece;
            }
        }
        return best;
    }

    private int rarestInOrder(Bitfield available) {
        for (int place = pieces.firstAvailableUntouched(); place < pieces.untouchedCount(); place++) {
            if (available.contains(pieces.untouchedAt(place))) {
                return pieces.untouchedAt(place);
            }
        }
        return Bitfield.NONE;
    }

    private int anyUntouched(Bitfield available) {
        int count = pieces.untouchedCount();
        if (count == 0) {
            return Bitfield.NONE;
        }
        long begunSoFar = pieces.begun().size() + (long) pieces.verified().count();
        int start = Rng.below(count, seed, Rng.Purpose.FIRST_PIECE, torrentId, begunSoFar);
        for (int i = 0; i < count; i++) {
            int piece = pieces.untouchedAt((start + i) % count);
            if (available.contains(piece)) {
                return piece;
            }
        }
        return Bitfield.NONE;
    }
}
