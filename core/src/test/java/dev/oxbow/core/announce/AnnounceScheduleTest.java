package dev.oxbow.core.announce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.time.Deadline;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** BEP 12, and when to ask again. */
class AnnounceScheduleTest {
    private static final long T0 = 1_000_000_000_000L;

    private static AnnounceSchedule.Answer answer(int index, int interval, int minInterval) {
        return new AnnounceSchedule.Answer(index, interval, minInterval, 1, 1, 0, "", "");
    }

    private static int ask(AnnounceSchedule schedule, long operation) {
        Tracker tracker = schedule.next().orElseThrow();
        schedule.asked(tracker.index(), operation, schedule.pending());
        return tracker.index();
    }

    private static long seconds(long ns) {
        return (ns - T0) / Deadline.SECOND_NS;
    }

    @Test
    void asksTierByTierAndPromotesWhoAnswers() {
        AnnounceSchedule it = new AnnounceSchedule(List.of(List.of("a", "b", "c"), List.of("d")), 5, 1);
        it.activated(T0);
        int first = ask(it, 1);
        it.failed(first, "no", -1, T0);
        int second = ask(it, 2);
        assertTrue(first < 3 && second < 3 && first != second, "the first tier comes first");
        it.succeeded(answer(second, 100, -1), false, T0);
        assertEquals(100, seconds(it.nextAnnounceNs()));
        assertEquals(second, it.next().orElseThrow().index(), "who answered is asked first the next time");
    }

    @Test
    void shufflesATierDifferentlyForEachSession() {
        List<List<String>> tiers = List.of(IntStream.range(0, 10).mapToObj(Integer::toString).collect(Collectors.toList()));
        long differing = IntStream.range(0, 20).map(seed -> new AnnounceSchedule(tiers, seed, 1).next().orElseThrow().index()).distinct().count();
        assertTrue(differing > 3);
    }

    @Test
    void backsOffWhenAllHaveFailedAndLonglierEachTime() {
        AnnounceSchedule it = new AnnounceSchedule(List.of(List.of("a"), List.of("b")), 5, 1);
        it.activated(T0);
        long before = 0;
        for (int round = 0; round < 5; round++) {
            it.failed(ask(it, 1), "no", -1, T0);
            assertEquals(0, seconds(it.nextAnnounceNs()), "the next tracker is asked at once");
            it.failed(ask(it, 2), "no", -1, T0);
            assertTrue(seconds(it.nextAnnounceNs()) > before, "round " + round);
            before = seconds(it.nextAnnounceNs());
        }
    }

    @Test
    void keepsToTheTrackersIntervalsWithinReason() {
        for (int[] wanted : new int[][] {{100, -1, 100}, {100, 300, 300}, {1, -1, 5}, {-1, -1, 1800}, {99_999_999, -1, 7200}}) {
            AnnounceSchedule it = new AnnounceSchedule(List.of(List.of("a")), 5, 1);
            it.activated(T0);
            ask(it, 1);
            it.succeeded(answer(0, wanted[0], wanted[1]), false, T0);
            assertEquals(wanted[2], seconds(it.nextAnnounceNs()));
        }
    }

    @Test
    void neverAsksAgainWhoSaysNever() {
        AnnounceSchedule it = new AnnounceSchedule(List.of(List.of("a")), 5, 1);
        it.activated(T0);
        it.failed(ask(it, 1), "gone", Integer.MAX_VALUE, T0);
        assertEquals(Deadline.NONE, it.nextAnnounceNs());
    }

    @Test
    void tellsOfCompletionOnceTheTrackerKnowsUs() {
        AnnounceSchedule it = new AnnounceSchedule(List.of(List.of("a")), 5, 1);
        it.activated(T0);
        assertEquals(AnnounceEvent.STARTED, it.pending());
        ask(it, 1);
        it.succeeded(answer(0, 100, -1), true, T0);
        assertEquals(AnnounceEvent.COMPLETED, it.pending());
        assertEquals(T0, it.nextAnnounceNs());
    }

    @Test
    void ignoresAnswersToWhatWasNotAsked() {
        AnnounceSchedule it = new AnnounceSchedule(List.of(List.of("a")), 5, 1);
        ask(it, 7);
        assertTrue(it.awaits(0, 7) && !it.awaits(0, 8) && !it.awaits(1, 7) && !it.awaits(-1, 7));
    }
}
