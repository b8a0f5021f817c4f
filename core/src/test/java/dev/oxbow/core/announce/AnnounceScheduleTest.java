package dev.oxbow.core.announce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.time.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AnnounceScheduleTest {
    private static final long SECOND = Deadline.SECOND_NS;
    private static final long NOW = 1000 * SECOND;

    private static AnnounceSchedule schedule(long seed) {
        AnnounceSchedule out = new AnnounceSchedule(List.of(List.of("a", "b", "c"), List.of("d")), seed, 1);
        out.activated(NOW);
        return out;
    }

    private static AnnounceSchedule.Answer answer(Tracker tracker, int interval, int minInterval) {
        return new AnnounceSchedule.Answer(tracker.index(), interval, minInterval, 1, 1, 0, "", "");
    }

    private static Tracker ask(AnnounceSchedule schedule) {
        Tracker tracker = schedule.next().orElseThrow();
        schedule.asked(tracker.index(), 1, schedule.pending());
        return tracker;
    }

    @Test
    void asksTierByTierAndShufflesWithinATier() {
        TreeSet<String> orders = new TreeSet<>();
        for (long seed = 0; seed < 60; seed++) {
            AnnounceSchedule schedule = schedule(seed);
            List<String> order = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Tracker tracker = ask(schedule);
                order.add(tracker.url());
                schedule.failed(tracker.index(), "no answer", -1, NOW);
            }
            assertEquals("d", order.get(3));
            orders.add(String.join("", order));
        }
        assertEquals(6, orders.size(), "every order of three occurs");
    }

    @Test
    void asksWhoAnsweredFirstNextTime() {
        AnnounceSchedule schedule = schedule(1);
        Tracker first = ask(schedule);
        schedule.failed(first.index(), "no answer", -1, NOW);
        Tracker second = ask(schedule);
        schedule.succeeded(answer(second, 1800, 0), false, NOW);
        assertEquals(second, schedule.next().orElseThrow());
    }

    @Test
    void keepsIntervalsWithinLimits() {
        int[][] cases = {{-1, -1, 1800}, {0, 0, 1800}, {1, 0, 5}, {900, 60, 900}, {900, 1200, 1200}, {Integer.MAX_VALUE, 0, 7200},
            {60, Integer.MAX_VALUE, 7200}};
        for (int[] c : cases) {
            AnnounceSchedule schedule = schedule(1);
            schedule.succeeded(answer(ask(schedule), c[0], c[1]), false, NOW);
            assertEquals(NOW + c[2] * SECOND, schedule.nextAnnounceNs(), c[0] + " and at least " + c[1]);
        }
    }

    @Test
    void waitsLongerAfterEachRoundThatFailed() {
        AnnounceSchedule schedule = schedule(1);
        long before = 0;
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 4; i++) {
                schedule.failed(ask(schedule).index(), "no answer", -1, NOW);
            }
            long wait = schedule.nextAnnounceNs() - NOW;
            assertTrue(wait >= before * 3 / 4, "round " + round);
            assertTrue(wait >= 5 * SECOND && wait <= 4500 * SECOND, "round " + round);
            before = wait;
        }
    }

    @Test
    void hasNothingDueWhileAnAnswerIsAwaited() {
        AnnounceSchedule schedule = schedule(1);
        ask(schedule);
        assertEquals(Deadline.NONE, schedule.nextAnnounceNs());
        schedule.wished(NOW);
        assertEquals(Deadline.NONE, schedule.nextAnnounceNs());
    }

    @Test
    void tellsOfACompletionThatCameWhileStartedWasUnderWay() {
        AnnounceSchedule schedule = schedule(1);
        Tracker tracker = ask(schedule);
        schedule.completed(NOW);
        schedule.succeeded(answer(tracker, 1800, 0), true, NOW + SECOND);
        assertEquals(AnnounceEvent.COMPLETED, schedule.pending());
        assertEquals(NOW + SECOND, schedule.nextAnnounceNs());
    }

    @Test
    void tellsOfACompletionAgainAfterAFailure() {
        AnnounceSchedule schedule = schedule(1);
        schedule.succeeded(answer(ask(schedule), 1800, 0), false, NOW);
        schedule.completed(NOW);
        schedule.failed(ask(schedule).index(), "no answer", -1, NOW);
        assertEquals(AnnounceEvent.COMPLETED, schedule.pending());
    }

    @Test
    void isNeverDueWithoutTrackers() {
        AnnounceSchedule schedule = new AnnounceSchedule(List.of(), 1, 1);
        schedule.activated(NOW);
        assertEquals(Deadline.NONE, schedule.nextAnnounceNs());
    }

    @Test
    void awaitsOnlyItsOwnOperation() {
        AnnounceSchedule schedule = schedule(1);
        Tracker tracker = ask(schedule);
        assertTrue(schedule.awaits(tracker.index(), 1));
        assertTrue(!schedule.awaits(tracker.index(), 2) && !schedule.awaits(-1, 1) && !schedule.awaits(99, 1));
        assertTrue(!schedule.awaits((tracker.index() + 1) % 4, 0), "no operation is no answer");
    }

    @Test
    void neverAsksAgainWhoSaysNever() {
        AnnounceSchedule schedule = schedule(1);
        for (int i = 0; i < 4; i++) {
            schedule.failed(ask(schedule).index(), "gone", Integer.MAX_VALUE, NOW);
        }
        assertEquals(Deadline.NONE, schedule.nextAnnounceNs());
    }

    @Test
    void ignoresAnswersToWhatWasNotAsked() {
        AnnounceSchedule schedule = schedule(1);
        int asked = ask(schedule).index();
        int other = asked == 0 ? 1 : 0;
        assertTrue(schedule.awaits(asked, 1));
        assertFalse(schedule.awaits(asked, 2) || schedule.awaits(other, 1) || schedule.awaits(-1, 1));
    }
}
