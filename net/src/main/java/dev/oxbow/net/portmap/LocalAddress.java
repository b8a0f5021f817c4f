package dev.oxbow.net.portmap;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.net.httpu.NumericAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Which of our addresses a gateway sees. Connecting a datagram socket asks the system's routes and sends nothing. */
final class LocalAddress {
    /** RFC 3849: an address that stands for the Internet and belongs to nobody. */
    private static final String FAR_AWAY = "2001:db8::1";

    private LocalAddress() {
    }

    /**
     * The address to be mapped: what we are bound to, else what the system would send from.
     *
     * @param gateway     numeric; for a link-local one it is our global address that counts, as nobody outside could use another
     * @param bindAddress empty for any
     * @return numeric; empty when there is no route, or we are bound to the other family
     */
    static Optional<String> towards(String gateway, String bindAddress) {
        Optional<ByteString> address = NumericAddress.parse(gateway);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        boolean ipv6 = address.get().length() == Endpoint.IPV6_LENGTH_BYTES;
        Optional<ByteString> bound = NumericAddress.parse(bindAddress).filter(set -> !NumericAddress.isUnspecified(set));
        if (bound.isPresent()) {
            return bound.filter(set -> (set.length() == Endpoint.IPV6_LENGTH_BYTES) == ipv6).map(set -> new Endpoint(set, 0).host());
        }
        String to = ipv6 && NumericAddress.isLinkLocal(address.get()) ? FAR_AWAY : gateway;
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(to), Gateway.PORT));
            return NumericAddress.parse(socket.getLocalAddress().getHostAddress()).filter(own -> !NumericAddress.isUnspecified(own))
                    .map(own -> new Endpoint(own, 0).host());
        } catch (IOException | UncheckedIOException noRoute) {
            return Optional.empty();
        }
    }
}
