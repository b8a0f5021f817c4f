package dev.oxbow.net.peer;

import dev.oxbow.core.value.Endpoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * A Vert.x socket seen at the level of Netty's buffers: what arrives is handed over uncopied, and reading can be switched off. The only
 * class that touches Vert.x's internals.
 */
final class NettySocket {
    /** How much is read in one call: as much as the peer lately sent, at most many blocks at once. */
    private static final int READ_MIN_BYTES = 512;
    private static final int READ_FIRST_BYTES = 2048;
    private static final int READ_MAX_BYTES = 256 * 1024;

    private final NetSocketInternal socket;
    private final Channel channel;

    NettySocket(NetSocket socket) {
        this.socket = (NetSocketInternal) socket;
        this.channel = this.socket.channelHandlerContext().channel();
        channel.config().setAllocator(PooledByteBufAllocator.DEFAULT); // Vert.x's own does not keep buffers of this size
        channel.config().setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(READ_MIN_BYTES, READ_FIRST_BYTES, READ_MAX_BYTES));
    }

    /** @param onBytes takes ownership of each buffer */
    void listen(Consumer<ByteBuf> onBytes, Consumer<Throwable> onError, Runnable onClosed) {
        socket.messageHandler(message -> onBytes.accept((ByteBuf) message));
        socket.exceptionHandler(onError::accept);
        socket.closeHandler(closed -> onClosed.run());
    }

    void reading(boolean on) {
        channel.config().setAutoRead(on);
    }

    /** Takes ownership of the buffer; {@code onTaken} runs when the system has taken the bytes, or never will. */
    void write(ByteBuf bytes, Consumer<Boolean> onTaken) {
        socket.writeMessage(bytes).onComplete(result -> onTaken.accept(result.succeeded()));
    }

    void close() {
        socket.close();
    }

    Endpoint remote() {
        InetSocketAddress address = (InetSocketAddress) channel.remoteAddress();
        return Endpoint.of(address.getAddress().getAddress(), address.getPort());
    }
}
