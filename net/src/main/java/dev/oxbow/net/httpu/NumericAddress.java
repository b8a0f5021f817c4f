package dev.oxbow.net.httpu;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.Optional;

/** Numeric IP addresses as libraries hand them out, and what their ranges mean. Nothing here resolves a name. */
public final class NumericAddress {
    private NumericAddress() {
    }

    /** The bytes of an address in text; a zone behind {@code %} is dropped. Empty for anything else, names included. */
    public static Optional<ByteString> parse(String host) {
        int zoneAt = host.indexOf('%');
        String bare = zoneAt < 0 ? host : host.substring(0, zoneAt);
        try {
            return Optional.of(Endpoint.parse(bare.indexOf(':') >= 0 ? "[" + bare + "]:0" : bare + ":0").address());
        } catch (IllegalArgumentException notNumeric) {
            return Optional.empty();
        }
    }

    /** {@code ::}, {@code 0.0.0.0} and the rest of 0/8: an address that is none. */
    public static boolean isUnspecified(ByteString address) {
        boolean zeros = true;
        for (int i = 0; i < address.length(); i++) {
            zeros &= address.byteAt(i) == 0;
        }
        return zeros || address.length() == Endpoint.IPV4_LENGTH_BYTES && address.byteAt(0) == 0;
    }

    /** Multicast, or IPv4's broadcast: nobody in particular has it. */
    public static boolean isGroup(ByteString address) {
        int first = address.byteAt(0) & 0xff;
        return address.length() == Endpoint.IPV4_LENGTH_BYTES ? first >= 224 : first == 0xff;
    }

    public static boolean isLoopback(ByteString address) {
        if (address.length() == Endpoint.IPV4_LENGTH_BYTES) {
            return address.byteAt(0) == 127;
        }
        boolean zeros = true;
        for (int i = 0; i < 15; i++) {
            zeros &= address.byteAt(i) == 0;
        }
        return zeros && address.byteAt(15) == 1;
    }

    /** 169.254/16 (RFC 3927) and fe80::/10 (RFC 4291): good only together with an interface. */
    public static boolean isLinkLocal(ByteString address) {
        return address.length() == Endpoint.IPV4_LENGTH_BYTES ? prefix(address, 0xa9, 0xfe) : (word(address) & 0xffc0) == 0xfe80;
    }

    /** What is not routed on the Internet: RFC 1918, RFC 4193, link-local and loopback. */
    public static boolean isPrivate(ByteString address) {
        if (isLoopback(address) || isLinkLocal(address)) {
            return true;
        }
        if (address.length() == Endpoint.IPV6_LENGTH_BYTES) {
            return (address.byteAt(0) & 0xfe) == 0xfc;
        }
        return address.byteAt(0) == 10 || prefix(address, 192, 168) || (word(address) & 0xfff0) == 0xac10;
    }

    /** Whether two addresses share their first bits; never between families. */
    public static boolean inPrefix(ByteString address, ByteString network, int prefixBits) {
        if (address.length() != network.length() || prefixBits < 0 || prefixBits > 8 * network.length()) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit++) {
            int differing = address.byteAt(bit / 8) ^ network.byteAt(bit / 8);
            if ((differing >> (7 - bit % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean prefix(ByteString address, int first, int second) {
        return word(address) == (first << 8 | second);
    }

    private static int word(ByteString address) {
        return (address.byteAt(0) & 0xff) << 8 | address.byteAt(1) & 0xff;
    }
}
