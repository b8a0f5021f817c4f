package dev.oxbow.core.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.event.BanReason;
import dev.oxbow.core.event.CandidateSource;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.Comparator;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever happens to candidates, the two orders answer as a walk over all of them would. */
class CandidatesModelTest {
    private static final int SEEDS = 50;
    private static final int STEPS = 2_000;
    private static final int ADDRESSES = 40;
    private static final OwnEndpoints KNOWN = new OwnEndpoints(Optional.of(Endpoint.parse("203.0.113.5:6881")), Optional.empty());

    private final Candidates candidates = new Candidates();
    private long seed;
    private long draws;
    private long timeNs;

    private int below(int bound) {
        return Rng.below(bound, seed, Rng.Purpose.PIECE_ORDER, draws++, 0);
    }

    @Test
    void answersAsAWalkOverAllWould() {
        for (seed = 0; seed < SEEDS; seed++) {
            for (int step = 0; step < STEPS; step++) {
                change();
                compare(below(4) == 0 ? KNOWN : OwnEndpoints.UNKNOWN);
            }
        }
    }

    private void change() {
        Endpoint endpoint = Endpoint.of(new byte[] {(byte) 198, 51, (byte) below(4), (byte) below(ADDRESSES / 4)}, 6881);
        CandidateSource source = CandidateSource.values()[below(CandidateSource.values().length)];
        timeNs += below(5) * (Deadline.SECOND_NS / 2);
        switch (below(10)) {
            case 0, 1, 2 -> candidates.learned(endpoint, source, timeNs);
            case 3 -> candidates.dialling(endpoint);
            case 4 -> candidates.proved(endpoint);
            case 5 -> candidates.gone(endpoint, below(2) == 0, timeNs);
            case 6 -> candidates.rest(endpoint);
            case 7 -> candidates.keepOut(endpoint, below(3) > 0 ? Optional.empty() : Optional.of(new Ban(endpoint, false,
                    BanReason.values()[0], 1, 0, ByteString.EMPTY, -1, -1, timeNs + below(100) * Deadline.SECOND_NS, "")));
            case 8 -> {
                if (below(10) == 0) {
                    candidates.neededAgain(timeNs);
                }
            }
            default -> {
                if (below(20) == 0) {
                    candidates.bar(endpoint);
                } else if (below(200) == 0) {
                    candidates.barUnnamed();
                }
            }
        }
    }

    private void compare(OwnEndpoints own) {
        long next = candidates.all().stream().mapToLong(Candidate::nextTryNs).min().orElse(Deadline.NONE);
        assertEquals(next, candidates.nextTryNs(), () -> "seed " + seed + " draw " + draws);
        Optional<Endpoint> best = candidates.all().stream().filter(candidate -> candidate.nextTryNs() <= timeNs)
                .min(Comparator.comparingInt(Candidate::rank)
                        .thenComparing(candidate -> own.priority(candidate.endpoint()), Comparator.reverseOrder())
                        .thenComparingLong(Candidate::nextTryNs).thenComparingLong(Candidate::number)).map(Candidate::endpoint);
        assertEquals(best, candidates.due(timeNs, own).map(Candidate::endpoint), () -> "seed " + seed + " draw " + draws);
    }
}
