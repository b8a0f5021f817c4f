package dev.oxbow.core.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.krpc.BloomFilter;
import dev.oxbow.core.krpc.SwarmFilters;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What we keep for others has limits and an end. */
class PeerStoreTest {
    private static final long NOW_NS = SimulatedDht.START_NS;

    private final PeerStore store = new PeerStore(1);

    private static InfoHash torrent(int number) {
        return InfoHash.ofHex(String.format(java.util.Locale.ROOT, "%040x", number));
    }

    private static Endpoint peer(int number, int port) {
        return Endpoint.of(new byte[] {60, (byte) (number >> 16), (byte) (number >> 8), (byte) number}, port);
    }

    @Test
    void forgetsAPeerAfterThirtyMinutes() {
        store.onAnnounced(torrent(1), peer(1, 1), false, NOW_NS);
        store.onAnnounced(torrent(1), peer(2, 1), false, NOW_NS + 1);
        assertEquals(2, store.peerCount(torrent(1), NOW_NS + DhtTimes.STORED_NS - 1));
        assertEquals(List.of(peer(2, 1)), store.sample(torrent(1), 50, false, NOW_NS + DhtTimes.STORED_NS, 1));
        store.onAnnounced(torrent(2), peer(1, 1), false, NOW_NS + DhtTimes.STORED_NS + 1);
        assertEquals(1, store.torrentCount());
    }

    @Test
    void remembersOnePortForEachAddress() {
        store.onAnnounced(torrent(1), peer(1, 1), false, NOW_NS);
        store.onAnnounced(torrent(1), peer(1, 2), true, NOW_NS);
        assertEquals(List.of(peer(1, 2)), store.sample(torrent(1), 50, false, NOW_NS, 1));
    }

    @Test
    void takesNoMorePeersThanItsLimitButRenewsThoseItHas() {
        for (int i = 0; i < PeerStore.PEERS_PER_TORRENT_MAX + 50; i++) {
            assertEquals(i < PeerStore.PEERS_PER_TORRENT_MAX, store.hasRoom(torrent(1), NOW_NS), "peers: " + i);
            store.onAnnounced(torrent(1), peer(i, 1), false, NOW_NS);
        }
        assertEquals(PeerStore.PEERS_PER_TORRENT_MAX, store.peerCount(torrent(1), NOW_NS));
        store.onAnnounced(torrent(1), peer(0, 1), false, NOW_NS + 5);
        assertEquals(List.of(peer(0, 1)), store.sample(torrent(1), 50, false, NOW_NS + DhtTimes.STORED_NS, 1));
    }

    @Test
    void aTorrentWithFewPeersMakesRoomForAnother() {
        store.onAnnounced(torrent(0), peer(1, 1), false, NOW_NS);
        store.onAnnounced(torrent(0), peer(2, 1), false, NOW_NS);
        for (int i = 1; i < PeerStore.TORRENTS_MAX + 500; i++) {
            store.onAnnounced(torrent(i), peer(i, 1), false, NOW_NS + i);
        }
        assertEquals(PeerStore.TORRENTS_MAX, store.torrentCount());
        assertEquals(2, store.peerCount(torrent(0), NOW_NS + 5000));
        assertEquals(0, store.peerCount(torrent(1), NOW_NS + 5000));
    }

    @Test
    void samplesWithoutRepetitionAndNotTheSameEachTime() {
        for (int i = 0; i < 200; i++) {
            store.onAnnounced(torrent(1), peer(i, 1), i % 2 == 0, NOW_NS);
        }
        List<Endpoint> sample = store.sample(torrent(1), 50, false, NOW_NS, 1);
        Set<Endpoint> distinct = new HashSet<>(sample);
        assertEquals(50, distinct.size());
        assertEquals(sample, store.sample(torrent(1), 50, false, NOW_NS, 1));
        assertNotEquals(sample, store.sample(torrent(1), 50, false, NOW_NS, 2));
        assertEquals(List.of(), store.sample(torrent(1), 0, false, NOW_NS, 2));
        assertTrue(store.sample(torrent(1), 100, true, NOW_NS, 3).stream().allMatch(peer -> (peer.address().byteAt(3) & 1) == 1));
    }

    @Test
    void countsSeedsAndPeersApart() {
        assertEquals(Optional.empty(), store.filters(torrent(1), NOW_NS));
        store.onAnnounced(torrent(1), peer(1, 1), true, NOW_NS);
        store.onAnnounced(torrent(1), peer(2, 1), false, NOW_NS);
        BloomFilter seeds = BloomFilter.of(List.of(peer(1, 1).address()));
        BloomFilter peers = BloomFilter.of(List.of(peer(2, 1).address()));
        assertEquals(Optional.of(new SwarmFilters(seeds, peers)), store.filters(torrent(1), NOW_NS));
        assertFalse(store.filters(torrent(1), NOW_NS + DhtTimes.STORED_NS).isPresent());
    }
}
