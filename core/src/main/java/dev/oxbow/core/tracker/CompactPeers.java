package dev.oxbow.core.tracker;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.Collection;

/** Packed addresses: 4 bytes and a port (BEP 23), or 16 bytes and a port (BEP 7), in network byte order. */
public final class CompactPeers {
    private static final int PORT_LENGTH_BYTES = 2;

    private CompactPeers() {
    }

    /**
     * Adds the endpoints in {@code packed} to {@code peers} until those are {@code countMax}. Port 0 cannot be reached and is left out,
     * as is what remains behind the last whole entry.
     *
     * @param addressLengthBytes {@link Endpoint#IPV4_LENGTH_BYTES} or {@link Endpoint#IPV6_LENGTH_BYTES}
     */
    public static void decode(ByteString packed, int addressLengthBytes, Collection<Endpoint> peers, int countMax) {
        int entryLengthBytes = addressLengthBytes + PORT_LENGTH_BYTES;
        for (int at = 0; at + entryLengthBytes <= packed.length() && peers.size() < countMax; at += entryLengthBytes) {
            int portAt = at + addressLengthBytes;
            int port = (packed.byteAt(portAt) & 0xff) << 8 | packed.byteAt(portAt + 1) & 0xff;
            if (port != 0) {
                peers.add(new Endpoint(packed.substring(at, portAt), port));
            }
        }
    }

    /** Packs those of {@code peers} that are of the one family, in their order. */
    public static ByteString encode(Collection<Endpoint> peers, boolean ipv6) {
        int addressLengthBytes = ipv6 ? Endpoint.IPV6_LENGTH_BYTES : Endpoint.IPV4_LENGTH_BYTES;
        int entryLengthBytes = addressLengthBytes + PORT_LENGTH_BYTES;
        long count = peers.stream().filter(peer -> peer.isIpv6() == ipv6).count();
        byte[] packed = new byte[Math.toIntExact(count * entryLengthBytes)];
        int at = 0;
        for (Endpoint peer : peers) {
            if (peer.isIpv6() == ipv6) {
                peer.address().copyTo(packed, at);
                packed[at + addressLengthBytes] = (byte) (peer.port() >>> 8);
                packed[at + addressLengthBytes + 1] = (byte) peer.port();
                at += entryLengthBytes;
            }
        }
        return ByteString.wrap(packed);
    }
}
