package dev.oxbow.core.dht;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import java.util.List;

/** Peers of a torrent that a node told us of. */
public record PeersFound(InfoHash infoHash, List<Endpoint> peers) {
}
