package dev.oxbow.core.value;

/** The SHA-1 of a torrent's info dictionary: 20 bytes (BEP 3). */
public record InfoHash(ByteString bytes) implements Comparable<InfoHash> {
    public static final int LENGTH_BYTES = 20;

    public InfoHash {
        if (bytes.length() != LENGTH_BYTES) {
            throw new IllegalArgumentException("InfoHash takes 20 bytes, not " + bytes.length());
        }
    }

    public static InfoHash of(byte[] bytes) {
        return new InfoHash(ByteString.copyOf(bytes));
    }

    public static InfoHash ofHex(String hex) {
        return new InfoHash(ByteString.ofHex(hex));
    }

    @Override
    public int compareTo(InfoHash other) {
        return bytes.compareTo(other.bytes);
    }

    /** 40 hexadecimal digits. */
    @Override
    public String toString() {
        return bytes.toHex();
    }
}
