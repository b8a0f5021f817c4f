package dev.oxbow.storage;

import dev.oxbow.core.command.StorageCommand.WriteBlock;
import dev.oxbow.core.port.BlockSlots;
import dev.oxbow.core.value.PieceLayout;
import java.nio.ByteBuffer;

/** Neighbouring blocks of one piece that wait to be written one after another, without anything in between. */
final class WriteRun {
    /** A quarter of a mebibyte: still in the processor's cache when it is hashed afterwards. */
    private static final int BLOCKS_MAX = 16;

    private final WriteBlock[] blocks = new WriteBlock[BLOCKS_MAX];
    private int count;

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == BLOCKS_MAX;
    }

    int count() {
        return count;
    }

    WriteBlock block(int index) {
        return blocks[index];
    }

    /** Whether the block comes right behind the last one. */
    boolean isContinuedBy(WriteBlock next) {
        return count > 0 && next.torrentId() == blocks[0].torrentId() && next.pieceIndex() == blocks[0].pieceIndex()
                && next.blockIndex() == blocks[count - 1].blockIndex() + 1;
    }

    void add(WriteBlock block) {
        blocks[count++] = block;
    }

    /** Where the block lies in the torrent. */
    long offsetBytes(int index, PieceLayout pieces) {
        return pieces.pieceOffsetBytes(blocks[index].pieceIndex()) + PieceLayout.blockOffsetBytes(blocks[index].blockIndex());
    }

    /** What the blocks contain, from one place to before another. */
    ByteBuffer[] bytes(int from, int to, PieceLayout pieces, BlockSlots slots) {
        ByteBuffer[] bytes = new ByteBuffer[to - from];
        for (int i = from; i < to; i++) {
            bytes[i - from] = slots.buffer(blocks[i].slotId()).limit(pieces.blockLengthBytes(blocks[i].pieceIndex(), blocks[i].blockIndex()));
        }
        return bytes;
    }

    /** The blocks' slots are free again, and the run is empty. */
    void release(BlockSlots slots) {
        for (int i = 0; i < count; i++) {
            slots.release(blocks[i].slotId());
            blocks[i] = null;
        }
        count = 0;
    }
}
