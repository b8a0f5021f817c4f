package dev.oxbow.core.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.random.Rng;
import dev.oxbow.core.time.Deadline;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DialRateTest {
    private static final long SECOND = Deadline.SECOND_NS;
    private static final long START = 1_700_000_000L * SECOND;

    private final DialRate rate = new DialRate(20, 50);

    private void dial(int times, long timeNs) {
        for (int i = 0; i < times; i++) {
            rate.dialled(timeNs);
        }
    }

    @Test
    void allowsAWholeSecondsWorthAtOnce() {
        assertEquals(20, rate.allowed(0, START));
        assertEquals(START, rate.nextNs(0, START));
    }

    @Test
    void allowsTheNextASecondAfterTheFirst() {
        dial(5, START);
        dial(15, START + 10);
        assertEquals(0, rate.allowed(20, START + SECOND - 1));
        assertEquals(START + SECOND, rate.nextNs(20, START + 20));
        assertEquals(5, rate.allowed(20, START + SECOND));
        assertEquals(20, rate.allowed(20, START + SECOND + 10));
    }

    @Test
    void leavesNoMoreThanFiftyHalfOpen() {
        assertEquals(7, rate.allowed(43, START));
        assertEquals(0, rate.allowed(50, START));
        assertEquals(0, rate.allowed(60, START));
        assertEquals(Deadline.NONE, rate.nextNs(50, START));
    }

    @Test
    void forgivesADialTooMany() {
        dial(33, START);
        assertEquals(0, rate.allowed(33, START));
        assertEquals(START + SECOND, rate.nextNs(33, START));
    }

    @Test
    void refusesLimitsThatAllowNothing() {
        assertThrows(IllegalArgumentException.class, () -> new DialRate(0, 50));
        assertThrows(IllegalArgumentException.class, () -> new DialRate(20, 0));
        assertThrows(IllegalArgumentException.class, () -> new DialRate(1_000_000_000, 50));
    }

    /** Whoever dials as soon as it may never dials more than the rate in any second, and not less over many seconds. */
    @Test
    void keepsTheRateInEverySecondOfRandomHistories() {
        for (int seed = 0; seed < 200; seed++) {
            int perSecond = 1 + Rng.below(40, seed, Rng.Purpose.PIECE_ORDER, 0, 0);
            DialRate limited = new DialRate(perSecond, 1000);
            List<Long> dials = new ArrayList<>();
            long timeNs = START;
            for (int step = 0; timeNs < START + 20 * SECOND; step++) {
                for (int i = limited.allowed(0, timeNs); i > 0; i--) {
                    limited.dialled(timeNs);
                    dials.add(timeNs);
                }
                long next = limited.nextNs(0, timeNs);
                assertTrue(next > timeNs, "seed " + seed + ": nothing is left now");
                assertEquals(0, limited.allowed(0, next - 1), "seed " + seed + ": it is not before " + next);
                assertTrue(limited.allowed(0, next) > 0, "seed " + seed + ": it is at " + next);
                timeNs = next + Rng.below(3, seed, Rng.Purpose.PIECE_ORDER, step, 1) * SECOND / 30;
            }
            for (int i = perSecond; i < dials.size(); i++) {
                assertTrue(dials.get(i) - dials.get(i - perSecond) >= SECOND, "seed " + seed + ": dial " + i);
            }
            assertTrue(dials.size() >= perSecond * 17, "seed " + seed + ": " + dials.size() + " dials in 20 s at " + perSecond);
        }
    }
}
