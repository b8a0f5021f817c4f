package dev.oxbow.core.choke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.random.Rng;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Bitfield;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** BEP 16. */
class SuperSeedingTest {
    private static final int PIECES = 12;

    private final SuperSeeding seeding = new SuperSeeding(PIECES, 1);
    private final Map<Long, Bitfield> peers = new TreeMap<>();

    private void join(long connectionId) {
        seeding.joined(connectionId);
        peers.put(connectionId, new Bitfield(PIECES));
    }

    private void leave(long connectionId) {
        seeding.left(connectionId, peers.remove(connectionId));
    }

    private OptionalInt next(long connectionId) {
        return seeding.nextFor(connectionId, peers.get(connectionId));
    }

    /** Shows the peer what is to be shown to it, and says what that was. */
    private int show(long connectionId) {
        int piece = next(connectionId).orElseThrow();
        seeding.shown(connectionId, piece, 1);
        return piece;
    }

    private void has(long connectionId, int piece) {
        peers.get(connectionId).add(piece);
        seeding.has(connectionId, piece);
    }

    @Test
    void showsEachPeerAnotherPiece() {
        Set<Integer> shown = new HashSet<>();
        for (long peer = 1; peer <= PIECES; peer++) {
            join(peer);
            assertTrue(shown.add(show(peer)), "each is the rarest");
        }
        assertEquals(PIECES, shown.size());
    }

    @Test
    void showsOneAndNoOtherUntilAnotherPeerHasIt() {
        join(1);
        join(2);
        int piece = show(1);
        assertTrue(next(1).isEmpty(), "it has just been shown one");
        has(1, piece);
        assertTrue(next(1).isEmpty(), "it has it, but nobody else does");
        has(2, piece);
        assertTrue(next(1).isPresent(), "it has passed it on");
    }

    @Test
    void countsAPieceAsPassedOnEvenIfThePeerNeverSaysThatItHasIt() {
        join(1);
        join(2);
        has(2, show(1));
        assertTrue(next(1).isPresent());
    }

    @Test
    void isNotFooledByAPeerThatGetsAPieceItWasShownToo() {
        for (long peer = 1; peer <= PIECES + 1; peer++) {
            join(peer);
        }
        Map<Integer, Long> shownTo = new TreeMap<>();
        for (long peer = 1; peer <= PIECES; peer++) {
            shownTo.put(show(peer), peer);
        }
        int twice = show(PIECES + 1);
        has(PIECES + 1, twice);
        assertTrue(next(PIECES + 1).isEmpty());
        assertTrue(next(shownTo.get(twice)).isPresent(), "somebody got it who was not the only one shown it");
    }

    @Test
    void showsAPieceThatAPeerLeftWithAgain() {
        join(1);
        int piece = show(1);
        leave(1);
        join(2);
        Set<Integer> shown = new HashSet<>();
        for (long peer = 3; peer < 3 + PIECES; peer++) {
            join(peer);
            shown.add(show(peer));
        }
        assertTrue(shown.contains(piece));
    }

    @Test
    void showsTheRarestWhenAllWereShown() {
        join(1);
        join(2);
        join(3);
        for (int piece = 0; piece < PIECES; piece++) {
            has(1, piece);
            if (piece != 5) {
                has(2, piece);
            }
        }
        assertEquals(OptionalInt.of(5), next(3));
        assertTrue(next(1).isEmpty(), "it has everything");
        assertEquals(OptionalInt.of(5), next(2));
    }

    @Test
    void showsASinglePeerTheNextPieceWhenItHasTheLast() {
        join(1);
        Set<Integer> shown = new HashSet<>();
        for (int i = 0; i < PIECES; i++) {
            int piece = show(1);
            assertTrue(next(1).isEmpty());
            assertTrue(shown.add(piece));
            has(1, piece);
        }
        assertTrue(next(1).isEmpty());
    }

    @Test
    void doesNotCountSeedsAmongThoseWhoCouldGetAPiece() {
        join(1);
        Bitfield all = new Bitfield(PIECES);
        all.fill();
        join(2);
        peers.put(2L, all);
        seeding.has(2, new Bitfield(PIECES), all);
        int piece = show(1);
        has(1, piece);
        assertTrue(next(1).isPresent(), "a seed has it at once");
        assertTrue(next(2).isEmpty());
    }

    @Test
    void showsAnotherPieceWhenItIsWaitedForNoLonger() {
        join(1);
        join(2);
        Set<Integer> shown = new HashSet<>();
        for (int i = 0; i < PIECES; i++) {
            assertEquals(Deadline.NONE, seeding.pendingSinceNs(1));
            assertTrue(shown.add(show(1)), "none twice");
            assertEquals(1, seeding.pendingSinceNs(1));
            assertTrue(next(1).isEmpty());
            seeding.givenUp(1);
        }
        assertTrue(next(1).isEmpty());
    }

    @Test
    void believesASinglePeerThatWantsNothingMoreToHaveThePiece() {
        join(1);
        Set<Integer> shown = new HashSet<>();
        for (int i = 0; i < PIECES; i++) {
            assertTrue(shown.add(show(1)));
            seeding.wantsNothing(1);
        }
    }

    @Test
    void showsAPieceThatAPeerLostAgain() {
        join(1);
        for (int piece = 0; piece < PIECES; piece++) {
            has(1, piece);
        }
        peers.get(1L).remove(7);
        seeding.lost(1, 7);
        join(2);
        assertEquals(7, show(2));
    }

    @Test
    void answersOnlyForWhatItShowed() {
        join(1);
        join(2);
        int piece = show(1);
        assertTrue(seeding.wasShown(1, piece));
        assertFalse(seeding.wasShown(2, piece));
        has(2, piece);
        assertTrue(seeding.wasShown(1, piece), "what was shown stays shown");
    }

    @Test
    void showsNothingOfATorrentOfNoPieces() {
        SuperSeeding empty = new SuperSeeding(0, 1);
        empty.joined(1);
        assertTrue(empty.nextFor(1, new Bitfield(0)).isEmpty());
    }

    @Test
    void refusesToSpeakOfAPeerThatHasNotJoined() {
        assertThrows(IllegalArgumentException.class, () -> seeding.nextFor(1, new Bitfield(PIECES)));
    }

    /**
     * A whole swarm: peers fetch what they are shown and swap the rest among themselves, at random. The seed sends little more than each
     * piece once (BEP 16 says 105 %).
     */
    @Test
    void sendsLittleMoreThanEachPieceOnce() {
        for (int seed = 0; seed < 50; seed++) {
            int pieceCount = 200;
            int peerCount = 3 + seed % 20;
            SuperSeeding swarm = new SuperSeeding(pieceCount, seed);
            Bitfield[] has = new Bitfield[peerCount];
            for (int peer = 0; peer < peerCount; peer++) {
                has[peer] = new Bitfield(pieceCount);
                swarm.joined(peer);
            }
            int sent = 0;
            int steps = 0;
            Bitfield spread = new Bitfield(pieceCount);
            for (; !spread.isFull() && steps < 100_000; steps++) {
                int peer = Rng.below(peerCount, seed, Rng.Purpose.PIECE_ORDER, steps, 0);
                OptionalInt next = swarm.nextFor(peer, has[peer]);
                if (next.isPresent()) {
                    swarm.shown(peer, next.getAsInt(), 1);
                    spread.add(next.getAsInt());
                    has[peer].add(next.getAsInt());
                    swarm.has(peer, next.getAsInt());
                    sent++;
                }
                int other = Rng.below(peerCount, seed, Rng.Purpose.PIECE_ORDER, steps, 1);
                int given = has[peer].nextPresent(Rng.below(pieceCount, seed, Rng.Purpose.PIECE_ORDER, steps, 2));
                if (given != Bitfield.NONE && has[other].add(given)) {
                    swarm.has(other, given);
                }
            }
            assertTrue(spread.isFull(), "seed " + seed + ": " + sent + " sent in " + steps + " steps");
            assertEquals(pieceCount, sent, "seed " + seed);
        }
    }
}
