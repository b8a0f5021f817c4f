package dev.oxbow.core.session;

import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.wire.PexMessage;
import java.util.ArrayList;
import java.util.List;

/** Which of the addresses that a peer tells of (BEP 11) are worth a try. */
final class PexNews {
    private static final int IPV4_MULTICAST = 224;

    private PexNews() {
    }

    /** A seed is of no use to a torrent that is complete. */
    static List<Endpoint> of(Swarm swarm, PeerSession teller, PeerEvent.PexReceived event) {
        boolean complete = swarm instanceof Torrent torrent && torrent.isComplete();
        List<Endpoint> out = new ArrayList<>();
        for (int i = 0; i < event.added().size(); i++) {
            boolean seed = i < event.addedFlags().length() && (event.addedFlags().byteAt(i) & PexMessage.SEED) != 0;
            if (!(seed && complete) && mayBe(event.added().get(i).address(), teller.endpoint().address())) {
                out.add(event.added().get(i));
            }
        }
        return out;
    }

    /** Nobody is at an address of no host or of many; and somebody elsewhere knows of nobody on this machine. */
    private static boolean mayBe(ByteString address, ByteString teller) {
        int first = address.byteAt(0) & 0xff;
        boolean ipv6 = address.length() == Endpoint.IPV6_LENGTH_BYTES;
        boolean many = ipv6 ? first == 0xff : first >= IPV4_MULTICAST;
        boolean none = ipv6 ? isZero(address, Endpoint.IPV6_LENGTH_BYTES) : first == 0;
        return !many && !none && (!isLoopback(address) || isLoopback(teller));
    }

    private static boolean isLoopback(ByteString address) {
        return address.length() == Endpoint.IPV6_LENGTH_BYTES
                ? isZero(address, Endpoint.IPV6_LENGTH_BYTES - 1) && address.byteAt(Endpoint.IPV6_LENGTH_BYTES - 1) == 1
                : address.byteAt(0) == 127;
    }

    private static boolean isZero(ByteString address, int bytes) {
        for (int i = 0; i < bytes; i++) {
            if (address.byteAt(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
