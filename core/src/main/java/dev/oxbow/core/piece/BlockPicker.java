package dev.oxbow.core.piece;

import dev.oxbow.core.command.PickReason;
import dev.oxbow.core.piece.PieceProgress.BlockState;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.WebSeedId;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;

/**
 * Decides which blocks to ask a peer for next. Begun pieces come first, so that they can be shared; then, while there is next to
 * nothing to trade, any piece; then the rarest (BEP 3). When every missing block is asked of somebody, a second peer is asked.
 *
 * <p>So that bad data can be traced, a peer that has not proved itself sends one piece alone first, and a piece of which a copy was
 * wrong comes from one peer alone, if possible from one that had no part in that.
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
     * Who is to be asked.
     *
     * @param available  the pieces that it has, or those of them that it lets us ask for
     * @param lackedHere how many of those are not verified here, at least
     * @param trusted    whether it has proved itself; else it sends one piece alone, and nothing more until that is verified
     * @param isSuspect  whether a copy of a piece failed and no good one has come since
     * @param hadPart    whether the peer had a part in that, and somebody who had none can be asked instead
     * @param isHopeless whether the peer's copy of a piece was wrong too often to ask it again
     */
    public record Asker(long connectionId, Bitfield available, int lackedHere, boolean trusted, IntPredicate isSuspect,
            IntPredicate hadPart, IntPredicate isHopeless) {
        /** A peer of whom nothing bad is known. */
        public static Asker trusted(long connectionId, Bitfield available, int lackedHere) {
            return new Asker(connectionId, available, lackedHere, true, piece -> false, piece -> false, piece -> false);
        }
    }

    /**
     * The next run for a peer, or nothing when no block is left for it that is not asked of somebody.
     *
     * @param blocksMax the most blocks wanted
     */
    public Optional<Pick> next(Asker asker, int blocksMax) {
        Optional<Pick> own = ownPiece(asker, blocksMax);
        if (own.isPresent() || !asker.trusted() && hasPieceAlone(asker)) {
            return own;
        }
        if (asker.trusted()) {
            for (PieceProgress progress : pieces.wanting()) {
                if (progress.exclusiveTo() == PieceProgress.NOBODY && mayAsk(asker, progress.pieceIndex())) {
                    return Optional.of(missingRun(progress, blocksMax, PickReason.BEGUN_PIECE));
                }
            }
        }
        Optional<Pick> untouched = untouched(asker, blocksMax);
        return untouched.isPresent() ? untouched : anyBegun(asker, blocksMax);
    }

    /** What this peer alone was to send. */
    private Optional<Pick> ownPiece(Asker asker, int blocksMax) {
        for (PieceProgress progress : pieces.wanting()) {
            if (progress.exclusiveTo() == asker.connectionId() && asker.available().contains(progress.pieceIndex())) {
                return Optional.of(missingRun(progress, blocksMax, asker.trusted() ? PickReason.SUSPECT_PIECE : PickReason.PROBATION));
            }
        }
        return Optional.empty();
    }

    private boolean hasPieceAlone(Asker asker) {
        for (PieceProgress progress : pieces.begun()) {
            if (progress.exclusiveTo() == asker.connectionId()) {
                return true;
            }
        }
        return false;
    }

    /** Nobody should lose time because a piece was meant for one peer alone: what is left at the end is for everybody. */
    private Optional<Pick> anyBegun(Asker asker, int blocksMax) {
        for (PieceProgress progress : pieces.wanting()) {
            if (mayAsk(asker, progress.pieceIndex())) {
                return Optional.of(missingRun(progress, blocksMax, PickReason.BEGUN_PIECE));
            }
        }
        return Optional.empty();
    }

    /** Who had a part in a bad copy is asked for that piece again only when nobody else can be. */
    private boolean mayAsk(Asker asker, int piece) {
        if (!asker.available().contains(piece) || asker.isHopeless().test(piece)) {
            return false;
        }
        return !asker.isSuspect().test(piece) || !asker.hadPart().test(piece);
    }

    private Optional<Pick> untouched(Asker asker, int blocksMax) {
        int piece = preferred(asker);
        PickReason reason = PickReason.PREFERRED_FILE;
        if (piece == Bitfield.NONE && pieces.isSequential()) {
            piece = lowest(asker);
            reason = PickReason.SEQUENTIAL;
        } else if (piece == Bitfield.NONE && pieces.verified().count() < RANDOM_FIRST_PIECES) {
            piece = anyUntouched(asker);
            reason = PickReason.RANDOM_FIRST;
        } else if (piece == Bitfield.NONE) {
            piece = asker.lackedHere() <= FEW_PIECES ? rarestOfFew(asker) : rarestInOrder(asker);
            reason = PickReason.RAREST_FIRST;
        }
        if (piece == Bitfield.NONE) {
            return Optional.empty();
        }
        if (!asker.trusted()) {
            reason = PickReason.PROBATION;
        } else if (asker.isSuspect().test(piece)) {
            reason = PickReason.SUSPECT_PIECE;
        }
        return Optional.of(new Pick(piece, 0, Math.min(blocksMax, pieces.layout().blockCount(piece)), reason));
    }

    /** Of the pieces that are wanted before others the first, or the rarest. */
    private int preferred(Asker asker) {
        Bitfield preferred = pieces.preferred();
        if (preferred.isEmpty()) {
            return Bitfield.NONE; // to look through a million absent ones takes longer than all the rest
        }
        int best = Bitfield.NONE;
        for (int piece = preferred.nextPresent(0); piece != Bitfield.NONE; piece = preferred.nextPresent(piece + 1)) {
            boolean better = best == Bitfield.NONE || !pieces.isSequential() && pieces.placeOf(piece) < pieces.placeOf(best);
            if (pieces.isUntouched(piece) && better && mayAsk(asker, piece)) {
                best = piece;
            }
        }
        return best;
    }

    private int lowest(Asker asker) {
        for (int piece = asker.available().nextPresent(0); piece != Bitfield.NONE; piece = asker.available().nextPresent(piece + 1)) {
            if (pieces.isUntouched(piece) && mayAsk(asker, piece)) {
                return piece;
            }
        }
        return Bitfield.NONE;
    }

    /**
     * A block that one other peer, or a web seed, is asked for and this peer is not, or nothing. Only to be used when {@link #next} finds
     * nothing.
     */
    public Optional<Pick> nextEndgame(Asker asker) {
        return nextEndgame(asker, holder -> true);
    }

    /** @param isMeant whether what this connection, or web seed, was asked for may be asked of another */
    public Optional<Pick> nextEndgame(Asker asker, LongPredicate isMeant) {
        if (!pieces.isEndNear()) {
            return Optional.empty();
        }
        for (PieceProgress progress : pieces.begun()) {
            boolean may = mayAsk(asker, progress.pieceIndex());
            for (int block = 0; may && block < progress.blockCount(); block++) {
                if (!WebSeedId.isNumber(progress.askedOf(block)) && isAskedOnceElsewhere(progress, block, asker.connectionId(), isMeant)) {
                    return Optional.of(new Pick(progress.pieceIndex(), block, 1, PickReason.ENDGAME));
                }
            }
        }
        return nextBehindWebSeed(asker, isMeant);
    }

    /** A web seed sends long runs in order: from behind they can be cut short, from the front everything would come twice. */
    private Optional<Pick> nextBehindWebSeed(Asker asker, LongPredicate isMeant) {
        for (PieceProgress progress : pieces.begunNewestFirst()) {
            boolean may = mayAsk(asker, progress.pieceIndex());
            for (int block = progress.blockCount() - 1; may && block >= 0; block--) {
                if (isAskedOnceElsewhere(progress, block, asker.connectionId(), isMeant)) {
                    return Optional.of(new Pick(progress.pieceIndex(), block, 1, PickReason.ENDGAME));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isAskedOnceElsewhere(PieceProgress progress, int block, long connectionId, LongPredicate isMeant) {
        return progress.state(block) == BlockState.REQUESTED && progress.askedCount(block) == 1 && !progress.isAskedOf(block, connectionId)
                && isMeant.test(progress.askedOf(block));
    }

    private Pick missingRun(PieceProgress progress, int blocksMax, PickReason reason) {
        int first = progress.firstMissing();
        return new Pick(progress.pieceIndex(), first, progress.missingRunFrom(first, blocksMax), reason);
    }

    /** The same piece as {@link #rarestInOrder} gives, found by looking at what the peer has. */
    private int rarestOfFew(Asker asker) {
        Bitfield offered = asker.available().copy();
        offered.removeAll(pieces.verified());
        int best = Bitfield.NONE;
        for (int piece = offered.nextPresent(0); piece != Bitfield.NONE; piece = offered.nextPresent(piece + 1)) {
            boolean better = best == Bitfield.NONE || pieces.placeOf(piece) < pieces.placeOf(best);
            if (pieces.isUntouched(piece) && better && mayAsk(asker, piece)) {
                best = piece;
            }
        }
        return best;
    }

    private int rarestInOrder(Asker asker) {
        for (int place = pieces.firstAvailableUntouched(); place < pieces.untouchedCount(); place++) {
            if (mayAsk(asker, pieces.untouchedAt(place))) {
                return pieces.untouchedAt(place);
            }
        }
        return Bitfield.NONE;
    }

    private int anyUntouched(Asker asker) {
        int count = pieces.untouchedCount();
        if (count == 0) {
            return Bitfield.NONE;
        }
        long begunSoFar = pieces.begun().size() + (long) pieces.verified().count();
        int start = Rng.below(count, seed, Rng.Purpose.FIRST_PIECE, torrentId, begunSoFar);
        for (int i = 0; i < count; i++) {
            int piece = pieces.untouchedAt((start + i) % count);
            if (mayAsk(asker, piece)) {
                return piece;
            }
        }
        return Bitfield.NONE;
    }
}
