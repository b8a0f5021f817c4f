package dev.oxbow.replay.export;

import dev.oxbow.core.wire.WireEncoder;
import java.util.function.Consumer;

/**
 * Bytes of one message on the wire, as far as they are known.
 *
 * @param lengthBytes of the whole message: a block's content is not in the journal
 */
record Message(byte[] bytes, int lengthBytes) {
    static Message of(Consumer<WireEncoder> writing) {
        WireEncoder encoder = new WireEncoder();
        writing.accept(encoder);
        byte[] bytes = encoder.take();
        return new Message(bytes, bytes.length);
    }

    /** A block: its head, and as many bytes more as it has. */
    static Message block(int pieceIndex, int offsetBytes, int lengthBytes) {
        byte[] head = of(encoder -> encoder.blockHead(pieceIndex, offsetBytes, lengthBytes)).bytes;
        return new Message(head, head.length + lengthBytes);
    }
}
