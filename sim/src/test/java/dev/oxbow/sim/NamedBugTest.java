package dev.oxbow.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each bug that is built in on purpose is found within a few swarms. */
class NamedBugTest {
    private static final int SEEDS_MAX = 300;

    @ParameterizedTest
    @EnumSource(value = Bug.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void isFound(Bug bug) {
        for (long seed = 1; seed <= SEEDS_MAX; seed++) {
            try {
                Swarm.run(seed, Setup.USUAL.with(bug), Optional.empty(), entry -> { }, nodes -> { });
            } catch (SwarmFailure found) {
                System.out.println(bug + " is found by seed " + seed + ": " + found.what());
                return;
            }
        }
        assertTrue(false, bug + " was not found in " + SEEDS_MAX + " swarms");
    }
}
