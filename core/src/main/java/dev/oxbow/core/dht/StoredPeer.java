package dev.oxbow.core.dht;

import dev.oxbow.core.value.Endpoint;

/** A peer that was announced to us. */
record StoredPeer(Endpoint endpoint, boolean seed, long announcedNs) {
}
