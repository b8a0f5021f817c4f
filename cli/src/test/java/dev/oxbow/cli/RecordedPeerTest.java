package dev.oxbow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.rule.Code;
import dev.oxbow.replay.export.Distiller;
import dev.oxbow.sim.PeerTrial;
import dev.oxbow.sim.rogue.PeerScript;
import dev.oxbow.sim.rogue.Rogues;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A peer that broke a rule in one swarm is distilled from a journal, and breaks the same rule in another. */
class RecordedPeerTest {
    @TempDir
    private Path home;

    /** Of three nodes the one to which it said most. */
    private List<String> script() {
        List<List<String>> all = new ArrayList<>();
        for (int node = 0; node < 3; node++) {
            try {
                all.add(Distiller.script(home.resolve("node-" + node), PeerTrial.PEER.host()));
            } catch (IllegalArgumentException | IOException e) {
                assertTrue(e instanceof IllegalArgumentException, e.toString()); // it said nothing to this one
            }
        }
        return all.stream().max(Comparator.comparingInt(List::size)).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(names = {"POISON", "POISON_AMONG_OTHERS", "PUSHY", "MUTE", "TRICKLE", "FLAPPER", "FAKE_HAVE", "NEVER_UNCHOKES", "WHILE_CHOKED",
        "AGAIN", "LIAR", "FICKLE", "KNOWN_LEECH", "REJECTS_UNASKED"})
    void breaksTheSameRuleAgain(Rogues rogue) throws IOException {
        Set<Code> before = PeerTrial.record(1, rogue, home).codes();
        assertTrue(before.containsAll(rogue.codes()), rogue + " was " + before);
        List<String> script = script();
        PeerTrial.Outcome again = PeerTrial.play(2, PeerScript.parse(script));
        Set<Code> missing = EnumSet.copyOf(rogue.codes());
        missing.removeAll(again.codes());
        assertEquals(Set.of(), missing, rogue + " breaks " + again.codes() + " by this script:\n" + String.join("\n", script.subList(0, Math.min(40, script.size()))));
        assertEquals(List.of(), again.againstOthers());
    }

    @Test
    void ofTheTutorialTellsTheLiarAgain() throws IOException {
        List<String> script = Distiller.script(Path.of("..", "docs", "tutorial"), TutorialJournal.LIAR.toString());
        assertTrue(script.contains("client uTorrent 3.5.5") && script.contains("has all") && script.stream().anyMatch(it -> it.startsWith("wrong ")),
                script.toString());
        Set<Code> codes = EnumSet.noneOf(Code.class);
        for (long seed = 1; seed <= 5; seed++) {
            codes.addAll(PeerTrial.play(seed, PeerScript.parse(script)).codes());
        }
        assertTrue(codes.contains(Code.BAD_HASH_SOLE) || codes.contains(Code.BAD_HASH_PROVEN), codes.toString());
    }

    @Test
    void readsRemarksAndCountsAndOddRequests() {
        PeerScript script = PeerScript.parse(List.of("oxbow-peer 1", "# a peer", "client C# 1.0", "has 40%  # of them", "", "wrong x3 20.5ms",
                "when met 90.0ms x3 every 4.5ms request 7 1 5"));
        assertEquals("C# 1.0", script.client());
        assertEquals("40%", script.has());
        assertEquals(List.of(new PeerScript.Answer("wrong", 3, 20_500_000)), script.answers());
        assertEquals(List.of(new PeerScript.Timed("met", 90_000_000, 3, 4_500_000, List.of("request", "7", "1", "5"))), script.timed());
        assertThrows(IllegalArgumentException.class, () -> PeerScript.parse(List.of("oxbow-peer 1", "when met 1ms x99999 every 0ms choke",
                "when met 1ms x99999 every 0ms choke", "when met 1ms x99999 every 0ms choke")));
    }

    @Test
    void refusesWhatIsNoScript() {
        assertThrows(IllegalArgumentException.class, () -> PeerScript.parse(List.of()));
        for (String line : List.of("has 400%", "when hungry 1ms choke", "answer -1ms", "answer x0 1ms", "answer x999999999 1ms", "id longer-than-eight",
                "dance 3ms", "when met 1ms dance", "when met 1ms have x", "when met", "reserved zz", "lasted 1s")) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> PeerScript.parse(List.of("oxbow-peer 1", line)), line);
            assertTrue(refused.getMessage().startsWith("line 2 of the script is not understood"), refused.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> Distiller.script(Path.of("..", "docs", "tutorial"), "192.0.2.250"));
    }
}
