package dev.oxbow.core.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.CandidateSource;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Endpoint;
import org.junit.jupiter.api.Test;

class CandidatesTest {
    private static final long SECOND = Deadline.SECOND_NS;
    private static final Endpoint A = Endpoint.parse("10.0.0.1:1");
    private static final Endpoint B = Endpoint.parse("10.0.0.2:1");

    private final Candidates candidates = new Candidates();

    private long tryAndFail(Endpoint endpoint, long timeNs) {
        candidates.dialling(endpoint);
        candidates.gone(endpoint, false, timeNs);
        return candidates.nextTryNs();
    }

    @Test
    void offersWhoHasWaitedLongestFirst() {
        candidates.learned(A, CandidateSource.TRACKER, 5);
        candidates.learned(B, CandidateSource.TRACKER, 3);
        assertEquals(B, candidates.due(9, OwnEndpoints.UNKNOWN).orElseThrow().endpoint());
        candidates.dialling(B);
        assertEquals(A, candidates.due(9, OwnEndpoints.UNKNOWN).orElseThrow().endpoint());
        candidates.dialling(A);
        assertTrue(candidates.due(9, OwnEndpoints.UNKNOWN).isEmpty());
        assertEquals(Deadline.NONE, candidates.nextTryNs());
    }

    @Test
    void waitsTwiceAsLongAfterEachFailureAndAnHourAfterSix() {
        candidates.learned(A, CandidateSource.TRACKER, 0);
        long timeNs = 0;
        for (long seconds : new long[] {3, 6, 12, 24, 48}) {
            long next = tryAndFail(A, timeNs);
            assertEquals(timeNs + seconds * SECOND, next);
            timeNs = next;
        }
        timeNs = tryAndFail(A, timeNs) - 3600 * SECOND;
        assertEquals(timeNs + 2 * 3600 * SECOND, tryAndFail(A, timeNs + 3600 * SECOND));
    }

    @Test
    void neverGivesUpWhomTheUserNamed() {
        candidates.learned(A, CandidateSource.TRACKER, 0);
        candidates.learned(A, CandidateSource.USER, 0);
        long timeNs = 0;
        for (int i = 0; i < 40; i++) {
            timeNs = tryAndFail(A, timeNs);
        }
        assertEquals(timeNs + 3600 * SECOND, tryAndFail(A, timeNs), "at most an hour");
    }

    @Test
    void forgivesAfterAConnectionThatBroughtSomething() {
        candidates.learned(A, CandidateSource.TRACKER, 0);
        tryAndFail(A, 0);
        tryAndFail(A, 0);
        candidates.dialling(A);
        candidates.proved(A);
        candidates.gone(A, true, 0);
        assertEquals(3 * SECOND, candidates.nextTryNs());
    }

    @Test
    void leavesARestingPeerAloneForHalfAnHour() {
        candidates.learned(A, CandidateSource.TRACKER, 0);
        candidates.dialling(A);
        candidates.rest(A);
        candidates.gone(A, true, 0);
        assertEquals(1800 * SECOND, candidates.nextTryNs());
    }

    @Test
    void neverOffersWhoIsBarred() {
        candidates.learned(A, CandidateSource.USER, 0);
        candidates.bar(A);
        candidates.learned(A, CandidateSource.USER, 5);
        assertTrue(candidates.due(Long.MAX_VALUE - 1, OwnEndpoints.UNKNOWN).isEmpty());
    }

    @Test
    void keepsNoMoreThanItsLimit() {
        for (int i = 0; i < Candidates.KNOWN_MAX + 10; i++) {
            candidates.learned(Endpoint.of(new byte[] {10, 0, (byte) (i >> 8), (byte) i}, 1), CandidateSource.TRACKER, 0);
        }
        assertEquals(Candidates.KNOWN_MAX, candidates.size());
    }

    @Test
    void takesInWhomTheUserNamesEvenWhenFull() {
        for (int i = 0; i < Candidates.KNOWN_MAX; i++) {
            candidates.learned(Endpoint.of(new byte[] {10, 0, (byte) (i >> 8), (byte) i}, 1), CandidateSource.TRACKER, 0);
        }
        Endpoint named = Endpoint.parse("192.0.2.1:6881");
        candidates.learned(named, CandidateSource.USER, 0);
        assertTrue(candidates.all().stream().anyMatch(candidate -> candidate.endpoint().equals(named)));
        assertEquals(Candidates.KNOWN_MAX, candidates.size());
    }

    @Test
    void triesAtOnceWhomTheUserNamesAgain() {
        candidates.learned(A, CandidateSource.TRACKER, 0);
        tryAndFail(A, 0);
        tryAndFail(A, 0);
        candidates.learned(A, CandidateSource.USER, 1);
        assertEquals(A, candidates.due(1, OwnEndpoints.UNKNOWN).orElseThrow().endpoint());
    }

    @Test
    void restoresWhoWasWorthKeeping() {
        candidates.restored(A, CandidateSource.TRACKER, 0);
        candidates.restored(B, CandidateSource.USER, 0);
        assertTrue(candidates.all().stream().findFirst().orElseThrow().everConnected());
        assertFalse(candidates.all().stream().skip(1).findFirst().orElseThrow().everConnected());
    }
}
