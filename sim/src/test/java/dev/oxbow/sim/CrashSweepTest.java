package dev.oxbow.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A download that dies everywhere; {@code -Dsim.crash.every=7} for every seventh place. */
@ExtendWith(Counted.class)
class CrashSweepTest {
    private static final int RECOVERIES_MIN = 5000;

    private static final int EVERY = Integer.getInteger("sim.crash.every", 1);

    @Test
    void recoversFromDeathAtAnyPlace() {
        CrashSweep.Counters counters = CrashSweep.run(EVERY);
        Counted.row("deaths at each entry and each disk operation", Counted.number(counters.recoveries()) + " recoveries at "
                + Counted.number(counters.points()) + " places", "nothing falsely believed; " + counters.rehashedAfterKillBytes()
                + " bytes hashed again after kills, nothing that a sync had vouched for after power cuts");
        assertEquals(List.of(), counters.failures());
        assertEquals(5 * counters.points(), counters.recoveries());
        assertTrue(EVERY > 1 || counters.recoveries() >= RECOVERIES_MIN, "only " + counters.recoveries() + " recoveries");
        assertEquals(0, counters.rehashedAfterKillBytes());
        assertTrue(counters.rehashedAfterPowerBytes() > 0, "no power cut cost anything: the sweep tests nothing");
    }
}
