package dev.oxbow.core.dht;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;

/** What an IP address tells of its owner: local or not, fit for a node or not, and whose neighbour. */
public final class Addresses {
    private static final int SUBNET4_LENGTH_BYTES = 3;
    private static final int SUBNET6_LENGTH_BYTES = 6;
    private static final int HOST6_LENGTH_BYTES = 8;
    private static final ByteString LOOPBACK6 = ByteString.ofHex("00000000000000000000000000000001");
    private static final ByteString UNSPECIFIED6 = ByteString.ofHex("00000000000000000000000000000000");

    private Addresses() {
    }

    /** Whether it is on a local network, where BEP 42's rules do not hold and many nodes may share an address. */
    public static boolean isLocal(ByteString address) {
        int first = address.byteAt(0) & 0xff;
        int second = address.byteAt(1) & 0xff;
        if (address.length() == Endpoint.IPV6_LENGTH_BYTES) {
            boolean linkLocal = first == 0xfe && (second & 0xc0) == 0x80;
            boolean uniqueLocal = (first & 0xfe) == 0xfc;
            return linkLocal || uniqueLocal || address.equals(LOOPBACK6);
        }
        return first == 10 || first == 127 || first == 172 && (second & 0xf0) == 16 || first == 192 && second == 168
                || first == 169 && second == 254;
    }

    /** Whether a node can be there at all: a port, and neither multicast nor reserved nor unspecified. */
    public static boolean isUsable(Endpoint endpoint) {
        int first = endpoint.address().byteAt(0) & 0xff;
        boolean address = endpoint.isIpv6() ? first != 0xff && !endpoint.address().equals(UNSPECIFIED6) : first != 0 && first < 224;
        return endpoint.port() != 0 && address;
    }

    /**
     * Whether to believe {@code from} that somebody is at {@code endpoint}. A stranger has no business to send us into our own network.
     */
    public static boolean isCredible(Endpoint endpoint, Endpoint from) {
        return isUsable(endpoint) && (!isLocal(endpoint.address()) || isLocal(from.address()));
    }

    /** What one owner has at least: an IPv4 address, or an IPv6 /64. */
    static ByteString host(ByteString address) {
        return address.length() == Endpoint.IPV6_LENGTH_BYTES ? address.substring(0, HOST6_LENGTH_BYTES) : address;
    }

    /** What one owner may well have: an IPv4 /24, or an IPv6 /48. */
    public static ByteString subnet(ByteString address) {
        return address.substring(0, address.length() == Endpoint.IPV6_LENGTH_BYTES ? SUBNET6_LENGTH_BYTES : SUBNET4_LENGTH_BYTES);
    }
}
