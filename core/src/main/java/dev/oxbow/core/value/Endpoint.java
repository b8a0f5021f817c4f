package dev.oxbow.core.value;

/**
 * An IP address and a port, without name resolution. The address is 4 bytes (IPv4) or 16 (IPv6); an IPv4-mapped IPv6 address
 * becomes its IPv4 form, so that one peer has one endpoint.
 */
public record Endpoint(ByteString address, int port) implements Sender, Comparable<Endpoint> {
    public static final int IPV4_LENGTH_BYTES = 4;
    public static final int IPV6_LENGTH_BYTES = 16;
    private static final ByteString MAPPED_PREFIX = ByteString.ofHex("00000000000000000000ffff");

    public Endpoint {
        if (port < 0 || port > 0xffff) {
            throw new IllegalArgumentException("no such port: " + port);
        }
        if (address.length() == IPV6_LENGTH_BYTES && address.substring(0, 12).equals(MAPPED_PREFIX)) {
            address = address.substring(12, 16);
        }
        if (address.length() != IPV4_LENGTH_BYTES && address.length() != IPV6_LENGTH_BYTES) {
            throw new IllegalArgumentException("an address of " + address.length() + " bytes");
        }
    }

    public static Endpoint of(byte[] address, int port) {
        return new Endpoint(ByteString.copyOf(address), port);
    }

    /**
     * Reads {@code 192.0.2.1:6881} or {@code [2001:db8::1]:6881}; the address must be numeric.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static Endpoint parse(String text) {
        return EndpointText.parse(text);
    }

    public boolean isIpv6() {
        return address.length() == IPV6_LENGTH_BYTES;
    }

    /** The address alone, numeric, without brackets. */
    public String host() {
        return EndpointText.host(address);
    }

    @Override
    public int compareTo(Endpoint other) {
        int byLength = Integer.compare(address.length(), other.address.length());
        if (byLength != 0) {
            return byLength;
        }
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
    }

    /** {@code 192.0.2.1:6881} or {@code [2001:db8::1]:6881}. */
    @Override
    public String toString() {
        return isIpv6() ? "[" + host() + "]:" + port : host() + ":" + port;
    }
}
