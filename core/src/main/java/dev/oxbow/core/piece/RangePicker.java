package dev.oxbow.core.piece;

import dev.oxbow.core.command.FetchReason;
import dev.oxbow.core.value.Bitfield;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Decides which consecutive blocks to ask a web seed for next. Whole untouched pieces in a row come first, so that requests are few and
 * one sender answers for each piece: those that no peer has, from the first on; else those that peers come to last, from the most common
 * on (BEP 19: a web seed fills gaps, it does not race peers for the rarest). What is left of begun pieces comes last.
 */
public final class RangePicker {
    /** Blocks from one block of one piece on, going on in the pieces behind. */
    public record Range(int pieceIndex, int firstBlock, int blockCount, FetchReason reason) {
    }

    private final PiecePicker pieces;

    public RangePicker(PiecePicker pieces) {
        this.pieces = pieces;
    }

    /**
     * The next range, or nothing when the web seed has no block that is neither there nor asked for.
     *
     * @param sender    the number of the web seed
     * @param has       whether it may be asked for a piece
     * @param blocksMax the most blocks wanted
     */
    public Optional<Range> next(long sender, IntPredicate has, int blocksMax) {
        for (PieceProgress progress : pieces.wanting()) {
            if (progress.exclusiveTo() == sender && has.test(progress.pieceIndex())) {
                return Optional.of(missingRun(progress, blocksMax, FetchReason.OWN_PIECE));
            }
        }
        Optional<Range> untouched = untouched(has, blocksMax);
        return untouched.isPresent() ? untouched : begun(has, blocksMax);
    }

    private Optional<Range> untouched(IntPredicate has, int blocksMax) {
        if (pieces.untouchedCount() == 0) {
            return Optional.empty();
        }
        int piece = first(has.and(pieces.preferred()::contains));
        if (piece != Bitfield.NONE) {
            return Optional.of(row(piece, has, blocksMax, FetchReason.PREFERRED_FILE));
        }
        piece = pieces.isSequential() ? first(has) : Bitfield.NONE;
        if (piece != Bitfield.NONE) {
            return Optional.of(row(piece, has, blocksMax, FetchReason.SEQUENTIAL));
        }
        piece = pieces.firstAvailableUntouched() > 0 ? first(has.and(it -> pieces.availability(it) == 0)) : Bitfield.NONE;
        if (piece != Bitfield.NONE) {
            return Optional.of(row(piece, has, blocksMax, FetchReason.NO_PEER_HAS_IT));
        }
        piece = mostCommon(has);
        return piece == Bitfield.NONE ? Optional.empty() : Optional.of(row(piece, has, blocksMax, FetchReason.COMMON_AMONG_PEERS));
    }

    private int first(IntPredicate has) {
        Bitfield verified = pieces.verified();
        for (int piece = verified.nextAbsent(0); piece != Bitfield.NONE; piece = verified.nextAbsent(piece + 1)) {
            if (pieces.isUntouched(piece) && has.test(piece)) {
                return piece;
            }
        }
        return Bitfield.NONE;
    }

    private int mostCommon(IntPredicate has) {
        for (int place = pieces.untouchedCount() - 1; place >= 0; place--) {
            if (has.test(pieces.untouchedAt(place))) {
                return pieces.untouchedAt(place);
            }
        }
        return Bitfield.NONE;
    }

    /** Whole pieces in a row; the first of them alone may be too long to be asked for whole. */
    private Range row(int piece, IntPredicate has, int blocksMax, FetchReason reason) {
        int count = Math.min(blocksMax, pieces.layout().blockCount(piece));
        for (int next = piece + 1; next < pieces.layout().pieceCount() && pieces.isUntouched(next) && has.test(next); next++) {
            if (count + pieces.layout().blockCount(next) > blocksMax) {
                break;
            }
            count += pieces.layout().blockCount(next);
        }
        return new Range(piece, 0, count, reason);
    }

    private Optional<Range> begun(IntPredicate has, int blocksMax) {
        for (PieceProgress progress : pieces.wanting()) {
            if (progress.exclusiveTo() == PieceProgress.NOBODY && has.test(progress.pieceIndex())) {
                return Optional.of(missingRun(progress, blocksMax, FetchReason.BEGUN_PIECE));
            }
        }
        return Optional.empty();
    }

    private static Range missingRun(PieceProgress progress, int blocksMax, FetchReason reason) {
        int first = progress.firstMissing();
        return new Range(progress.pieceIndex(), first, progress.missingRunFrom(first, blocksMax), reason);
    }
}
