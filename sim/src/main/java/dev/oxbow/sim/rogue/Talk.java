package dev.oxbow.sim.rogue;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.wire.WireEncoder;
import java.util.Optional;
import java.util.function.Consumer;

/** One connection of a scripted peer, as the script sees it. What is sent on a closed one is lost. */
public interface Talk {
    /** Counts connections of this peer from 0. */
    int number();

    long nowNs();

    /** Whether the other end has closed it, or this one. */
    boolean isClosed();

    /** What the other called itself in its handshake. */
    Optional<PeerId> other();

    /** Where this peer can be dialled. */
    Endpoint self();

    InfoHash infoHash();

    PieceLayout pieces();

    int metadataLengthBytes();

    void send(byte[] bytes);

    void close();

    /** Does something later, unless the connection is closed by then. */
    void after(long delayNs, Runnable what);

    /** The right bytes of a block. */
    byte[] block(int pieceIndex, int blockIndex);

    /** From 0 to {@code bound - 1}. */
    int below(int bound);

    /** Sends what the encoder is given. */
    default void say(Consumer<WireEncoder> message) {
        WireEncoder encoder = new WireEncoder();
        message.accept(encoder);
        send(encoder.take());
    }

    /** Sends a message without payload. */
    default void say(int id) {
        say(encoder -> encoder.plain(id));
    }

    /** Sends a block, whatever its bytes and place are. */
    default void sayBlock(int pieceIndex, int offsetBytes, byte[] bytes) {
        say(encoder -> encoder.blockHead(pieceIndex, offsetBytes, bytes.length));
        send(bytes);
    }
}
