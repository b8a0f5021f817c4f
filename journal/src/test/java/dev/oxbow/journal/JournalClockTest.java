package dev.oxbow.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class JournalClockTest {
    private static final long HOUR_NS = 3_600_000_000_000L;

    private long monotonicNs = -7;

    private JournalClock clock(long notBeforeNs, long wallNs) {
        return new JournalClock(notBeforeNs, wallNs, () -> monotonicNs);
    }

    @Test
    void tellsTheTimeOfDay() {
        JournalClock clock = clock(0, 5 * HOUR_NS);
        monotonicNs += 3;
        assertEquals(5 * HOUR_NS + 3, clock.stampNs());
    }

    @Test
    void goesOnAtOnceAfterTheWallClockWasSetBack() {
        JournalClock clock = clock(9 * HOUR_NS, HOUR_NS);
        assertEquals(9 * HOUR_NS, clock.stampNs());
        monotonicNs += 2_000;
        assertEquals(9 * HOUR_NS + 2_000, clock.nowNs());
        assertEquals(9 * HOUR_NS, clock.lastStampNs());
    }

    @Test
    void goesOnFromYesterdayWhereTheMachineForgetsTheTime() {
        assertEquals(9 * HOUR_NS, clock(9 * HOUR_NS, 0).stampNs());
    }

    @Test
    void isTheMachinesOwn() {
        long before = System.currentTimeMillis() * 1_000_000;
        assertTrue(JournalClock.ofMachine(0).stampNs() >= before);
    }
}
