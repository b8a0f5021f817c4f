package dev.oxbow.core.tracker;

import dev.oxbow.core.tracker.AnnounceAnswer.Answered;
import dev.oxbow.core.tracker.AnnounceAnswer.Refused;
import dev.oxbow.core.value.Endpoint;
import java.util.LinkedHashSet;
import java.util.Set;

/** What a tracker answered over IPv4 and over IPv6, as one answer: to the session it is one tracker, asked once. */
public final class BothFamilies {
    private BothFamilies() {
    }

    /**
     * Two answers as one: the peers of both, the greater of each number (the swarm is most likely the same, seen twice). An answer
     * counts more than a refusal, a refusal more than bytes that make no sense; of two alike the first counts.
     */
    public static AnnounceAnswer merge(AnnounceAnswer first, AnnounceAnswer second) {
        if (first instanceof Answered one && second instanceof Answered other) {
            return merge(one, other);
        }
        boolean firstCounts = first instanceof Answered || first instanceof Refused && !(second instanceof Answered)
                || !(second instanceof Answered) && !(second instanceof Refused);
        return firstCounts ? first : second;
    }

    private static Answered merge(Answered one, Answered other) {
        Set<Endpoint> peers = new LinkedHashSet<>(one.peers());
        peers.addAll(other.peers());
        return new Answered(Math.max(one.intervalSeconds(), other.intervalSeconds()),
                Math.max(one.minIntervalSeconds(), other.minIntervalSeconds()), Math.max(one.seedCount(), other.seedCount()),
                Math.max(one.leecherCount(), other.leecherCount()), one.trackerId().isEmpty() ? other.trackerId() : one.trackerId(),
                one.warning().isEmpty() ? other.warning() : one.warning(), one.externalIp(),
                peers.stream().limit(AnnounceAnswerDecoder.PEERS_MAX).toList());
    }
}
