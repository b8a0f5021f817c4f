package dev.oxbow.replay.export;

import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One connection's packets. What opens it and both handshakes come first, wanted or not: without them nothing can be dissected. */
final class Conversation {
    private static final int EPHEMERAL_PORT = 49_152;
    private static final int EPHEMERAL_PORTS = 16_384;
    private static final Endpoint UNKNOWN_IPV4 = Endpoint.parse("192.0.2.1:0");
    private static final Endpoint UNKNOWN_IPV6 = Endpoint.parse("[2001:db8::1]:0");
    private static final Endpoint LOOPBACK_IPV4 = Endpoint.parse("127.0.0.1:0");
    private static final Endpoint LOOPBACK_IPV6 = Endpoint.parse("[::1]:0");

    final TcpFlow flow;
    final Endpoint peer;
    /** What is needed if anything of this connection is wanted. */
    final List<Frame> preamble = new ArrayList<>();
    boolean begun;
    boolean closedByUs;
    /** To be remarked on its next packet. */
    final List<String> remarks = new ArrayList<>();

    private Conversation(long connectionId, Endpoint us, Endpoint peer) {
        this.flow = new TcpFlow(us, peer, (int) Rng.mix(connectionId));
        this.peer = peer;
    }

    static Conversation dialled(long connectionId, Endpoint peer) {
        return new Conversation(connectionId, us(peer, (int) (EPHEMERAL_PORT + connectionId % EPHEMERAL_PORTS)), peer);
    }

    static Conversation accepted(long connectionId, Endpoint peer, Optional<Endpoint> listening) {
        return new Conversation(connectionId, us(peer, listening.map(Endpoint::port).orElse(6881)), peer);
    }

    /** The journal does not say which of our addresses it was: one for documentation stands for it, unless the peer is on this machine. */
    private static Endpoint us(Endpoint peer, int port) {
        boolean loopback = peer.isIpv6() ? peer.host().equals(LOOPBACK_IPV6.host()) : peer.address().byteAt(0) == 127;
        Endpoint known = peer.isIpv6() ? loopback ? LOOPBACK_IPV6 : UNKNOWN_IPV6 : loopback ? LOOPBACK_IPV4 : UNKNOWN_IPV4;
        return new Endpoint(known.address(), port);
    }
}
