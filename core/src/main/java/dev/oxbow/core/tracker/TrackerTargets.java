package dev.oxbow.core.tracker;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a tracker may be. Whoever makes a torrent chooses the tracker's name and where that leads, and must not choose a service on the
 * user's machine or network this way. So a name must lead to the Internet; only a URL that openly says a local address, for the user to
 * see, may lead to one. Addresses that are no single machine's are refused in any case, and so are link-local ones: behind them
 * are routers and the data of cloud machines, never trackers.
 */
public final class TrackerTargets {
    private static final ByteString NAT64_PREFIX = ByteString.ofHex("0064ff9b0000000000000000"); // RFC 6052

    private TrackerTargets() {
    }

    /**
     * Why a tracker is not to be asked; empty when it may be.
     *
     * @param host    as the announce URL has it, IPv6 with or without brackets
     * @param reached where asking it leads, by the host's name or by a redirect
     */
    public static Optional<String> refusal(String host, Endpoint reached) {
        if (reached.port() == 0) {
            return Optional.of("a tracker at port 0 cannot be asked");
        }
        ByteString address = plain(reached.address());
        if (!isOneMachine(address)) {
            return Optional.of("the tracker's address is not one of a single machine, and is not asked");
        }
        if (isLocal(address) && !saysLocal(host)) {
            return Optional.of("the tracker leads to an address of this machine or network without saying so, and is not asked");
        }
        return Optional.empty();
    }

    private static boolean saysLocal(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost")) { // RFC 6761, section 6.3: this machine and no other
            return true;
        }
        return literal(host).filter(address -> isLocal(plain(address))).isPresent();
    }

    /** The address a host is written as; empty for a name. */
    public static Optional<ByteString> literal(String host) {
        boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
        try {
            return Optional.of(Endpoint.parse(bare ? "[" + host + "]:0" : host + ":0").address());
        } catch (IllegalArgumentException name) {
            return Optional.empty();
        }
    }

    /** The IPv4 address that an IPv6 address stands for where it does; else the address itself. */
    private static ByteString plain(ByteString address) {
        boolean translated = address.length() == Endpoint.IPV6_LENGTH_BYTES && address.substring(0, 12).equals(NAT64_PREFIX);
        return translated ? address.substring(12, 16) : address;
    }

    private static boolean isOneMachine(ByteString address) {
        int first = address.byteAt(0) & 0xff;
        int second = address.byteAt(1) & 0xff;
        if (address.length() == Endpoint.IPV4_LENGTH_BYTES) {
            return first != 0 && first < 224 && !(first == 169 && second == 254); // 224 to 255: multicast, reserved, broadcast
        }
        boolean linkLocal = first == 0xfe && (second & 0xc0) == 0x80;
        boolean unspecified = address.equals(ByteString.wrap(new byte[Endpoint.IPV6_LENGTH_BYTES]));
        return first != 0xff && !linkLocal && !unspecified;
    }

    /** Loopback, private and shared addresses (RFC 1918, 4193, 6598). */
    private static boolean isLocal(ByteString address) {
        int first = address.byteAt(0) & 0xff;
        int second = address.byteAt(1) & 0xff;
        if (address.length() == Endpoint.IPV4_LENGTH_BYTES) {
            return first == 127 || first == 10 || first == 192 && second == 168 || first == 172 && (second & 0xf0) == 16
                    || first == 100 && (second & 0xc0) == 64;
        }
        boolean loopback = address.substring(0, 15).equals(ByteString.wrap(new byte[15])) && address.byteAt(15) == 1;
        boolean siteLocal = first == 0xfe && (second & 0xc0) == 0xc0;
        return loopback || siteLocal || (first & 0xfe) == 0xfc;
    }
}
