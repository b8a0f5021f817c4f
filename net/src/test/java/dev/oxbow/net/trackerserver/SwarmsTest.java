package dev.oxbow.net.trackerserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.tracker.AnnounceAnswer;
import dev.oxbow.core.tracker.AnnounceAnswerDecoder;
import dev.oxbow.core.tracker.AnnounceRequest;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SwarmsTest {
    private static final long SEED = 0;
    private static final long LEECHER = 1;

    private final AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L); // nanoTime may wrap
    private final Swarms swarms = new Swarms(10, nowNs::get);

    @Test
    void forgetsPeersThatFallSilent() {
        announce(1, 1, LEECHER, "", 50);
        nowNs.addAndGet(TimeUnit.SECONDS.toNanos(24));
        assertEquals(1, announce(1, 2, LEECHER, "", 50).peers().size());
        nowNs.addAndGet(TimeUnit.SECONDS.toNanos(24));
        AnnounceAnswer.Answered answer = announce(1, 3, LEECHER, "", 50);
        assertEquals(1, answer.peers().size());
        assertEquals(2, answer.leecherCount());
    }

    @Test
    void forgetsAPeerThatStops() {
        announce(1, 1, SEED, "", 50);
        announce(1, 1, SEED, "stopped", 50);
        AnnounceAnswer.Answered answer = announce(1, 2, LEECHER, "", 50);
        assertEquals(0, answer.seedCount());
        assertEquals(0, answer.peers().size());
    }

    @Test
    void givesNoPeerItselfAndNoSeedToASeed() {
        announce(1, 1, SEED, "", 50);
        announce(1, 2, LEECHER, "", 50);
        assertEquals(Set.of(endpoint(2)), Set.copyOf(announce(1, 3, SEED, "", 50).peers()));
        assertEquals(Set.of(endpoint(1), endpoint(3)), Set.copyOf(announce(1, 2, LEECHER, "", 50).peers()));
    }

    @Test
    void givesAsManyPeersAsAreWantedWithinItsBound() {
        for (int i = 0; i < 300; i++) {
            announce(1, i, LEECHER, "", 0);
        }
        assertEquals(0, announce(1, 1, LEECHER, "", 0).peers().size());
        assertEquals(7, announce(1, 1, LEECHER, "", 7).peers().size());
        assertEquals(50, announce(1, 1, LEECHER, "", -1).peers().size());
        assertEquals(200, announce(1, 1, LEECHER, "", 100_000).peers().size());
    }

    @Test
    void givesOtherPeersFromTimeToTime() {
        for (int i = 0; i < 30; i++) {
            announce(1, i, LEECHER, "", 0);
        }
        Set<Endpoint> seen = new HashSet<>();
        for (int i = 0; i < 400; i++) {
            seen.addAll(announce(1, 0, LEECHER, "", 5).peers());
        }
        assertEquals(29, seen.size());
    }

    @Test
    void countsAClientOnceThatComesBackOnAnotherPort() {
        Swarm swarm = new Swarm();
        swarm.announced(request(1, 1, LEECHER, "", 50), Endpoint.parse("192.0.2.1:1000"), 1);
        swarm.announced(request(1, 1, LEECHER, "", 50), Endpoint.parse("192.0.2.1:2000"), 1);
        assertEquals(1, swarm.leecherCount());
    }

    @Test
    void letsNobodyPushOutAPeerElsewhereByItsPeerId() {
        Swarm swarm = new Swarm();
        swarm.announced(request(1, 1, LEECHER, "", 50), Endpoint.parse("192.0.2.1:1000"), 1);
        swarm.announced(request(1, 1, LEECHER, "stopped", 50), Endpoint.parse("192.0.2.66:1000"), 1);
        assertEquals(1, swarm.leecherCount());
    }

    @Test
    void doesNotHandOutAPeerThatCannotBeReached() {
        Swarm swarm = new Swarm();
        AnnounceRequest request = new AnnounceRequest(infoHash(1), peerId(1), 0, 0, 0, 1, "", true, true, "", 50, "", "");
        swarm.announced(request, Endpoint.parse("192.0.2.1:0"), 1);
        assertTrue(swarm.isEmpty());
    }

    @Test
    void countsCompletedDownloads() {
        Swarm swarm = new Swarm();
        swarm.announced(request(1, 1, SEED, "completed", 50), endpoint(1), 1);
        assertEquals(1, swarm.completedCount());
    }

    @Test
    void keepsNoMorePeersThanItsBound() {
        AnnounceAnswer.Answered last = announce(1, 0, LEECHER, "", 0);
        for (int i = 1; i < Swarm.PEERS_MAX + 100; i++) {
            last = announce(1, i, LEECHER, "", 0);
        }
        assertEquals(Swarm.PEERS_MAX, last.leecherCount());
    }

    @Test
    void refusesTorrentsBeyondItsBoundUntilOthersAreForgotten() {
        for (int i = 0; i < Swarms.TORRENTS_MAX; i++) {
            announce(i, 1, LEECHER, "", 0);
        }
        AnnounceRequest request = request(Swarms.TORRENTS_MAX, 1, LEECHER, "", 0);
        assertInstanceOf(AnnounceAnswer.Refused.class, AnnounceAnswerDecoder.decode(swarms.announce(request, endpoint(1))));
        nowNs.addAndGet(TimeUnit.SECONDS.toNanos(60));
        assertInstanceOf(AnnounceAnswer.Answered.class, AnnounceAnswerDecoder.decode(swarms.announce(request, endpoint(1))));
    }

    private static InfoHash infoHash(int number) {
        return InfoHash.ofHex(String.format("%040x", number));
    }

    private static PeerId peerId(int number) {
        return PeerId.ofHex(String.format("%040x", number));
    }

    private static Endpoint endpoint(int number) {
        return Endpoint.parse("192.0.2.1:" + (1000 + number));
    }

    private static AnnounceRequest request(int torrent, int peer, long leftBytes, String event, int wanted) {
        return new AnnounceRequest(infoHash(torrent), peerId(peer), 1000 + peer, 0, 0, leftBytes, event, true, true, "", wanted, "", "");
    }

    private AnnounceAnswer.Answered announce(int torrent, int peer, long leftBytes, String event, int wanted) {
        return (AnnounceAnswer.Answered) AnnounceAnswerDecoder.decode(swarms.announce(request(torrent, peer, leftBytes, event, wanted),
                endpoint(peer)));
    }
}
