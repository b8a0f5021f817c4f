package dev.oxbow.journal.codec;

import dev.oxbow.core.value.ReceivedBlock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The layouts of what stands for each block of a run, little-endian, without a count. They come with every block: no streams. */
final class BlockRuns {
    private BlockRuns() {
    }

    /** Slot (4) and CRC-32C (4). */
    static byte[] received(List<ReceivedBlock> blocks) {
        ByteBuffer out = ByteBuffer.allocate(2 * Integer.BYTES * blocks.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (ReceivedBlock block : blocks) {
            out.putInt(block.slotId()).putInt(block.crc32c());
        }
        return out.array();
    }

    static List<ReceivedBlock> received(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<ReceivedBlock> blocks = new ArrayList<>(bytes.length / (2 * Integer.BYTES));
        while (in.hasRemaining()) {
            blocks.add(new ReceivedBlock(in.getInt(), in.getInt()));
        }
        return blocks;
    }

    /** Slot (4). */
    static byte[] slots(List<Integer> slotIds) {
        ByteBuffer out = ByteBuffer.allocate(Integer.BYTES * slotIds.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int slotId : slotIds) {
            out.putInt(slotId);
        }
        return out.array();
    }

    static List<Integer> slots(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> slotIds = new ArrayList<>(bytes.length / Integer.BYTES);
        while (in.hasRemaining()) {
            slotIds.add(in.getInt());
        }
        return slotIds;
    }
}
