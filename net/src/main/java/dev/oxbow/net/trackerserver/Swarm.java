package dev.oxbow.net.trackerserver;

import dev.oxbow.core.tracker.AnnounceRequest;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** The peers of one torrent, as a tracker knows them: each endpoint once, until it leaves or falls silent. Bounded. */
final class Swarm {
    static final int PEERS_MAX = 2000;

    private final Map<Endpoint, Peer> peers = new LinkedHashMap<>();
    private int completedCount;

    record Peer(Endpoint endpoint, PeerId peerId, boolean seed, long expiresNs) {
    }

    /** Takes up what a peer says of itself. One more than {@link #PEERS_MAX} are answered, but not remembered. */
    void announced(AnnounceRequest request, Endpoint endpoint, long expiresNs) {
        // a client that came back on another port is still one client
        peers.values().removeIf(peer -> peer.peerId().equals(request.peerId()) && peer.endpoint().address().equals(endpoint.address()));
        peers.remove(endpoint);
        if (request.event().equals(AnnounceRequest.COMPLETED)) {
            completedCount++;
        }
        if (!request.event().equals(AnnounceRequest.STOPPED) && request.port() != 0 && peers.size() < PEERS_MAX) {
            peers.put(endpoint, new Peer(endpoint, request.peerId(), request.leftBytes() == 0, expiresNs));
        }
    }

    void expire(long nowNs) {
        peers.values().removeIf(peer -> peer.expiresNs() - nowNs <= 0);
    }

    /**
     * Up to {@code countMax} peers the asking one can use: never itself, and no seeds for a seed. A random choice where there are more.
     *
     * @param usable which endpoints the answer can carry
     */
    List<Peer> peersFor(AnnounceRequest request, Endpoint asking, Predicate<Endpoint> usable, int countMax, SplittableRandom random) {
        List<Peer> useful = new ArrayList<>();
        for (Peer peer : peers.values()) {
            boolean itself = peer.endpoint().equals(asking) || peer.peerId().equals(request.peerId());
            if (!itself && usable.test(peer.endpoint()) && !(peer.seed() && request.leftBytes() == 0)) {
                useful.add(peer);
            }
        }
        int count = Math.min(countMax, useful.size());
        for (int i = 0; i < count && useful.size() > countMax; i++) {
            int other = random.nextInt(i, useful.size());
            useful.set(i, useful.set(other, useful.get(i)));
        }
        return useful.subList(0, count);
    }

    int seedCount() {
        return (int) peers.values().stream().filter(Peer::seed).count();
    }

    int leecherCount() {
        return peers.size() - seedCount();
    }

    int completedCount() {
        return completedCount;
    }

    boolean isEmpty() {
        return peers.isEmpty();
    }
}
