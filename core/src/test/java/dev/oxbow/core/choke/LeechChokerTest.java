package dev.oxbow.core.choke;

import dev.oxbow.core.command.ChokeReason;
import static dev.oxbow.core.choke.ChokePicture.NOW;
import static dev.oxbow.core.choke.ChokePicture.assertDecides;
import static dev.oxbow.core.choke.ChokePicture.leeching;
import static dev.oxbow.core.choke.ChokePicture.peers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.time.Deadline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** BEP 3, "choking": tit for tat while we still want something. */
class LeechChokerTest {
    @Test
    void unchokesEveryoneWhoWantsSomethingWhileThereAreSlots() {
        assertDecides(Choker.rechoke(leeching(4, peers(
                "id state",
                "1  waits",
                "2  idle",
                "3  waits"))),
                "unchoke 1 optimistic",
                "unchoke 3 optimistic");
    }

    @Test
    void givesSlotsToThoseWhoGiveMostAndOneToWhomeverIsDrawn() {
        assertDecides(Choker.rechoke(leeching(4, peers(
                "id state  down",
                "1  waits  10",
                "2  waits  40",
                "3  waits  30",
                "4  waits  50",
                "5  waits  20"))),
                "unchoke 4 gives_most",
                "unchoke 2 gives_most",
                "unchoke 3 gives_most",
                "unchoke 1 optimistic");
    }

    @Test
    void takesTheSlotFromWhoeverIsOutbid() {
        assertDecides(Choker.rechoke(leeching(3, peers(
                "id state               down unchoked",
                "1  unchoked            30   100",
                "2  unchoked            10   100",
                "3  waits               20   -",
                "4  unchoked+optimistic 0    20"))),
                "choke 2 outbid",
                "unchoke 3 gives_most");
    }

    @Test
    void prefersWhoHasTheSlotWhereTwoGiveTheSame() {
        assertDecides(Choker.rechoke(leeching(2, peers(
                "id state               down unchoked",
                "1  waits               20   -",
                "2  unchoked            20   100",
                "3  unchoked+optimistic 0    10"))));
    }

    @Test
    void neverChokesWithinTenSecondsOfTheUnchoke() {
        List<Contender> justUnchoked = peers(
                "id state               down unchoked",
                "1  unchoked            1    9",
                "2  waits               20   -",
                "3  unchoked+optimistic 0    9");
        assertDecides(Choker.rechoke(leeching(2, justUnchoked)));
        assertDecides(Choker.rechoke(new Round(justUnchoked, 2, false, NOW + Deadline.SECOND_NS, 1)),
                "choke 1 outbid",
                "unchoke 2 gives_most");
    }

    @Test
    void chokesAtOnceWhoWantsNothingAnyMore() {
        assertDecides(Choker.rechoke(leeching(2, peers(
                "id state              down unchoked",
                "1  idle-unchoked      90   1",
                "2  unchoked+seed      90   1",
                "3  waits+seed         90   -"))),
                "choke 1 not_interested",
                "choke 2 upload_only");
    }

    @Test
    void triesAPeerForThirtySecondsAndThenAnother() {
        assertDecides(Choker.rechoke(leeching(2, peers(
                "id state               down unchoked",
                "1  unchoked            30   100",
                "2  unchoked+optimistic 0    29",
                "3  waits               0    -"))));
        assertDecides(Choker.rechoke(leeching(2, peers(
                "id state               down unchoked",
                "1  unchoked            30   100",
                "2  unchoked+optimistic 0    30",
                "3  waits               0    -"))),
                "choke 2 tried",
                "unchoke 3 optimistic");
    }

    @Test
    void triesEveryoneForThirtySecondsWhereNobodyEarnsTheSlots() {
        assertDecides(Choker.rechoke(leeching(4, peers(
                "id state               down unchoked",
                "1  unchoked+optimistic 0    20",
                "2  unchoked+optimistic 0    20",
                "3  unchoked+optimistic 0    20",
                "4  unchoked+optimistic 0    10",
                "5  waits               0    -",
                "6  waits               0    -"))));
        assertDecides(Choker.rechoke(leeching(4, peers(
                "id state               down unchoked",
                "1  unchoked+optimistic 0    20",
                "2  unchoked+optimistic 0    20",
                "3  unchoked+optimistic 0    20",
                "4  unchoked+optimistic 0    10",
                "5  waits               7    -",
                "6  waits               0    -"))),
                "choke 3 tried",
                "unchoke 5 gives_most");
    }

    @Test
    void leavesTheSlotToWhomeverIsBeingTriedUntilSomebodyElseWaits() {
        assertDecides(Choker.rechoke(leeching(2, peers(
                "id state               down unchoked",
                "1  unchoked            30   100",
                "2  unchoked+optimistic 0    3000"))));
    }

    @Test
    void aPeerThatWasTriedKeepsItsSlotIfItGivesMore() {
        assertDecides(Choker.rechoke(leeching(2, peers(
                "id state               down unchoked",
                "1  unchoked            30   100",
                "2  unchoked+optimistic 31   30",
                "3  waits               0    -"))),
                "choke 1 outbid",
                "unchoke 3 optimistic");
    }

    @Test
    void givesASnubbedPeerNothingForWhatItGaveBefore() {
        assertDecides(Choker.rechoke(leeching(2, peers(
                "id state               down unchoked",
                "1  unchoked+snubbed    90   100",
                "2  unchoked+optimistic 0    20",
                "3  waits               1    -"))),
                "choke 1 snubbed",
                "unchoke 3 gives_most");
    }

    @Test
    void unchokesASnubbedPeerWhenItIsDrawn() {
        assertDecides(Choker.rechoke(leeching(2, peers(
                "id state            down unchoked",
                "1  unchoked         90   100",
                "2  waits+snubbed    0    200"))),
                "unchoke 2 optimistic");
    }

    @Test
    void drawsForTheSlotsThatNobodyEarns() {
        List<ChokeDecision> decisions = Choker.rechoke(leeching(4, peers(
                "id state               down unchoked",
                "1  unchoked            9    100",
                "2  unchoked+snubbed    9    100",
                "3  unchoked            0    100",
                "4  waits               0    -",
                "5  waits               0    -",
                "6  waits               0    -")));
        assertEquals(List.of("choke 2 SNUBBED", "choke 3 OUTBID"), decisions.subList(0, 2).stream().map(ChokeDecision::toString).toList());
        assertEquals(3, decisions.stream().filter(decision -> decision.reason() == ChokeReason.OPTIMISTIC).count());
    }

    @Test
    void keepsASlotInFiveForOptimisticUnchokes() {
        int[] expected = {0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2};
        for (int slots = 0; slots < expected.length; slots++) {
            assertEquals(expected[slots], LeechChoker.optimisticSlots(slots), slots + " slots");
        }
        assertEquals(8, LeechChoker.optimisticSlots(40));
    }

    @Test
    void drawsNewcomersThreeTimesAsOften() {
        List<Contender> waiting = peers(
                "id state connected",
                "1  waits 61",
                "2  waits 59",
                "3  waits 3600",
                "4  waits 59");
        int[] drawn = new int[5];
        int rounds = 20_000;
        for (int seed = 0; seed < rounds; seed++) {
            Contender giver = peers("id state down", "9 unchoked 9").get(0);
            List<Contender> all = new ArrayList<>(waiting);
            all.add(giver);
            List<ChokeDecision> decisions = Choker.rechoke(new Round(all, 2, false, NOW, seed));
            assertEquals(1, decisions.size());
            drawn[(int) decisions.get(0).connectionId()]++;
        }
        for (int id = 1; id <= 4; id++) {
            double expected = rounds * (id % 2 == 0 ? 3 : 1) / 8.0;
            assertTrue(Math.abs(drawn[id] - expected) < expected * 0.06, "peer " + id + " was drawn " + drawn[id] + " times");
        }
    }

    @Test
    void withASingleSlotItIsEarned() {
        assertDecides(Choker.rechoke(leeching(1, peers(
                "id state               down unchoked",
                "1  unchoked+optimistic 0    100",
                "2  waits               5    -"))),
                "choke 1 tried",
                "unchoke 2 gives_most");
    }

    @Test
    void chokesEveryoneWhenThereAreNoSlots() {
        assertDecides(Choker.rechoke(leeching(0, peers(
                "id state    down",
                "1  unchoked 9",
                "2  waits    9"))),
                "choke 1 fewer_slots");
    }

    @Test
    void givesAFreeSlotBetweenRoundsButTakesNone() {
        List<Contender> all = peers(
                "id state               down unchoked",
                "1  unchoked            1    100",
                "2  idle-unchoked       50   100",
                "3  waits               20   -",
                "4  waits               30   -",
                "5  unchoked+optimistic 0    20");
        assertDecides(Choker.fill(leeching(3, all)),
                "choke 2 not_interested",
                "unchoke 4 gives_most");
        assertDecides(Choker.rechoke(leeching(3, all)),
                "choke 1 outbid",
                "choke 2 not_interested",
                "unchoke 4 gives_most",
                "unchoke 3 gives_most");
    }

    @Test
    void keepsTheBestOfThoseWhomNobodyReplaces() {
        assertDecides(Choker.rechoke(leeching(3, peers(
                "id state               down unchoked",
                "1  unchoked+optimistic 1    300",
                "2  unchoked+optimistic 0    300",
                "3  unchoked            2    300",
                "4  waits               9    -"))),
                "choke 2 tried",
                "unchoke 4 gives_most");
    }

    @Test
    void doesNotDependOnTheOrderInWhichPeersAreListed() {
        List<Contender> all = peers(
                "id state     down unchoked connected",
                "1  waits     5    -        10",
                "2  waits     5    -        10",
                "3  unchoked  5    20       10",
                "4  waits     0    -        100",
                "5  waits     0    -        100",
                "6  waits     0    -        100");
        List<ChokeDecision> expected = Choker.rechoke(leeching(4, all));
        for (int i = 0; i < 50; i++) {
            Collections.rotate(all, 1);
            Collections.swap(all, i % 6, i % 5);
            assertEquals(expected, Choker.rechoke(leeching(4, all)));
        }
    }
}
