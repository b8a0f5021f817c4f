package dev.oxbow.core.wire;

import dev.oxbow.core.value.ByteString;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Collects messages of the peer protocol (layout: {@link WireDecoder}) until they are taken to be sent together. */
public final class WireEncoder {
    /** Length prefix, id, piece index and offset of a block's message. */
    private static final int BLOCK_HEAD_LENGTH_BYTES = 13;
    private static final int EXTENDED_HEAD_BYTES = 2;

    private ByteBuffer out = ByteBuffer.allocate(256);

    public boolean isEmpty() {
        return out.position() == 0;
    }

    /** The collected bytes; the encoder is empty afterwards. */
    public byte[] take() {
        byte[] taken = Arrays.copyOf(out.array(), out.position());
        out.clear();
        return taken;
    }

    public void handshake(Handshake handshake) {
        room(Handshake.LENGTH_BYTES).put(handshake.encode());
    }

    public void keepAlive() {
        room(4).putInt(0);
    }

    /** Choke, unchoke, interested, not interested, have all or have none. */
    public void plain(int id) {
        room(5).putInt(1).put((byte) id);
    }

    public void have(int pieceIndex) {
        room(9).putInt(5).put((byte) MessageId.HAVE).putInt(pieceIndex);
    }

    /** Where our DHT node is (BEP 5). */
    public void port(int port) {
        room(7).putInt(3).put((byte) MessageId.PORT).putShort((short) port);
    }

    /** Allowed fast (BEP 6). */
    public void allowedFast(int pieceIndex) {
        room(9).putInt(5).put((byte) MessageId.ALLOWED_FAST).putInt(pieceIndex);
    }

    /** @param extendedId what the peer understands as {@code lt_donthave} (BEP 54) */
    public void dontHave(int extendedId, int pieceIndex) {
        room(10).putInt(6).put((byte) MessageId.EXTENDED).put((byte) extendedId).putInt(pieceIndex);
    }

    public void reject(int pieceIndex, int offsetBytes, int lengthBytes) {
        range(MessageId.REJECT, pieceIndex, offsetBytes, lengthBytes);
    }

    public void bitfield(ByteString bits) {
        room(5 + bits.length()).putInt(1 + bits.length()).put((byte) MessageId.BITFIELD).put(bits.toArray());
    }

    public void request(int pieceIndex, int offsetBytes, int lengthBytes) {
        range(MessageId.REQUEST, pieceIndex, offsetBytes, lengthBytes);
    }

    public void cancel(int pieceIndex, int offsetBytes, int lengthBytes) {
        range(MessageId.CANCEL, pieceIndex, offsetBytes, lengthBytes);
    }

    private void range(int id, int pieceIndex, int offsetBytes, int lengthBytes) {
        room(17).putInt(13).put((byte) id).putInt(pieceIndex).putInt(offsetBytes).putInt(lengthBytes);
    }

    /** What stands in front of a block of {@code lengthBytes}. */
    public void blockHead(int pieceIndex, int offsetBytes, int lengthBytes) {
        blockHead(room(BLOCK_HEAD_LENGTH_BYTES), pieceIndex, offsetBytes, lengthBytes);
    }

    /** The same, into a buffer of big-endian order. */
    public static void blockHead(ByteBuffer into, int pieceIndex, int offsetBytes, int lengthBytes) {
        into.putInt(9 + lengthBytes).put((byte) MessageId.PIECE).putInt(pieceIndex).putInt(offsetBytes);
    }

    public void extendedHandshake(ExtendedHandshake handshake) {
        extended(ExtendedHandshake.EXTENDED_ID, handshake.encode());
    }

    /** @param extendedId what the peer understands as the message's extension (BEP 10) */
    public void extended(int extendedId, byte[] payload) {
        room(4 + EXTENDED_HEAD_BYTES + payload.length).putInt(EXTENDED_HEAD_BYTES + payload.length).put((byte) MessageId.EXTENDED)
                .put((byte) extendedId).put(payload);
    }

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(out.capacity() * 2, out.position() + bytes));
            larger.put(out.flip());
            out = larger;
        }
        return out;
    }
}
