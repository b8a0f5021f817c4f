package dev.oxbow.core.piece;

import dev.oxbow.core.piece.PieceProgress.BlockState;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.PieceLayout;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
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
    /** By number, so in the order in which they were begun: finishing the oldest comes first. */
    private final TreeMap<Long, PieceProgress> begun = new TreeMap<>();
    /** Those of them with a block that is not asked of anybody. */
    private final TreeMap<Long, PieceProgress> wanting = new TreeMap<>();
    private long nextBegunNumber;
    private final Bitfield wanted;
    private final Bitfield preferred;
    private int wantedMissing;
    private boolean sequential;
    /** Peers that have everything are counted apart: they make no piece rarer than another. */
    private int seedCount;

    public PiecePicker(PieceLayout layout, long seed, int torrentId) {
        this.layout = layout;
        this.verified = new Bitfield(layout.pieceCount());
        this.wanted = new Bitfield(layout.pieceCount());
        this.wanted.fill();
        this.preferred = new Bitfield(layout.pieceCount());
        this.wantedMissing = layout.pieceCount();
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

    /** Whether every piece that is wanted is verified. */
    public boolean isComplete() {
        return wantedMissing == 0;
    }

    /** The pieces that are to be fetched. Do not change it. */
    public Bitfield wanted() {
        return wanted;
    }

    /** How many pieces are wanted and not verified. */
    public int wantedMissing() {
        return wantedMissing;
    }

    Bitfield preferred() {
        return preferred;
    }

    public boolean isSequential() {
        return sequential;
    }

    public int availability(int pieceIndex) {
        return rarity.availability(pieceIndex) + seedCount;
    }

    /** The begun pieces, oldest first. Do not change it. */
    public Collection<PieceProgress> begun() {
        return Collections.unmodifiableCollection(begun.values());
    }

    Collection<PieceProgress> begunNewestFirst() {
        return begun.descendingMap().values();
    }

    /** Those begun pieces that have a missing block, oldest first. */
    Collection<PieceProgress> wanting() {
        return wanting.values();
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

    boolean isUntouched(int pieceIndex) {
        return rarity.contains(pieceIndex);
    }

    /** Where an untouched piece stands in the order, rarest first. */
    int placeOf(int pieceIndex) {
        return rarity.placeOf(pieceIndex);
    }

    int untouchedCount() {
        return rarity.size();
    }

    /** Whether no piece that any peer has is left untouched. */
    public boolean isEndNear() {
        return firstAvailableUntouched() >= untouchedCount();
    }

    /** Whether, besides, every block of the begun ones is asked of somebody. */
    public boolean isEverythingAsked() {
        return isEndNear() && wanting.isEmpty();
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

    /** A peer that had everything is counted piece by piece from now on, with everything. */
    public void peerNoLongerSeed() {
        for (int i = 0; i < layout.pieceCount(); i++) {
            rarity.increment(i);
        }
        seedCount--;
    }

    /** A peer that was counted piece by piece has got its last one. */
    public void peerBecameSeed() {
        for (int i = 0; i < layout.pieceCount(); i++) {
            rarity.decrement(i);
        }
        seedCount++;
    }

    public void requested(int pieceIndex, int blockIndex, long connectionId) {
        PieceProgress progress = begin(pieceIndex);
        progress.asked(blockIndex, connectionId);
        sort(progress);
    }

    /** From now on the piece is asked of this connection only, as long as others have anything else to ask for. */
    public void exclusive(int pieceIndex, long connectionId) {
        begin(pieceIndex).exclusiveTo(connectionId);
    }

    /** The connection is of no use now: others may go on with what it alone was to send. */
    public void shareExclusive(long connectionId) {
        for (PieceProgress progress : begun.values()) {
            if (progress.exclusiveTo() == connectionId) {
                progress.exclusiveTo(PieceProgress.NOBODY);
            }
        }
    }

    /** The request came to nothing: choked, cancelled, timed out, or the connection went. */
    public void released(int pieceIndex, int blockIndex, long connectionId) {
        PieceProgress progress = begunByPiece.get(pieceIndex);
        if (progress != null) {
            progress.notAsked(blockIndex, connectionId);
            sort(progress);
        }
    }

    /**
     * @param crc      of the block as it came
     * @param sequence of the entry that brought it
     */
    public void writing(int pieceIndex, int blockIndex, long connectionId, int crc, long sequence) {
        PieceProgress progress = begin(pieceIndex);
        progress.writing(blockIndex, connectionId, crc, sequence);
        progress.notAsked(blockIndex, connectionId);
        sort(progress);
    }

    public void written(int pieceIndex, int blockIndex) {
        PieceProgress progress = begunByPiece.get(pieceIndex);
        if (progress != null) {
            progress.written(blockIndex);
            sort(progress);
        }
    }

    /** The block's write failed. */
    public void writeFailed(int pieceIndex, int blockIndex) {
        PieceProgress progress = begunByPiece.get(pieceIndex);
        if (progress != null) {
            progress.lost(blockIndex);
            sort(progress);
        }
    }

    /** Blocks that an earlier process wrote. */
    public void restoreWritten(int pieceIndex, Bitfield blocks) {
        PieceProgress progress = begin(pieceIndex);
        for (int i = blocks.nextPresent(0); i != Bitfield.NONE; i = blocks.nextPresent(i + 1)) {
            progress.written(i);
        }
        sort(progress);
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
            wantedMissing -= wanted.contains(pieceIndex) ? 1 : 0;
            if (!drop(pieceIndex) && rarity.contains(pieceIndex)) {
                rarity.remove(pieceIndex);
            }
        }
    }

    /** Nothing of the piece counts any more, verified or not: it is wanted from the start. */
    public void forget(int pieceIndex) {
        boolean wasBegun = drop(pieceIndex);
        boolean wasVerified = verified.remove(pieceIndex);
        wantedMissing += wasVerified && wanted.contains(pieceIndex) ? 1 : 0;
        if ((wasVerified || wasBegun) && wanted.contains(pieceIndex)) {
            rarity.insert(pieceIndex);
        }
    }

    /** Which pieces are to be fetched at all, and which of them before others. */
    public void select(Bitfield wantedPieces, Bitfield preferredPieces) {
        for (int piece = 0; piece < layout.pieceCount(); piece++) {
            boolean open = !verified.contains(piece) && !begunByPiece.containsKey(piece);
            if (open && wantedPieces.contains(piece) && !rarity.contains(piece)) {
                rarity.insert(piece);
            } else if (open && !wantedPieces.contains(piece) && rarity.contains(piece)) {
                rarity.remove(piece);
            }
        }
        wanted.clear();
        wanted.addAll(wantedPieces);
        preferred.clear();
        preferred.addAll(preferredPieces);
        wantedMissing = wanted.countNotIn(verified);
        List.copyOf(begun.values()).forEach(this::sort);
    }

    public void sequential(boolean now) {
        sequential = now;
    }

    /** @return whether it was begun */
    private boolean drop(int pieceIndex) {
        PieceProgress progress = begunByPiece.remove(pieceIndex);
        if (progress == null) {
            return false;
        }
        begun.remove(progress.number());
        wanting.remove(progress.number());
        return true;
    }

    private PieceProgress begin(int pieceIndex) {
        PieceProgress progress = begunByPiece.get(pieceIndex);
        if (progress == null) {
            if (verified.contains(pieceIndex)) {
                throw new IllegalStateException("piece " + pieceIndex + " is verified");
            }
            progress = new PieceProgress(pieceIndex, layout.blockCount(pieceIndex), nextBegunNumber++);
            if (rarity.contains(pieceIndex)) {
                rarity.remove(pieceIndex);
            }
            begunByPiece.put(pieceIndex, progress);
            begun.put(progress.number(), progress);
        }
        return progress;
    }

    /** Puts a begun piece where it belongs after a change: wanting or not, or back among the untouched. */
    private void sort(PieceProgress progress) {
        if (progress.missingCount() == progress.blockCount()) {
            drop(progress.pieceIndex());
            if (wanted.contains(progress.pieceIndex())) {
                rarity.insert(progress.pieceIndex());
            }
        } else if (progress.missingCount() > 0 && wanted.contains(progress.pieceIndex())) {
            wanting.put(progress.number(), progress);
        } else {
            wanting.remove(progress.number());
        }
    }

    /** Throws unless every piece is in exactly one place and the rarity order holds. */
    public void checkInvariants() {
        rarity.checkInvariants();
        for (int i = 0; i < layout.pieceCount(); i++) {
            int places = (verified.contains(i) ? 1 : 0) + (isBegun(i) ? 1 : 0) + (rarity.contains(i) ? 1 : 0);
            boolean unwanted = !wanted.contains(i) && places == 0;
            if (places != 1 && !unwanted) {
                throw new IllegalStateException("piece " + i + " is in " + places + " places");
            }
        }
        if (begun.size() != begunByPiece.size()) {
            throw new IllegalStateException(begun.size() + " begun pieces, " + begunByPiece.size() + " by index");
        }
        for (PieceProgress progress : begun.values()) {
            boolean wants = progress.missingCount() > 0 && wanted.contains(progress.pieceIndex());
            if (wants != wanting.containsKey(progress.number())) {
                throw new IllegalStateException("piece " + progress.pieceIndex() + " lacks " + progress.missingCount() + " blocks");
            }
        }
        if (!begun.keySet().containsAll(wanting.keySet())) {
            throw new IllegalStateException("a piece is wanting and not begun");
        }
    }
}
