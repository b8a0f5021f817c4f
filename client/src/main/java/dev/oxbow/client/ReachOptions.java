package dev.oxbow.client;

import dev.oxbow.core.event.ReachEvent;
import dev.oxbow.net.reach.Surroundings;
import java.util.Optional;

/**
 * How far a session goes for peers to reach it. A program that embeds Oxbow asks nothing of the network around unless it says so here; the
 * command line does unless it is told not to.
 *
 * @param listenPortLast  the last of the ports to listen on, should others have taken those before it; 0 when there is but one
 * @param mapsPorts       ask the gateway to forward the ports that we listen on
 * @param announcesLocally tell neighbours of public torrents, and listen to them (BEP 14)
 * @param surroundings    whom to ask and tell; when nothing is given, whom the system knows, and nobody when the session is bound to a
 *                        loopback address
 */
public record ReachOptions(int listenPortLast, boolean mapsPorts, boolean announcesLocally, Optional<Surroundings> surroundings) {
    public static final ReachOptions OFF = new ReachOptions(0, false, false, Optional.empty());

    /** With both switched on or off. */
    public ReachOptions with(boolean portMapping, boolean localDiscovery) {
        return new ReachOptions(listenPortLast, portMapping, localDiscovery, surroundings);
    }

    public ReachOptions withListenPortLast(int port) {
        return new ReachOptions(port, mapsPorts, announcesLocally, surroundings);
    }

    public ReachOptions withSurroundings(Surroundings around) {
        return new ReachOptions(listenPortLast, mapsPorts, announcesLocally, Optional.of(around));
    }

    Surroundings surroundings(String bindAddress) {
        return surroundings.orElseGet(() -> Surroundings.ofSystem(bindAddress));
    }

    ReachEvent settings(String bindAddress) {
        boolean anybody = surroundings.isPresent() || !Surroundings.isLoopback(bindAddress);
        return new ReachEvent.ReachSettingsChanged(mapsPorts && anybody, announcesLocally && anybody, listenPortLast);
    }
}
