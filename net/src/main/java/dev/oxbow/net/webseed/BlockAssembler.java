package dev.oxbow.net.webseed;

import dev.oxbow.core.port.BlockSlots;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.webseed.BlockRun;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Cuts the bytes of a run into blocks. Each lies in a slot of the pool from its first byte on and is handed over with its last. */
final class BlockAssembler {
    /** Takes whole blocks. */
    interface Blocks {
        boolean hasRoom();

        void onBlock(int pieceIndex, int blockIndex, int slotId, int crc32c);
    }

    private static final byte[] ZEROS = new byte[PieceLayout.BLOCK_LENGTH_BYTES];

    private final PieceLayout pieces;
    private final BlockSlots slots;
    private final Blocks blocks;
    private final CRC32C crc = new CRC32C();
    private final byte[] passage = new byte[PieceLayout.BLOCK_LENGTH_BYTES];
    private int pieceIndex;
    private int blockIndex;
    private int slotId = BlockSlots.NO_SLOT;
    private ByteBuffer slot = ByteBuffer.allocate(0);

    BlockAssembler(PieceLayout pieces, BlockRun run, BlockSlots slots, Blocks blocks) {
        this.pieces = pieces;
        this.slots = slots;
        this.blocks = blocks;
        this.pieceIndex = run.pieceIndex();
        this.blockIndex = run.firstBlock();
    }

    /** Takes as many of these bytes as it can. @return how many; fewer than offered when there is no free slot or no room */
    int put(Buffer part, int from, int to) {
        int at = from;
        while (at < to && openSlot()) {
            int count = Math.min(slot.remaining(), to - at);
            part.getBytes(at, at + count, passage);
            fill(passage, count);
            at += count;
        }
        return at - from;
    }

    /** Takes as many zeros as it can. @return how many */
    long putZeros(long countBytes) {
        long left = countBytes;
        while (left > 0 && openSlot()) {
            int count = (int) Math.min(slot.remaining(), left);
            fill(ZEROS, count);
            left -= count;
        }
        return countBytes - left;
    }

    private boolean openSlot() {
        if (slotId == BlockSlots.NO_SLOT) {
            slotId = blocks.hasRoom() ? slots.take() : BlockSlots.NO_SLOT;
            if (slotId == BlockSlots.NO_SLOT) {
                return false;
            }
            slot = slots.buffer(slotId).limit(pieces.blockLengthBytes(pieceIndex, blockIndex));
        }
        return true;
    }

    private void fill(byte[] bytes, int count) {
        slot.put(bytes, 0, count);
        if (!slot.hasRemaining()) {
            handOver();
        }
    }

    private void handOver() {
        crc.reset();
        crc.update(slot.flip());
        int filledSlot = slotId;
        int filledPiece = pieceIndex;
        int filledBlock = blockIndex;
        slotId = BlockSlots.NO_SLOT;
        boolean last = blockIndex + 1 == pieces.blockCount(pieceIndex);
        pieceIndex += last ? 1 : 0;
        blockIndex = last ? 0 : blockIndex + 1;
        slots.crc(filledSlot, (int) crc.getValue());
        blocks.onBlock(filledPiece, filledBlock, filledSlot, (int) crc.getValue());
    }

    /** A slot that is half filled goes back. */
    void close() {
        if (slotId != BlockSlots.NO_SLOT) {
            slots.release(slotId);
            slotId = BlockSlots.NO_SLOT;
        }
    }
}
