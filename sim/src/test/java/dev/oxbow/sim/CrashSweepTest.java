package dev.oxbow.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A download that dies everywhere; {@code -Dsim.crash.every=7} for every seventh place. */
class CrashSweepTest {
    private static final int EVERY = Integer.getInteger("sim.crash.every", 1);

    @Test
    void recoversFromDeathAtAnyPlace() {
        CrashSweep.Counters counters = CrashSweep.run(EVERY);
        System.out.println(counters.recoveries() + " recoveries at " + counters.points() + " places, " + counters.rehashedAfterKillBytes()
                + " bytes hashed again after kills, " + counters.rehashedAfterPowerBytes() + " after power cuts");
        assertEquals(List.of(), counters.failures());
        assertEquals(5 * counters.points(), counters.recoveries());
        assertEquals(0, counters.rehashedAfterKillBytes());
        assertTrue(counters.rehashedAfterPowerBytes() > 0, "no power cut cost anything: the sweep tests nothing");
    }
}
