package dev.oxbow.net.peer;

import dev.oxbow.core.wire.WireEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a connection is about to send: messages and blocks in their order, handed to the socket in one go. */
final class Outgoing {
    /** So many go to the system in one call; more would be long in being reported as sent to a slow peer. */
    private static final int BLOCKS_TOGETHER_MAX = 8;

    private final NettySocket socket;
    private final WireEncoder messages = new WireEncoder();
    private final List<ByteBuf> parts = new ArrayList<>();
    private final List<Consumer<Boolean>> whenTaken = new ArrayList<>();

    Outgoing(NettySocket socket) {
        this.socket = socket;
    }

    /** Messages are written to this, behind all that was collected so far. */
    WireEncoder messages() {
        return messages;
    }

    /** @param tell hears when the socket has taken the block, or that it never will; until then the bytes must not change */
    void block(int pieceIndex, int offsetBytes, ByteBuffer bytes, Consumer<Boolean> tell) {
        messages.blockHead(pieceIndex, offsetBytes, bytes.remaining());
        parts.add(Unpooled.wrappedBuffer(messages.take()));
        parts.add(Unpooled.wrappedBuffer(bytes));
        whenTaken.add(tell);
    }

    /** Whether there is enough for a flush to be worth it. */
    boolean isLong() {
        return whenTaken.size() >= BLOCKS_TOGETHER_MAX;
    }

    /** @param open whether there is still a peer to send it to */
    void flush(boolean open) {
        if (!messages.isEmpty()) {
            parts.add(Unpooled.wrappedBuffer(messages.take()));
        }
        if (parts.isEmpty()) {
            return;
        }
        ByteBuf all = Unpooled.wrappedBuffer(parts.toArray(new ByteBuf[0]));
        List<Consumer<Boolean>> tell = List.copyOf(whenTaken);
        parts.clear();
        whenTaken.clear();
        if (open) {
            socket.write(all, taken -> tell.forEach(it -> it.accept(taken)));
        } else {
            all.release();
            tell.forEach(it -> it.accept(false));
        }
    }
}
