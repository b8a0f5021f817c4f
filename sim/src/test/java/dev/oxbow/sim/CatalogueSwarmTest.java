package dev.oxbow.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.rule.Catalogue;
import dev.oxbow.core.rule.Certainty;
import dev.oxbow.core.rule.Code;
import dev.oxbow.core.rule.Verdict;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.value.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue over the journals of whole swarms; {@code -Dsim.first=N -Dsim.count=N} runs others, or more. */
class CatalogueSwarmTest {
    private static final long FIRST = Long.getLong("sim.first", 1);
    private static final int COUNT = Integer.getInteger("sim.count", 200);

    private final TreeMap<Code, Integer> counts = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();

    private void judge(long seed, List<SimNode> nodes) {
        List<String> corrupting = Stream.concat(nodes.stream().filter(SimNode::sendsWrong).map(SimNode::endpoint), Stream.of(SimRogue.ENDPOINT))
                .map(Endpoint::host).toList();
        for (SimNode node : nodes) {
            SessionState state = new SessionState();
            Catalogue catalogue = Catalogue.of(state, verdict -> {
                counts.merge(verdict.code(), 1, Integer::sum);
                boolean breach = verdict.breach().isPresent();
                boolean proof = verdict.certainty() == Certainty.PROOF && verdict.code() != Code.SELF_OR_DUPLICATE;
                if (breach || proof && !isOf(verdict, corrupting)) {
                    wrong.add("seed " + seed + ", " + node + ": " + verdict + " " + verdict.evidence());
                }
            });
            node.record().read((sequence, timeNs, entry) -> {
                catalogue.take(sequence, timeNs, entry);
                state.apply(sequence, timeNs, entry);
            });
        }
    }

    private static boolean isOf(Verdict verdict, List<String> corrupting) {
        return corrupting.stream().anyMatch(host -> verdict.subject().startsWith(host + ":")) || verdict.subject()
                .equals("http://web/edited/"); // the one whose files were changed
    }

    @Test
    void weBreakNoRuleAndNoHonestPeerIsProvedGuilty() {
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            long current = seed;
            Swarm.run(seed, Optional.empty(), entry -> { }, nodes -> judge(current, nodes));
        }
        System.out.println("verdicts in " + COUNT + " swarms: " + counts);
        assertEquals(List.of(), wrong.subList(0, Math.min(20, wrong.size())));
        assertTrue(counts.getOrDefault(Code.BAD_HASH_PROVEN, 0) > 0, "nobody who sent wrong blocks was found out: " + counts);
    }
}
