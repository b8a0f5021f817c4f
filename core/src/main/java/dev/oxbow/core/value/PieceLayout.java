package dev.oxbow.core.value;

import java.util.ArrayList;
import java.util.List;

/**
 * How a torrent's bytes are cut into pieces and blocks (BEP 3). The last piece and the last block of a piece may be short;
 * every other block is {@link #BLOCK_LENGTH_BYTES} long.
 */
public record PieceLayout(long totalLengthBytes, int pieceLengthBytes) {
    /** BEP 3: what every client asks for; larger requests are refused by most peers. */
    public static final int BLOCK_LENGTH_BYTES = 16 * 1024;

    /** In place of a block's index where there is none. */
    public static final int NO_BLOCK = -1;

    public PieceLayout {
        if (totalLengthBytes < 0 || pieceLengthBytes <= 0) {
            throw new IllegalArgumentException("no such layout: " + totalLengthBytes + " bytes in pieces of " + pieceLengthBytes);
        }
        if (ceilDiv(totalLengthBytes, pieceLengthBytes) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("too many pieces");
        }
    }

    public int pieceCount() {
        return (int) ceilDiv(totalLengthBytes, pieceLengthBytes);
    }

    public int pieceLengthBytes(int pieceIndex) {
        return (int) Math.min(pieceLengthBytes, totalLengthBytes - pieceOffsetBytes(pieceIndex));
    }

    /** Where the piece begins in the torrent's bytes. */
    public long pieceOffsetBytes(int pieceIndex) {
        return (long) pieceIndex * pieceLengthBytes;
    }

    public int blockCount(int pieceIndex) {
        return (int) ceilDiv(pieceLengthBytes(pieceIndex), BLOCK_LENGTH_BYTES);
    }

    public int blockLengthBytes(int pieceIndex, int blockIndex) {
        return Math.min(BLOCK_LENGTH_BYTES, pieceLengthBytes(pieceIndex) - blockOffsetBytes(blockIndex));
    }

    /** How many blocks a range is made of that begins where a block does; none of a length that there cannot be. */
    public static int blocksIn(int lengthBytes) {
        return (int) Math.max(0, ceilDiv(lengthBytes, BLOCK_LENGTH_BYTES));
    }

    /** What there is to say of a range of a piece. */
    public interface OfRange<T> {
        T of(int offsetBytes, int lengthBytes);
    }

    /** Takes a range apart into blocks, each whole but for the last. */
    public static <T> List<T> eachBlock(int offsetBytes, int lengthBytes, OfRange<T> block) {
        int count = blocksIn(lengthBytes);
        List<T> each = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = blockOffsetBytes(i);
            each.add(block.of(offsetBytes + at, Math.min(BLOCK_LENGTH_BYTES, lengthBytes - at)));
        }
        return each;
    }

    /** Of blocks one behind another. */
    public int blocksLengthBytes(int pieceIndex, int firstBlock, int blockCount) {
        return Math.min(blockCount * BLOCK_LENGTH_BYTES, pieceLengthBytes(pieceIndex) - blockOffsetBytes(firstBlock));
    }

    /** Where the block begins in its piece. */
    public static int blockOffsetBytes(int blockIndex) {
        return blockIndex * BLOCK_LENGTH_BYTES;
    }

    /** The bytes of a bitfield message's payload for this many pieces. */
    public int bitfieldLengthBytes() {
        return (pieceCount() + 7) / 8;
    }

    private static long ceilDiv(long amount, long unit) {
        return (amount + unit - 1) / unit;
    }
}
