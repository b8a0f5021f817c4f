package dev.oxbow.net.lsd;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;

/** Hears of peers on the local network; called on an event loop, and must not wait. */
@FunctionalInterface
public interface LocalPeerListener {
    /** Somebody near says that a swarm can be joined there. Nothing of it is proven, and the info hash may be none of ours. */
    void localPeerDiscovered(InfoHash infoHash, Endpoint endpoint);
}
