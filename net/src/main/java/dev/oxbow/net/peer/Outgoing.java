package dev.oxbow.net.peer;

import dev.oxbow.core.port.ReadBlocks;
import dev.oxbow.core.wire.WireEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** What a connection is about to send: messages and blocks in their order, handed to the socket in one go. */
final class Outgoing {
    private final NettySocket socket;
    private final WireEncoder messages = new WireEncoder();
    private final List<ByteBuf> parts = new ArrayList<>();
    private final List<ReadBlocks> blocks = new ArrayList<>();
    private int blockCount;
    private final BiConsumer<List<ReadBlocks>, Boolean> whenDone;

    /** @param whenDone hears of blocks that went together, in the order of sending, whether the socket has taken them */
    Outgoing(NettySocket socket, BiConsumer<List<ReadBlocks>, Boolean> whenDone) {
        this.socket = socket;
        this.whenDone = whenDone;
    }

    /** Messages are written to this, behind all that was collected so far. */
    WireEncoder messages() {
        return messages;
    }

    /** The slot is not to be touched until the socket has taken the blocks, or never will. */
    void blocks(ReadBlocks read) {
        if (!messages.isEmpty()) {
            parts.add(said());
        }
        ByteBuffer all = read.messages();
        for (int block = 0; block < read.blockCount(); block++) {
            WireEncoder.blockHead(all.position(ReadBlocks.slotLengthBytes(block)), read.pieceIndex(), read.blockOffsetBytes(block), read.blockLengthBytes(block));
        }
        parts.add(Unpooled.wrappedBuffer(all.rewind()));
        blocks.add(read);
        blockCount += read.blockCount();
    }

    /** Outside of the heap: one part within it, and all would be copied once more on their way out. */
    private ByteBuf said() {
        byte[] bytes = messages.take();
        return PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
    }

    /** Whether there is enough for a flush to be worth it. */
    boolean isLong() {
        return blockCount >= ReadBlocks.BLOCKS_MAX;
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
        List<ReadBlocks> sent = List.copyOf(blocks);
        parts.clear();
        blocks.clear();
        blockCount = 0;
        if (open) {
            socket.write(all, taken -> whenDone.accept(sent, taken));
        } else {
            all.release();
            whenDone.accept(sent, false);
        }
    }
}
