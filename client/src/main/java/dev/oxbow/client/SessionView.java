package dev.oxbow.client;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import java.util.List;
import java.util.Optional;

/**
 * The whole session as it stood at a moment. Immutable.
 *
 * @param listening where we take connections
 * @param external  where peers on the Internet find us, as far as anybody has said; at the gateway's port while it forwards one
 * @param dht       our part in the DHT, while we have one
 */
public record SessionView(long sequence, long timeNs, Optional<Endpoint> listening, Optional<Endpoint> external, List<TorrentView> torrents, Optional<DhtView> dht) {
    static final SessionView NOTHING = new SessionView(-1, 0, Optional.empty(), Optional.empty(), List.of(), Optional.empty());

    public Optional<TorrentView> torrent(InfoHash infoHash) {
        return torrents.stream().filter(torrent -> torrent.infoHash().equals(infoHash)).findFirst();
    }

    /** A node in the DHT. @param nodes how many others it knows */
    public record DhtView(Endpoint listening, int nodes) {
    }
}
