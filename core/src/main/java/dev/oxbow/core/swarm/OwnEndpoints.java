package dev.oxbow.core.swarm;

import dev.oxbow.core.value.Endpoint;
import java.util.Optional;

/** Where peers see us, as far as that is known: what the priority of connections reckons with (BEP 40). */
public record OwnEndpoints(Optional<Endpoint> ipv4, Optional<Endpoint> ipv6) {
    public static final OwnEndpoints UNKNOWN = new OwnEndpoints(Optional.empty(), Optional.empty());

    /** The higher the better; {@link PeerPriority#NONE} while we do not know our own address of the peer's family. */
    public long priority(Endpoint peer) {
        return (peer.isIpv6() ? ipv6 : ipv4).map(own -> PeerPriority.of(own, peer)).orElse(PeerPriority.NONE);
    }
}
