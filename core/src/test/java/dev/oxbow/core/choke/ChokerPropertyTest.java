package dev.oxbow.core.choke;

import dev.oxbow.core.command.ChokeReason;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.random.Rng;
import dev.oxbow.core.time.Deadline;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What holds in every history: peers come, go, want, do not want, give and take at random, and the choker is asked at each step. */
class ChokerPropertyTest {
    private static final long SECOND = Deadline.SECOND_NS;
    private static final long START = 1_700_000_000L * SECOND;
    private static final int SEEDS = 100;

    /** A swarm as one client sees it; it applies the choker's decisions and checks each of them. */
    private static final class History {
        private final int seed;
        private final boolean seeding;
        private final Map<Long, Contender> peers = new TreeMap<>();
        private final Map<Long, Long> chokedNs = new TreeMap<>();
        private int slots;
        private long timeNs = START;
        private long nextRechokeNs = START;
        private long nextId;
        private int draws;

        private History(int seed, boolean seeding) {
            this.seed = seed;
            this.seeding = seeding;
            slots = 1 + random(12);
        }

        private int random(int bound) {
            return Rng.below(bound, seed, Rng.Purpose.PIECE_ORDER, draws++, 0);
        }

        private void join() {
            long id = nextId++;
            peers.put(id, new Contender(id, true, random(3) > 0, random(10) == 0, false, false, 0, 0, 0, Contender.NEVER, timeNs));
        }

        /** Something changes about one peer. */
        private void change(Contender old) {
            boolean wants = random(8) == 0 ? !old.peerInterested() : old.peerInterested();
            long down = random(3) == 0 ? 0 : random(100_000);
            long up = old.amChoking() || random(4) == 0 ? 0 : random(50_000);
            peers.put(old.connectionId(), new Contender(old.connectionId(), old.amChoking(), wants, old.uploadOnly(), random(5) == 0,
                    old.optimistic(), down, up, old.uploadedSinceUnchokeBytes() + up, old.lastUnchokedNs(), old.connectedSinceNs()));
        }

        private List<ChokeDecision> ask() {
            Round round = new Round(List.copyOf(peers.values()), slots, seeding, timeNs, seed);
            boolean due = timeNs >= nextRechokeNs;
            List<ChokeDecision> decisions = due ? Choker.rechoke(round) : Choker.fill(round);
            nextRechokeNs = due ? timeNs + Choker.INTERVAL_NS : nextRechokeNs;
            for (ChokeDecision decision : decisions) {
                apply(decision, due);
            }
            return decisions;
        }

        private void apply(ChokeDecision decision, boolean rechoke) {
            Contender peer = peers.get(decision.connectionId());
            assertEquals(decision.unchoke(), peer.amChoking(), () -> where() + decision + " changes nothing");
            if (decision.unchoke()) {
                assertTrue(peer.wantsSlot(), () -> where() + decision + " to a peer that wants nothing");
                assertTrue(unchokedCount() < slots, () -> where() + decision + " with no slot left");
            } else if (peer.wantsSlot()) {
                assertTrue(timeNs - peer.lastUnchokedNs() >= 10 * SECOND, () -> where() + decision + " too soon");
                assertTrue(rechoke, () -> where() + decision + " between rounds");
            }
            if (!decision.unchoke()) {
                chokedNs.put(peer.connectionId(), timeNs);
            }
            peers.put(peer.connectionId(), new Contender(peer.connectionId(), !decision.unchoke(), peer.peerInterested(), peer.uploadOnly(),
                    peer.snubbed(), decision.unchoke() ? decision.reason() == ChokeReason.OPTIMISTIC : peer.optimistic(),
                    peer.downBytesPerSec(), decision.unchoke() ? peer.upBytesPerSec() : 0,
                    decision.unchoke() ? 0 : peer.uploadedSinceUnchokeBytes(),
                    decision.unchoke() ? timeNs : peer.lastUnchokedNs(), peer.connectedSinceNs()));
        }

        private String where() {
            return "seed " + seed + " at " + (timeNs - START) / SECOND + " s: ";
        }

        /** For how long the peer has been waiting. */
        private long waitedNs(Contender peer) {
            return peer.amChoking() ? timeNs - chokedNs.getOrDefault(peer.connectionId(), peer.connectedSinceNs()) : 0;
        }

        private int unchokedCount() {
            return (int) peers.values().stream().filter(peer -> !peer.amChoking()).count();
        }

        private void checkAfterwards() {
            long wanting = peers.values().stream().filter(Contender::wantsSlot).count();
            assertTrue(peers.values().stream().allMatch(peer -> peer.amChoking() || peer.wantsSlot()), () -> where() + "a slot is wasted");
            assertTrue(unchokedCount() >= Math.min(slots, wanting), () -> where() + "a slot is free and somebody waits");
        }
    }

    private static void run(int seed, boolean seeding, boolean slotsChange) {
        History history = new History(seed, seeding);
        for (int step = 0; step < 300; step++) {
            history.timeNs += history.random(4) * SECOND;
            if (history.peers.size() < 3 || history.random(6) == 0 && history.peers.size() < 40) {
                history.join();
            }
            List<Contender> all = List.copyOf(history.peers.values());
            if (history.random(12) == 0) {
                history.peers.remove(all.get(history.random(all.size())).connectionId());
            }
            for (Contender peer : List.copyOf(history.peers.values())) {
                if (history.random(3) == 0) {
                    history.change(peer);
                }
            }
            int before = history.unchokedCount();
            history.slots = slotsChange && history.random(10) == 0 ? history.random(13) : history.slots;
            history.ask();
            history.checkAfterwards();
            int unchokedMax = Math.max(history.slots, slotsChange ? before : 0);
            assertTrue(history.unchokedCount() <= unchokedMax, () -> history.where() + "too many are unchoked");
        }
    }

    @Test
    void neverUnchokesMoreThanThereAreSlotsAndNeverFibrillatesWhileLeeching() {
        for (int seed = 0; seed < SEEDS; seed++) {
            run(seed, false, false);
        }
    }

    @Test
    void neverUnchokesMoreThanThereAreSlotsAndNeverFibrillatesWhileSeeding() {
        for (int seed = 0; seed < SEEDS; seed++) {
            run(seed, true, false);
        }
    }

    @Test
    void unchokesNobodyWhileThereAreFewerSlotsThanPeersInThem() {
        for (int seed = 0; seed < SEEDS; seed++) {
            run(seed, seed % 2 == 0, true);
        }
    }

    /**
     * A seed's queue is served in order, each turn takes at most three minutes and ten seconds, and only those whose turn is running when
     * a peer joins may come before it without having waited longer.
     */
    @Test
    void unchokesEverybodyWithinABoundWhileSeeding() {
        for (int seed = 0; seed < SEEDS; seed++) {
            History history = new History(seed, true);
            int peerCount = 1 + history.random(30);
            for (int i = 0; i < peerCount; i++) {
                history.peers.put((long) i, new Contender(i, true, true, false, false, false, 0, 0, 0, Contender.NEVER, START + i));
            }
            long boundNs = ((peerCount + history.slots - 1) / history.slots + 1) * 190 * SECOND;
            for (int round = 0; round < 400; round++) {
                for (Contender peer : List.copyOf(history.peers.values())) {
                    history.change(new Contender(peer.connectionId(), peer.amChoking(), true, false, false, false, 0, 0,
                            peer.uploadedSinceUnchokeBytes(), peer.lastUnchokedNs(), peer.connectedSinceNs()));
                    history.peers.computeIfPresent(peer.connectionId(), (id, changed) -> interested(changed));
                }
                history.ask();
                for (Contender peer : history.peers.values()) {
                    long waitedNs = history.waitedNs(peer);
                    assertTrue(waitedNs <= boundNs, () -> "seed " + history.seed + ": peer " + peer.connectionId() + " of " + peerCount
                            + " waits " + waitedNs / SECOND + " s for one of " + history.slots + " slots");
                }
                history.timeNs += 10 * SECOND;
            }
        }
    }

    private static Contender interested(Contender peer) {
        return new Contender(peer.connectionId(), peer.amChoking(), true, false, false, false, 0, peer.upBytesPerSec(),
                peer.uploadedSinceUnchokeBytes(), peer.lastUnchokedNs(), peer.connectedSinceNs());
    }

    /** Those who connect again and again do not push back who has waited. */
    @Test
    void unchokesWhoWaitsHoweverManyConnectAnew() {
        for (int seed = 0; seed < 100; seed++) {
            History history = new History(seed, true);
            history.slots = 2;
            for (int i = 0; i < 10; i++) {
                history.peers.put(history.nextId, interested(new Contender(history.nextId++, true, true, false, false, false, 0, 0, 0,
                        Contender.NEVER, history.timeNs)));
            }
            long patient = 9;
            boolean served = false;
            for (int round = 0; round < 60 && !served; round++) {
                for (Contender peer : List.copyOf(history.peers.values())) {
                    if (peer.connectionId() != patient && peer.amChoking() && history.random(2) == 0) {
                        history.peers.remove(peer.connectionId());
                        history.peers.put(history.nextId, interested(new Contender(history.nextId++, true, true, false, false, false,
                                0, 0, 0, Contender.NEVER, history.timeNs)));
                    } else {
                        history.peers.put(peer.connectionId(), new Contender(peer.connectionId(), peer.amChoking(), true, false, false,
                                false, 0, 10_000, 1 << 30, peer.lastUnchokedNs(), peer.connectedSinceNs()));
                    }
                }
                history.ask();
                served = !history.peers.get(patient).amChoking();
                history.timeNs += 10 * SECOND;
            }
            assertTrue(served, "seed " + seed);
        }
    }
}
