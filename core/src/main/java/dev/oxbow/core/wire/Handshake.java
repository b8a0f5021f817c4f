package dev.oxbow.core.wire;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first 68 bytes of either side (BEP 3, "peer protocol"):
 *
 * <pre>
 *  0        1                      20              28            48           68
 *  | 19     | BitTorrent protocol  | reserved bits | info hash   | peer id    |
 * </pre>
 *
 * @param reservedBits the eight reserved bytes, first byte highest
 */
public record Handshake(long reservedBits, InfoHash infoHash, PeerId peerId) {
    public static final int LENGTH_BYTES = 68;
    /** BEP 10: reserved byte 5, bit 0x10. */
    public static final long EXTENSION_PROTOCOL_BIT = 0x10L << 16;

    /** BEP 6: reserved byte 7, bit 0x04. */
    public static final long FAST_BIT = 0x04L;

    /** BEP 5: reserved byte 7, bit 0x01. */
    public static final long DHT_BIT = 0x01L;

    private static final byte[] PROTOCOL = "\u0013BitTorrent protocol".getBytes(StandardCharsets.ISO_8859_1);
    private static final int RESERVED_AT = 20;
    private static final int INFO_HASH_AT = 28;
    private static final int PEER_ID_AT = 48;

    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH_BYTES);
        out.put(PROTOCOL).putLong(reservedBits).put(infoHash.bytes().toArray()).put(peerId.bytes().toArray());
        return out.array();
    }

    /** Whether the first {@code length} bytes can be the beginning of a handshake. */
    public static boolean mayBegin(byte[] bytes, int length) {
        for (int i = 0; i < Math.min(length, PROTOCOL.length); i++) {
            if (bytes[i] != PROTOCOL[i]) {
                return false;
            }
        }
        return true;
    }

    /** Reads 68 bytes of which {@link #mayBegin} holds. */
    public static Handshake decode(byte[] bytes) {
        return new Handshake(ByteBuffer.wrap(bytes).getLong(RESERVED_AT),
                new InfoHash(ByteString.copyOf(bytes, INFO_HASH_AT, InfoHash.LENGTH_BYTES)),
                new PeerId(ByteString.copyOf(bytes, PEER_ID_AT, PeerId.LENGTH_BYTES)));
    }
}
