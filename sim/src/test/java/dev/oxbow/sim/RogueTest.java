package dev.oxbow.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.rule.Code;
import dev.oxbow.sim.rogue.Rogues;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One scripted peer among honest ones and nothing else amiss: {@code -Dsim.rogue.seeds=N} for more than three swarms of each. */
@ExtendWith(Counted.class)
class RogueTest {
    private static final int SEEDS = Integer.getInteger("sim.rogue.seeds", 3);

    @AfterAll
    static void count() {
        Counted.row("scripted peers, trackers and nodes of the DHT", Rogues.values().length + ", in " + SEEDS + " swarms each",
                "each named by its own rule, and nobody else");
    }

    @ParameterizedTest
    @EnumSource(Rogues.class)
    void isNamedByItsOwnRuleAndNobodyElseIs(Rogues rogue) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            PeerTrial.Outcome found = PeerTrial.play(seed, rogue);
            Set<Code> missing = EnumSet.noneOf(Code.class);
            missing.addAll(rogue.codes());
            missing.removeAll(found.codes());
            assertEquals(Set.of(), missing, rogue + ", seed " + seed + ": found were " + found.codes());
            assertEquals(List.of(), found.againstOthers(), rogue + ", seed " + seed);
        }
    }
}
