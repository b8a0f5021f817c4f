package dev.oxbow.core.choke;

import static dev.oxbow.core.choke.ChokePicture.assertDecides;
import static dev.oxbow.core.choke.ChokePicture.peers;
import static dev.oxbow.core.choke.ChokePicture.seeding;

import org.junit.jupiter.api.Test;

class SeedChokerTest {
    @Test
    void unchokesWhoHasWaitedLongest() {
        assertDecides(Choker.rechoke(seeding(2, peers(
                "id state unchoked connected",
                "1  waits -        50",
                "2  waits 40       9000",
                "3  waits -        60",
                "4  waits 55       9000"))),
                "unchoke 3 its_turn",
                "unchoke 4 its_turn");
    }

    @Test
    void aPeerThatConnectsAnewWinsNothing() {
        assertDecides(Choker.rechoke(seeding(1, peers(
                "id state unchoked connected",
                "1  waits 100      9000",
                "3  waits -        1"))),
                "unchoke 1 its_turn");
    }

    @Test
    void leavesAPeerItsTurnForAMinute() {
        assertDecides(Choker.rechoke(seeding(1, peers(
                "id state    up  had  unchoked",
                "1  unchoked 900 5000 59",
                "2  waits    -   -    -"))));
    }

    @Test
    void leavesASlowPeerItsTurnUntilItHasHadTwentyBlocks() {
        assertDecides(Choker.rechoke(seeding(1, peers(
                "id state    up  had  unchoked",
                "1  unchoked 2   19   150",
                "2  waits    -   -    -"))));
        assertDecides(Choker.rechoke(seeding(1, peers(
                "id state    up  had  unchoked",
                "1  unchoked 2   20   150",
                "2  waits    -   -    -"))),
                "choke 1 turn_over",
                "unchoke 2 its_turn");
    }

    @Test
    void endsATurnAfterThreeMinutesInAnyCase() {
        assertDecides(Choker.rechoke(seeding(1, peers(
                "id state    up  had  unchoked",
                "1  unchoked 1   19   180",
                "2  waits    -   -    -"))),
                "choke 1 turn_over",
                "unchoke 2 its_turn");
    }

    @Test
    void endsTheTurnOfAPeerThatTakesNothing() {
        assertDecides(Choker.rechoke(seeding(2, peers(
                "id state    up  had  unchoked",
                "1  unchoked 0   0    30",
                "2  waits    -   -    -",
                "3  unchoked 0   0    29"))),
                "choke 1 turn_over",
                "unchoke 2 its_turn");
    }

    @Test
    void theSlowestGivesWayWhenFewerWaitThanHaveHadTheirTurn() {
        assertDecides(Choker.rechoke(seeding(3, peers(
                "id state    up  had  unchoked",
                "1  unchoked 50  500  100",
                "2  unchoked 10  500  100",
                "3  unchoked 20  500  100",
                "4  waits    -   -    -"))),
                "choke 2 turn_over",
                "unchoke 4 its_turn");
    }

    @Test
    void leavesEveryoneUnchokedWhileNobodyWaits() {
        assertDecides(Choker.rechoke(seeding(2, peers(
                "id state    up  had  unchoked",
                "1  unchoked 50  500  10000",
                "2  unchoked 0   0    10000",
                "3  idle     -   -    -",
                "4  waits+seed"))));
    }

    @Test
    void keepsTheFastestWhenThereAreFewerSlotsThanBefore() {
        assertDecides(Choker.rechoke(seeding(1, peers(
                "id state    up  had  unchoked",
                "1  unchoked 20  5    20",
                "2  unchoked 50  5    20"))),
                "choke 1 fewer_slots");
    }

    @Test
    void chokesNobodyWithinTenSecondsEvenWhenThereAreFewerSlots() {
        assertDecides(Choker.rechoke(seeding(1, peers(
                "id state    up  had  unchoked",
                "1  unchoked 20  5    9",
                "2  unchoked 50  5    20",
                "3  unchoked 50  5    9"))),
                "choke 2 fewer_slots");
    }

    @Test
    void givesAFreeSlotBetweenRoundsButTakesNone() {
        assertDecides(Choker.fill(seeding(2, peers(
                "id state         up  had  unchoked",
                "1  unchoked      50  500  1000",
                "2  waits         -   -    -",
                "3  idle-unchoked -   -    5"))),
                "choke 3 not_interested",
                "unchoke 2 its_turn");
        assertDecides(Choker.fill(seeding(1, peers(
                "id state         up  had  unchoked",
                "1  unchoked      50  500  1000",
                "2  waits         -   -    -"))));
    }
}
