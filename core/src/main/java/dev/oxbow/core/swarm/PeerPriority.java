package dev.oxbow.core.swarm;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.zip.CRC32C;

/**
 * How much a connection is worth to both of its ends (BEP 40): a number that both work out alike, so that they agree which connections to
 * keep when they have too many. The higher is the better. Nearby addresses are told apart by more of their bits than far ones.
 *
 * <p>For IPv6 this is what the BEP says, beginning with a /48; libtorrent begins with a /32.
 */
public final class PeerPriority {
    /** Lower than every priority: the two are of different families, so they cannot be connected by these addresses. */
    public static final long NONE = -1;
    private static final int FAR_MASK = 0x55;

    private PeerPriority() {
    }

    /**
     * @param ours our address as the peer sees it, and the port we listen on
     * @param peer the peer's address and the port it listens on
     * @return from 0 to 2^32 - 1, or {@link #NONE}
     */
    public static long of(Endpoint ours, Endpoint peer) {
        if (ours.isIpv6() != peer.isIpv6()) {
            return NONE;
        }
        if (ours.address().equals(peer.address())) {
            return crc(port(ours), port(peer));
        }
        int wholeBytes = wholeBytes(ours.address(), peer.address());
        return crc(masked(ours.address(), wholeBytes), masked(peer.address(), wholeBytes));
    }

    /** How many leading bytes count in full: those of the shortest prefix, or one more than the two have in common. */
    private static int wholeBytes(ByteString a, ByteString b) {
        int common = 0;
        while (a.byteAt(common) == b.byteAt(common)) {
            common++;
        }
        int shortest = a.length() == Endpoint.IPV4_LENGTH_BYTES ? 2 : 6;
        return common < shortest ? shortest : common + 1;
    }

    private static ByteString masked(ByteString address, int wholeBytes) {
        byte[] out = address.toArray();
        for (int i = wholeBytes; i < out.length; i++) {
            out[i] &= FAR_MASK;
        }
        return ByteString.wrap(out);
    }

    private static ByteString port(Endpoint endpoint) {
        return ByteString.wrap(new byte[] {(byte) (endpoint.port() >>> 8), (byte) endpoint.port()});
    }

    private static long crc(ByteString a, ByteString b) {
        CRC32C crc = new CRC32C();
        crc.update((a.compareTo(b) < 0 ? a : b).toArray());
        crc.update((a.compareTo(b) < 0 ? b : a).toArray());
        return crc.getValue();
    }
}
