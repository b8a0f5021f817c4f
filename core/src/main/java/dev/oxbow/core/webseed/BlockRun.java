package dev.oxbow.core.webseed;

import dev.oxbow.core.value.PieceLayout;

/**
 * Consecutive blocks, from one block of one piece on. When there are more than the piece has left, the run goes on in the pieces behind.
 *
 * @param firstBlock its index in the piece
 */
public record BlockRun(int pieceIndex, int firstBlock, int blockCount) {
    public BlockRun {
        if (pieceIndex < 0 || firstBlock < 0 || blockCount < 1) {
            throw new IllegalArgumentException("no such run: " + blockCount + " blocks from " + firstBlock + " of piece " + pieceIndex);
        }
    }

    /** Whether the torrent has all of these blocks. */
    public boolean isWithin(PieceLayout pieces) {
        int pieceCount = pieces.pieceCount();
        if (pieceIndex >= pieceCount || firstBlock >= pieces.blockCount(pieceIndex)) {
            return false;
        }
        long blocks = (long) (pieceCount - 1) * pieces.blockCount(0) + pieces.blockCount(pieceCount - 1);
        return (long) pieceIndex * pieces.blockCount(0) + blocksFromItsPiece() <= blocks;
    }

    /** Where the run begins in the torrent's bytes. */
    public long startBytes(PieceLayout pieces) {
        return pieces.pieceOffsetBytes(pieceIndex) + PieceLayout.blockOffsetBytes(firstBlock);
    }

    /** Where it ends: the first byte behind it. */
    public long endBytes(PieceLayout pieces) {
        long behind = pieceIndex + blocksFromItsPiece() / pieces.blockCount(0);
        long rest = blocksFromItsPiece() % pieces.blockCount(0);
        long end = behind * pieces.pieceLengthBytes() + Math.min(rest * PieceLayout.BLOCK_LENGTH_BYTES, pieces.pieceLengthBytes());
        return Math.min(end, pieces.totalLengthBytes());
    }

    public long lengthBytes(PieceLayout pieces) {
        return endBytes(pieces) - startBytes(pieces);
    }

    private long blocksFromItsPiece() {
        return (long) firstBlock + blockCount;
    }
}
