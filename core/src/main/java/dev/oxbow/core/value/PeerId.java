package dev.oxbow.core.value;

/** The 20 bytes by which a peer names itself in a handshake (BEP 3, BEP 20). */
public record PeerId(ByteString bytes) implements Comparable<PeerId> {
    public static final int LENGTH_BYTES = 20;

    public PeerId {
        if (bytes.length() != LENGTH_BYTES) {
            throw new IllegalArgumentException("PeerId takes 20 bytes, not " + bytes.length());
        }
    }

    public static PeerId of(byte[] bytes) {
        return new PeerId(ByteString.copyOf(bytes));
    }

    public static PeerId ofHex(String hex) {
        return new PeerId(ByteString.ofHex(hex));
    }

    @Override
    public int compareTo(PeerId other) {
        return bytes.compareTo(other.bytes);
    }

    /** 40 hexadecimal digits. */
    @Override
    public String toString() {
        return bytes.toHex();
    }
}
