package dev.oxbow.core.dht;

import dev.oxbow.core.krpc.BloomFilter;
import dev.oxbow.core.krpc.SwarmFilters;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The peers that others announced to us, for 30 minutes each: one for each address and torrent (BEP 33, changed announce accounting; local
 * addresses have many), at most {@link #PEERS_PER_TORRENT_MAX} of at most {@link #TORRENTS_MAX} torrents. Only records.
 */
public final class PeerStore {
    static final int TORRENTS_MAX = 2000;
    static final int PEERS_PER_TORRENT_MAX = 500;

    /** Least recently announced first, torrents and peers alike. */
    private final Map<InfoHash, Map<ByteString, StoredPeer>> byInfoHash = new LinkedHashMap<>();
    private final long seed;

    public PeerStore(long seed) {
        this.seed = seed;
    }

    public int torrentCount() {
        return byInfoHash.size();
    }

    public int peerCount(InfoHash infoHash, long timeNs) {
        return alive(infoHash, timeNs).size();
    }

    /** Whether another peer of the torrent can be remembered; without room there is no token for it (BEP 33). */
    public boolean hasRoom(InfoHash infoHash, long timeNs) {
        return peerCount(infoHash, timeNs) < PEERS_PER_TORRENT_MAX;
    }

    /**
     * Some of the torrent's peers, at most {@code countMax}, drawn by the key.
     *
     * @param noSeed rather others than seeds; seeds only fill up
     */
    public List<Endpoint> sample(InfoHash infoHash, int countMax, boolean noSeed, long timeNs, long key) {
        List<StoredPeer> peers = new ArrayList<>(alive(infoHash, timeNs));
        int wanted = Math.min(countMax, peers.size());
        for (int i = 0; i < peers.size(); i++) {
            Collections.swap(peers, i, i + Rng.below(peers.size() - i, seed, Rng.Purpose.DHT_SAMPLE, key, i));
        }
        if (noSeed) {
            peers.sort((a, b) -> Boolean.compare(a.seed(), b.seed()));
        }
        return peers.subList(0, wanted).stream().map(StoredPeer::endpoint).toList();
    }

    /** By which to count the torrent's peers (BEP 33); nothing when we know none. */
    public Optional<SwarmFilters> filters(InfoHash infoHash, long timeNs) {
        List<StoredPeer> peers = alive(infoHash, timeNs);
        return peers.isEmpty() ? Optional.empty() : Optional.of(new SwarmFilters(filter(peers, true), filter(peers, false)));
    }

    private static BloomFilter filter(List<StoredPeer> peers, boolean seeds) {
        return BloomFilter.of(peers.stream().filter(peer -> peer.seed() == seeds).map(peer -> peer.endpoint().address()).toList());
    }

    private List<StoredPeer> alive(InfoHash infoHash, long timeNs) {
        Map<ByteString, StoredPeer> peers = byInfoHash.get(infoHash);
        return peers == null ? List.of() : peers.values().stream().filter(peer -> isAlive(peer, timeNs)).toList();
    }

    private static boolean isAlive(StoredPeer peer, long timeNs) {
        return timeNs - peer.announcedNs() < DhtTimes.STORED_NS;
    }

    /** The peer was announced by its own address with a good token. */
    public void onAnnounced(InfoHash infoHash, Endpoint peer, boolean isSeed, long timeNs) {
        dropDead(timeNs);
        Map<ByteString, StoredPeer> known = byInfoHash.remove(infoHash);
        Map<ByteString, StoredPeer> peers = known == null ? new LinkedHashMap<>() : known;
        if (known == null && byInfoHash.size() == TORRENTS_MAX) {
            dropSmallest();
        }
        byInfoHash.put(infoHash, peers);
        peers.values().removeIf(old -> !isAlive(old, timeNs));
        ByteString owner = Addresses.isLocal(peer.address()) ? ByteString.ofUtf8(peer.toString()) : peer.address();
        peers.remove(owner);
        if (peers.size() < PEERS_PER_TORRENT_MAX) {
            peers.put(owner, new StoredPeer(peer, isSeed, timeNs));
        }
    }

    void describe(LongConsumer out) {
        byInfoHash.forEach((infoHash, peers) -> {
            Digest.add(infoHash.bytes(), out);
            for (StoredPeer peer : peers.values()) {
                Digest.add(peer.endpoint(), out);
                out.accept(peer.seed() ? 1 : 0);
                out.accept(peer.announcedNs());
            }
        });
    }

    /** Torrents that nobody has announced for 30 minutes. */
    private void dropDead(long timeNs) {
        Iterator<Map<ByteString, StoredPeer>> torrents = byInfoHash.values().iterator();
        while (torrents.hasNext() && torrents.next().values().stream().noneMatch(peer -> isAlive(peer, timeNs))) {
            torrents.remove();
        }
    }

    /** The torrent with the fewest peers makes room, so that made-up torrents do not push out real ones. */
    private void dropSmallest() {
        InfoHash smallest = null;
        int fewest = Integer.MAX_VALUE;
        for (Map.Entry<InfoHash, Map<ByteString, StoredPeer>> entry : byInfoHash.entrySet()) {
            if (entry.getValue().size() < fewest) {
                smallest = entry.getKey();
                fewest = entry.getValue().size();
            }
        }
        byInfoHash.remove(smallest);
    }
}
