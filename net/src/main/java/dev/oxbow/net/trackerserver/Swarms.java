package dev.oxbow.net.trackerserver;

import dev.oxbow.core.tracker.AnnounceAnswer;
import dev.oxbow.core.tracker.AnnounceAnswerEncoder;
import dev.oxbow.core.tracker.AnnounceRequest;
import dev.oxbow.core.tracker.ScrapeAnswer;
import dev.oxbow.core.tracker.ScrapeAnswer.SwarmCounts;
import dev.oxbow.core.tracker.ScrapeAnswerEncoder;
import dev.oxbow.core.tracker.ScrapeRequest;
import dev.oxbow.core.tracker.TrackerRequestDecoder;
import dev.oxbow.core.tracker.UdpAnswerEncoder;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** All swarms of a tracker, and its answers. Any thread: HTTP and UDP share them. */
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

    /** An announce's answer as HTTP carries it. @param asking where the peer can be reached */
    synchronized byte[] announce(AnnounceRequest request, Endpoint asking) {
        Optional<Swarm> swarm = announced(request, asking);
        if (swarm.isEmpty()) {
            return AnnounceAnswerEncoder.refusal(new AnnounceAnswer.Refused(FULL, intervalSeconds));
        }
        List<Swarm.Peer> given = swarm.get().peersFor(request, asking, any -> true, peersWanted(request), random);
        AnnounceAnswer.Answered answer = answer(asking, swarm.get(), given);
        if (request.compact()) {
            return AnnounceAnswerEncoder.compact(answer);
        }
        List<PeerId> peerIds = request.noPeerId() ? List.of() : given.stream().map(Swarm.Peer::peerId).toList();
        return AnnounceAnswerEncoder.dictionaries(answer, peerIds);
    }

    /** An announce's answer as UDP can carry it: peers of one family only. @param ipv6 which one: that of the client's socket */
    synchronized AnnounceAnswer announceOverUdp(AnnounceRequest request, Endpoint asking, boolean ipv6) {
        Optional<Swarm> swarm = announced(request, asking);
        if (swarm.isEmpty()) {
            return new AnnounceAnswer.Refused(FULL, intervalSeconds);
        }
        int countMax = Math.min(peersWanted(request), UdpAnswerEncoder.peersMax(ipv6));
        return answer(asking, swarm.get(), swarm.get().peersFor(request, asking, peer -> peer.isIpv6() == ipv6, countMax, random));
    }

    /** Takes up what a peer says of itself; empty when there is no room for its torrent. */
    private Optional<Swarm> announced(AnnounceRequest request, Endpoint asking) {
        long nowNs = nanoClock.getAsLong();
        Swarm swarm = swarms.get(request.infoHash());
        if (swarm == null) {
            forgetEmptySwarms(nowNs);
            if (swarms.size() >= TORRENTS_MAX) {
                return Optional.empty();
            }
            swarm = new Swarm();
            swarms.put(request.infoHash(), swarm);
        }
        swarm.expire(nowNs);
        swarm.announced(request, asking, nowNs + TimeUnit.SECONDS.toNanos(2L * intervalSeconds + GRACE_SECONDS));
        return Optional.of(swarm);
    }

    private static int peersWanted(AnnounceRequest request) {
        int wanted = request.peersWanted() < 0 ? PEERS_GIVEN : Math.min(request.peersWanted(), PEERS_GIVEN_MAX);
        return request.event().equals(AnnounceRequest.STOPPED) ? 0 : wanted;
    }

    private AnnounceAnswer.Answered answer(Endpoint asking, Swarm swarm, List<Swarm.Peer> given) {
        return new AnnounceAnswer.Answered(intervalSeconds, AnnounceAnswer.UNKNOWN, swarm.seedCount(), swarm.leecherCount(), "", "",
                asking.address(), given.stream().map(Swarm.Peer::endpoint).toList());
    }

    /** A scrape's answer as HTTP carries it: swarms that are not known are left out. */
    synchronized byte[] scrape(ScrapeRequest request) {
        List<InfoHash> asked = request.infoHashes().isEmpty()
                ? swarms.keySet().stream().limit(TrackerRequestDecoder.SCRAPE_HASHES_MAX).toList() : request.infoHashes();
        return ScrapeAnswerEncoder.encode(new ScrapeAnswer.Answered(
                asked.stream().filter(swarms::containsKey).map(this::counts).toList()));
    }

    /** A scrape's answer as UDP carries it: counts in the order of the question, all zero where a swarm is not known. */
    synchronized List<SwarmCounts> scrapeOverUdp(List<InfoHash> infoHashes) {
        return infoHashes.stream().map(this::counts).toList();
    }

    private SwarmCounts counts(InfoHash infoHash) {
        Swarm swarm = swarms.getOrDefault(infoHash, new Swarm());
        swarm.expire(nanoClock.getAsLong());
        return new SwarmCounts(infoHash, swarm.seedCount(), swarm.leecherCount(), swarm.completedCount());
    }

    private void forgetEmptySwarms(long nowNs) {
        if (swarms.size() >= TORRENTS_MAX) {
            swarms.values().forEach(swarm -> swarm.expire(nowNs));
            swarms.values().removeIf(Swarm::isEmpty);
        }
    }
}
