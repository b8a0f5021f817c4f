package dev.oxbow.core.port;

import dev.oxbow.core.value.PieceLayout;
import java.nio.ByteBuffer;

/**
 * Blocks of a piece that were read for a peer, whole but for the last and one behind another, each behind room for the head of its message. Whoever
 * has them releases the slot, once.
 *
 * @param slots whose slot {@code slotId} they are in
 */
public record ReadBlocks(long connectionId, int pieceIndex, int offsetBytes, int lengthBytes, BlockSlots slots, int slotId) {
    /** Length, kind, piece and offset (BEP 3). */
    private static final int HEAD_LENGTH_BYTES = 13;

    /** So many go together; more would be long in being reported as sent to a slow peer. */
    public static final int BLOCKS_MAX = 16;

    /** How large a slot has to be for so many blocks. */
    public static int slotLengthBytes(int blockCount) {
        return blockCount * (HEAD_LENGTH_BYTES + PieceLayout.BLOCK_LENGTH_BYTES);
    }

    public int blockCount() {
        return PieceLayout.blocksIn(lengthBytes);
    }

    /** Where in the piece a block begins. */
    public int blockOffsetBytes(int block) {
        return offsetBytes + PieceLayout.blockOffsetBytes(block);
    }

    public int blockLengthBytes(int block) {
        return Math.min(PieceLayout.BLOCK_LENGTH_BYTES, lengthBytes - PieceLayout.blockOffsetBytes(block));
    }

    /** The messages; a block's begins where a slot for those before it would end, with its head. */
    public ByteBuffer messages() {
        return slots.buffer(slotId).limit(blockCount() * HEAD_LENGTH_BYTES + lengthBytes);
    }

    /** Room for the bytes of a block. */
    public ByteBuffer block(int block) {
        return slots.buffer(slotId).slice(slotLengthBytes(block) + HEAD_LENGTH_BYTES, blockLengthBytes(block));
    }

    public void release() {
        slots.release(slotId);
    }
}
