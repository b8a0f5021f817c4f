package dev.oxbow.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.rule.Catalogue;
import dev.oxbow.core.rule.Certainty;
import dev.oxbow.core.rule.Code;
import dev.oxbow.core.rule.Verdict;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.sim.rogue.Rogues;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One scripted peer among honest ones and nothing else amiss: {@code -Dsim.rogue.seeds=N} for more than three swarms of each. */
class RogueTest {
    private static final int SEEDS = Integer.getInteger("sim.rogue.seeds", 3);

    /** What the catalogue says of whom. */
    private static final class Found {
        private final Set<Code> ofRogue = EnumSet.noneOf(Code.class);
        private final List<String> wrong = new ArrayList<>();

        void judge(List<SimNode> nodes) {
            for (SimNode node : nodes) {
                SessionState state = new SessionState();
                Catalogue catalogue = Catalogue.of(state, verdict -> take(node, verdict));
                node.record().read((sequence, timeNs, entry) -> {
                    catalogue.take(sequence, timeNs, entry);
                    state.apply(sequence, timeNs, entry);
                });
            }
        }

        private void take(SimNode node, Verdict verdict) {
            boolean proof = verdict.certainty() == Certainty.PROOF && verdict.code() != Code.SELF_OR_DUPLICATE;
            if (verdict.subject().startsWith(SimRogue.ENDPOINT.host() + ":")) {
                assertEquals(false, verdict.evidence().isEmpty(), verdict.toString());
                ofRogue.add(verdict.code());
            } else if (proof || verdict.breach().isPresent()) {
                wrong.add(node + ": " + verdict + " " + verdict.evidence());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Rogues.class)
    void isNamedByItsOwnRuleAndNobodyElseIs(Rogues rogue) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Found found = new Found();
            Swarm.run(seed, Setup.calmWith(rogue), Optional.empty(), entry -> { }, found::judge);
            Set<Code> missing = EnumSet.noneOf(Code.class);
            missing.addAll(rogue.codes());
            missing.removeAll(found.ofRogue);
            assertEquals(Set.of(), missing, rogue + ", seed " + seed + ": found were " + found.ofRogue);
            assertEquals(List.of(), found.wrong, rogue + ", seed " + seed);
        }
    }
}
