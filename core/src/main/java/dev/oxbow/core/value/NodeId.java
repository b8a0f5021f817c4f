package dev.oxbow.core.value;

/** The 20 bytes by which a DHT node names itself, and its place in the space of keys (BEP 5). */
public record NodeId(ByteString bytes) implements Comparable<NodeId> {
    public static final int LENGTH_BYTES = 20;

    public NodeId {
        if (bytes.length() != LENGTH_BYTES) {
            throw new IllegalArgumentException("NodeId takes 20 bytes, not " + bytes.length());
        }
    }

    public static NodeId of(byte[] bytes) {
        return new NodeId(ByteString.copyOf(bytes));
    }

    public static NodeId ofHex(String hex) {
        return new NodeId(ByteString.ofHex(hex));
    }

    /** The place of a torrent in the space of keys: nodes near it keep its peers. */
    public static NodeId of(InfoHash infoHash) {
        return new NodeId(infoHash.bytes());
    }

    @Override
    public int compareTo(NodeId other) {
        return bytes.compareTo(other.bytes);
    }

    /** 40 hexadecimal digits. */
    @Override
    public String toString() {
        return bytes.toHex();
    }
}
