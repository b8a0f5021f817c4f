package dev.oxbow.net.trackerserver;

import dev.oxbow.core.tracker.AnnounceAnswer;
import dev.oxbow.core.tracker.AnnounceAnswerEncoder;
import dev.oxbow.core.tracker.AnnounceRequest;
import dev.oxbow.core.tracker.ScrapeAnswer;
import dev.oxbow.core.tracker.ScrapeAnswer.SwarmCounts;
import dev.oxbow.core.tracker.ScrapeAnswerEncoder;
import dev.oxbow.core.tracker.ScrapeRequest;
import dev.oxbow.core.tracker.TrackerRequestDecoder;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** All swarms of a tracker, and its answers. Not for several threads. */
final class Swarms {
    static final int TORRENTS_MAX = 1000;
    static final int PEERS_GIVEN = 50;
    static final int PEERS_GIVEN_MAX = 200;
    private static final long GRACE_SECONDS = 5;
    private static final String FULL = "this tracker has no room for another torrent";

    private final Map<InfoHash, Swarm> swarms = new LinkedHashMap<>();
    private final SplittableRandom random = new SplittableRandom();
    private final int intervalSeconds;
    private final LongSupplier nanoClock;

    Swarms(int intervalSeconds, LongSupplier nanoClock) {
        this.intervalSeconds = intervalSeconds;
        this.nanoClock = nanoClock;
    }

    /** @param asking where the peer can be reached */
    byte[] announce(AnnounceRequest request, Endpoint asking) {
        long nowNs = nanoClock.getAsLong();
        Swarm swarm = swarms.get(request.infoHash());
        if (swarm == null) {
            forgetEmptySwarms(nowNs);
            if (swarms.size() >= TORRENTS_MAX) {
                return AnnounceAnswerEncoder.refusal(new AnnounceAnswer.Refused(FULL, intervalSeconds));
            }
            swarm = new Swarm();
            swarms.put(request.infoHash(), swarm);
        }
        swarm.expire(nowNs);
        swarm.announced(request, asking, nowNs + TimeUnit.SECONDS.toNanos(2L * intervalSeconds + GRACE_SECONDS));
        int wanted = request.peersWanted() < 0 ? PEERS_GIVEN : Math.min(request.peersWanted(), PEERS_GIVEN_MAX);
        boolean leaving = request.event().equals(AnnounceRequest.STOPPED);
        return encode(request, asking, swarm, swarm.peersFor(request, asking, leaving ? 0 : wanted, random));
    }

    private byte[] encode(AnnounceRequest request, Endpoint asking, Swarm swarm, List<Swarm.Peer> given) {
        AnnounceAnswer.Answered answer = new AnnounceAnswer.Answered(intervalSeconds, AnnounceAnswer.UNKNOWN, swarm.seedCount(),
                swarm.leecherCount(), "", "", asking.address(), given.stream().map(Swarm.Peer::endpoint).toList());
        if (request.compact()) {
            return AnnounceAnswerEncoder.compact(answer);
        }
        List<PeerId> peerIds = request.noPeerId() ? List.of() : given.stream().map(Swarm.Peer::peerId).toList();
        return AnnounceAnswerEncoder.dictionaries(answer, peerIds);
    }

    byte[] scrape(ScrapeRequest request) {
        long nowNs = nanoClock.getAsLong();
        List<InfoHash> asked = request.infoHashes().isEmpty()
                ? swarms.keySet().stream().limit(TrackerRequestDecoder.SCRAPE_HASHES_MAX).toList() : request.infoHashes();
        List<SwarmCounts> counts = new ArrayList<>();
        for (InfoHash infoHash : asked) {
            Swarm swarm = swarms.get(infoHash);
            if (swarm != null) {
                swarm.expire(nowNs);
                counts.add(new SwarmCounts(infoHash, swarm.seedCount(), swarm.leecherCount(), swarm.completedCount()));
            }
        }
        return ScrapeAnswerEncoder.encode(new ScrapeAnswer.Answered(counts));
    }

    private void forgetEmptySwarms(long nowNs) {
        if (swarms.size() >= TORRENTS_MAX) {
            swarms.values().forEach(swarm -> swarm.expire(nowNs));
            swarms.values().removeIf(Swarm::isEmpty);
        }
    }
}
