package dev.oxbow.net.peer;

import dev.oxbow.core.port.BlockSlots;
import dev.oxbow.core.wire.WireEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** What a connection is about to send: messages and blocks in their order, handed to the socket in one go. */
final class Outgoing {
    /** So many go to the system in one call; more would be long in being reported as sent to a slow peer. */
    private static final int BLOCKS_TOGETHER_MAX = 16;

    private final NettySocket socket;
    private final WireEncoder messages = new WireEncoder();
    private final List<ByteBuf> parts = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final BiConsumer<List<Block>, Boolean> whenDone;

    /** A block of a piece, in a slot. */
    record Block(int pieceIndex, int offsetBytes, int lengthBytes, BlockSlots slots, int slotId) {
    }

    /** @param whenDone hears of blocks that went together, in the order of sending, whether the socket has taken them */
    Outgoing(NettySocket socket, BiConsumer<List<Block>, Boolean> whenDone) {
        this.socket = socket;
        this.whenDone = whenDone;
    }

    /** Messages are written to this, behind all that was collected so far. */
    WireEncoder messages() {
        return messages;
    }

    /** The slot is not to be touched until the socket has taken the block, or never will. */
    void block(Block block) {
        messages.blockHead(block.pieceIndex(), block.offsetBytes(), block.lengthBytes());
        parts.add(said());
        parts.add(Unpooled.wrappedBuffer(block.slots().buffer(block.slotId()).limit(block.lengthBytes())));
        blocks.add(block);
    }

    /** Outside of the heap: one part within it, and all would be copied once more on their way out. */
    private ByteBuf said() {
        byte[] bytes = messages.take();
        return PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
    }

    /** Whether there is enough for a flush to be worth it. */
    boolean isLong() {
        return blocks.size() >= BLOCKS_TOGETHER_MAX;
    }

    /** @param open whether there is still a peer to send it to */
    void flush(boolean open) {
        if (!messages.isEmpty()) {
            parts.add(said());
        }
        if (parts.isEmpty()) {
            return;
        }
        ByteBuf all = Unpooled.wrappedBuffer(parts.toArray(new ByteBuf[0]));
        List<Block> sent = List.copyOf(blocks);
        parts.clear();
        blocks.clear();
        if (open) {
            socket.write(all, taken -> whenDone.accept(sent, taken));
        } else {
            all.release();
            whenDone.accept(sent, false);
        }
    }
}
