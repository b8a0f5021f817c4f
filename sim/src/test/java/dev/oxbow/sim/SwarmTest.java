package dev.oxbow.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.session.Checkpoint;
import dev.oxbow.core.session.SessionPolicy;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole swarms from seeds. {@code -Doxbow.seeds=N} runs more of them, {@code -Doxbow.seed=N} one. */
class SwarmTest {
    private static final int SEEDS = Integer.getInteger("oxbow.seeds", 300);
    private static final long FIRST = Long.getLong("oxbow.seed", 1);
    private static final long LIMIT_SECONDS = 1800;

    private static long last() {
        return Long.getLong("oxbow.seed") == null ? FIRST + SEEDS : FIRST + 1;
    }

    @Test
    void everySwarmCompletesAndReplays() {
        for (long seed = FIRST; seed < last(); seed++) {
            check(seed, 0);
        }
    }

    @Test
    void everySwarmCompletesThoughItsNodesAreKilled() {
        for (long seed = FIRST; seed < last(); seed++) {
            check(seed, 1 + (int) (seed % 6));
        }
    }

    private static void check(long seed, int kills) {
        Swarm swarm = new Swarm(seed);
        try {
            assertTrue(swarm.run(kills, LIMIT_SECONDS), () -> "seed " + seed + " with " + kills + " kills does not complete: " + describe(swarm));
            for (SimulatedNode node : swarm.nodes()) {
                node.torrent().picker().checkInvariants();
                if (!node.disk.isComplete()) {
                    fail("seed " + seed + ": node " + node.index + " believes what is not on its disk");
                }
                boolean wasSeed = node.torrent().bytesDownloaded() == 0;
                assertEquals(wasSeed ? node.torrent().bytesRehashed() : 0, node.torrent().bytesRehashed(),
                        "seed " + seed + ": node " + node.index + " hashed again after a mere kill");
                replay(seed, node);
            }
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed + " with " + kills + " kills", e);
        }
    }

    private static String describe(Swarm swarm) {
        StringBuilder out = new StringBuilder();
        for (SimulatedNode node : swarm.nodes()) {
            out.append("\n  node ").append(node.index).append(' ').append(node.isAlive()).append(' ').append(node.torrent().phase()).append(' ')
                    .append(node.torrent().picker().verified()).append(' ').append(node.torrent().picker().begun()).append(" connections ")
                    .append(node.torrent().connections().stream().map(it -> it.connectionId() + ":" + it.phase() + (it.amInterested() ? "i" : "")
                            + (it.peerChoking() ? "c" : "") + it.requests().size()).toList());
        }
        return out.toString();
    }

    /** Folds and decides everything again: the same commands, the same state; and a checkpoint loses nothing that lasts. */
    private static void replay(long seed, SimulatedNode node) {
        Iterator<SimulatedNode.Recorded> entries = node.journal.iterator();
        SessionState state = new SessionState();
        SimulatedNode.Recorded[] next = {entries.next()};
        SessionPolicy policy = new SessionPolicy(state, command -> {
            if (next[0] == null || next[0].entry() instanceof CheckpointEvent.CheckpointStarted) {
                throw new IllegalStateException("cut"); // the process was killed within a turn; cannot happen here
            }
            assertEquals(next[0].entry(), command, "seed " + seed + " node " + node.index + " entry " + next[0].sequence());
            state.apply(next[0].sequence(), next[0].timeNs(), next[0].entry());
            next[0] = entries.hasNext() ? entries.next() : null;
        });
        while (next[0] != null) {
            SimulatedNode.Recorded at = next[0];
            if (at.entry() instanceof Command) {
                fail("seed " + seed + " node " + node.index + ": entry " + at.sequence() + " " + at.entry() + " is not decided again");
            }
            state.apply(at.sequence(), at.timeNs(), at.entry());
            next[0] = entries.hasNext() ? entries.next() : null;
            policy.decide((Event) at.entry());
        }
        assertEquals(StateHash.of(node.state()), StateHash.of(state), "seed " + seed + " node " + node.index);
        checkpoint(seed, state);
    }

    private static void checkpoint(long seed, SessionState state) {
        List<CheckpointEvent> entries = Checkpoint.entries(state, 9);
        SessionState fresh = new SessionState();
        for (CheckpointEvent entry : entries) {
            fresh.apply(0, state.timeNs(), entry);
        }
        assertEquals(state.torrents().get(0).picker().verified(), fresh.torrents().get(0).picker().verified(), "seed " + seed);
        assertEquals(state.torrents().get(0).disk().durable(), fresh.torrents().get(0).disk().durable(), "seed " + seed);
        assertEquals(entries, Checkpoint.entries(fresh, 9), "seed " + seed);
    }
}
