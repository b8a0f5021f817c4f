package dev.oxbow.core.piece;

import dev.oxbow.core.piece.PieceProgress.BlockState;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.PieceLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * What is had, what is begun and how rare the rest is, for one torrent. It only records; {@link BlockPicker} decides.
 *
 * <p>Each piece is in exactly one of three places: <em>verified</em>, <em>begun</em> (some block is requested, being written or
 * written), or <em>untouched</em> in the rarity order. A piece with a block of any other state than MISSING is begun; a verified
 * piece has no progress.
 */
public final class PiecePicker {
    private final PieceLayout layout;
    private final Bitfield verified;
    private final RarityOrder rarity;
    private final Int2ObjectHashMap<PieceProgress> begunByPiece = new Int2ObjectHashMap<>();
    /** In the order in which they were begun: finishing the oldest comes first. */
    private final List<PieceProgress> begun = new ArrayList<>();
    /** Peers that have everything are counted apart: they make no piece rarer than another. */
    private int seedCount;

    public PiecePicker(PieceLayout layout, long seed, int torrentId) {
        this.layout = layout;
        this.verified = new Bitfield(layout.pieceCount());
        this.rarity = new RarityOrder(shuffledPieces(layout.pieceCount(), seed, torrentId), seed);
    }

    private static int[] shuffledPieces(int count, long seed, int torrentId) {
        int[] out = new int[count];
        for (int i = 0; i < count; i++) {
            int j = Rng.below(i + 1, seed, Rng.Purpose.PIECE_ORDER, torrentId, i);
            out[i] = out[j];
            out[j] = i;
        }
        return out;
    }

    public PieceLayout layout() {
        return layout;
    }

    /** The pieces whose hash was seen to match. Do not change it. */
    public Bitfield verified() {
        return verified;
    }

    public boolean isComplete() {
        return verified.isFull();
    }

    public int availability(int pieceIndex) {
        return rarity.availability(pieceIndex) + seedCount;
    }

    /** The begun pieces, oldest first. Do not change it. */
    public List<PieceProgress> begun() {
        return Collections.unmodifiableList(begun);
    }

    public boolean isBegun(int pieceIndex) {
        return begunByPiece.containsKey(pieceIndex);
    }

    /** @throws IllegalArgumentException unless the piece is begun */
    public PieceProgress progress(int pieceIndex) {
        PieceProgress progress = begunByPiece.get(pieceIndex);
        if (progress == null) {
            throw new IllegalArgumentException("piece " + pieceIndex + " is not begun");
        }
        return progress;
    }

    /** Where a block stands, whether or not its piece is begun. */
    public BlockState blockState(int pieceIndex, int blockIndex) {
        if (verified.contains(pieceIndex)) {
            return BlockState.WRITTEN;
        }
        PieceProgress progress = begunByPiece.get(pieceIndex);
        return progress == null ? BlockState.MISSING : progress.state(blockIndex);
    }

    int untouchedCount() {
        return rarity.size();
    }

    int firstAvailableUntouched() {
        return seedCount > 0 ? 0 : rarity.firstAvailable();
    }

    int untouchedAt(int place) {
        return rarity.pieceAt(place);
    }

    public void peerHas(int pieceIndex) {
        rarity.increment(pieceIndex);
    }

    public void peerLost(int pieceIndex) {
        rarity.decrement(pieceIndex);
    }

    public void peerHasAll(Bitfield pieces) {
        if (pieces.isFull()) {
            seedCount++;
            return;
        }
        for (int i = pieces.nextPresent(0); i != Bitfield.NONE; i = pieces.nextPresent(i + 1)) {
            rarity.increment(i);
        }
    }

    public void peerLostAll(Bitfield pieces) {
        if (pieces.isFull() && pieces.size() == layout.pieceCount()) {
            seedCount--;
            return;
        }
        for (int i = pieces.nextPresent(0); i != Bitfield.NONE; i = pieces.nextPresent(i + 1)) {
            rarity.decrement(i);
        }
    }

    /** A peer that was counted piece by piece has got its last one. */
    public void peerBecameSeed() {
        for (int i = 0; i < layout.pieceCount(); i++) {
            rarity.decrement(i);
        }
        seedCount++;
    }

    public void requested(int pieceIndex, int blockIndex, long connectionId) {
        begin(pieceIndex).asked(blockIndex, connectionId);
    }

    /** The request came to nothing: choked, cancelled, timed out, or the connection went. */
    public void released(int pieceIndex, int blockIndex, long connectionId) {
        PieceProgress progress = begunByPiece.get(pieceIndex);
        if (progress != null) {
            progress.notAsked(blockIndex, connectionId);
            forgetIfUntouched(progress);
        }
    }

    public void writing(int pieceIndex, int blockIndex, long connectionId) {
        PieceProgress progress = begin(pieceIndex);
        progress.writing(blockIndex, connectionId);
        progress.notAsked(blockIndex, connectionId);
    }

    public void written(int pieceIndex, int blockIndex) {
        PieceProgress progress = begunByPiece.get(pieceIndex);
        if (progress != null) {
            progress.written(blockIndex);
        }
    }

    /** The block's write failed. */
    public void writeFailed(int pieceIndex, int blockIndex) {
        PieceProgress progress = begunByPiece.get(pieceIndex);
        if (progress != null) {
            progress.lost(blockIndex);
            forgetIfUntouched(progress);
        }
    }

    /** Blocks that an earlier process wrote. */
    public void restoreWritten(int pieceIndex, Bitfield blocks) {
        PieceProgress progress = begin(pieceIndex);
        for (int i = blocks.nextPresent(0); i != Bitfield.NONE; i = blocks.nextPresent(i + 1)) {
            progress.written(i);
        }
        forgetIfUntouched(progress);
    }

    public void verifying(int pieceIndex) {
        PieceProgress progress = begunByPiece.get(pieceIndex);
        if (progress != null) {
            progress.verifying(true);
        }
    }

    /** Hashing it came to nothing. */
    public void notVerifying(int pieceIndex) {
        PieceProgress progress = begunByPiece.get(pieceIndex);
        if (progress != null) {
            progress.verifying(false);
        }
    }

    public void ownFault(int pieceIndex) {
        PieceProgress progress = begunByPiece.get(pieceIndex);
        if (progress != null) {
            progress.ownFault();
        }
    }

    public void verified(int pieceIndex) {
        if (verified.add(pieceIndex)) {
            PieceProgress progress = begunByPiece.remove(pieceIndex);
            if (progress != null) {
                begun.remove(progress);
            } else {
                rarity.remove(pieceIndex);
            }
        }
    }

    /** Nothing of the piece counts any more, verified or not: it is wanted from the start. */
    public void forget(int pieceIndex) {
        PieceProgress progress = begunByPiece.remove(pieceIndex);
        if (progress != null) {
            begun.remove(progress);
        }
        if (verified.remove(pieceIndex) || progress != null) {
            rarity.insert(pieceIndex);
        }
    }

    private PieceProgress begin(int pieceIndex) {
        PieceProgress progress = begunByPiece.get(pieceIndex);
        if (progress == null) {
            if (verified.contains(pieceIndex)) {
                throw new IllegalStateException("piece " + pieceIndex + " is verified");
            }
            progress = new PieceProgress(pieceIndex, layout.blockCount(pieceIndex));
            rarity.remove(pieceIndex);
            begunByPiece.put(pieceIndex, progress);
            begun.add(progress);
        }
        return progress;
    }

    private void forgetIfUntouched(PieceProgress progress) {
        if (progress.missingCount() == progress.blockCount()) {
            begunByPiece.remove(progress.pieceIndex());
            begun.remove(progress);
            rarity.insert(progress.pieceIndex());
        }
    }

    /** Throws unless every piece is in exactly one place and the rarity order holds. */
    public void checkInvariants() {
        rarity.checkInvariants();
        for (int i = 0; i < layout.pieceCount(); i++) {
            int places = (verified.contains(i) ? 1 : 0) + (isBegun(i) ? 1 : 0) + (rarity.contains(i) ? 1 : 0);
            if (places != 1) {
                throw new IllegalStateException("piece " + i + " is in " + places + " places");
            }
        }
        if (begun.size() != begunByPiece.size()) {
            throw new IllegalStateException(begun.size() + " begun pieces, " + begunByPiece.size() + " by index");
        }
    }
}
