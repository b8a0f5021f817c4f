package dev.oxbow.core.choke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What tit for tat is for: who gives more gets more. */
class ReciprocityTest {
    @Test
    void whoGivesMoreGetsMore() {
        for (int seed = 0; seed < 5; seed++) {
            TwentyPeers swarm = TwentyPeers.afterHalfAnHour(seed);
            double fast = swarm.meanGotBytesPerSec(0, 8);
            double slow = swarm.meanGotBytesPerSec(8, 16);
            double free = swarm.meanGotBytesPerSec(16, 20);
            String result = "seed " + seed + ": fast peers get " + fast + ", slow ones " + slow + ", free riders " + free + " bytes/s";
            assertTrue(fast > 2 * slow, result);
            assertTrue(slow > 1.5 * free, result);
            assertTrue(fast > 0.75 * TwentyPeers.FAST_UP, result);
        }
    }

    @Test
    void theSameSeedGivesTheSameSwarm() {
        TwentyPeers one = TwentyPeers.afterHalfAnHour(7);
        TwentyPeers other = TwentyPeers.afterHalfAnHour(7);
        for (int peer = 0; peer < 20; peer++) {
            assertEquals(one.gotBytes(peer), other.gotBytes(peer));
        }
    }
}
