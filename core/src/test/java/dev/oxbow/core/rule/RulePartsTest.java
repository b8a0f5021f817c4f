package dev.oxbow.core.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PieceLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What rules are made of: what is kept in mind, and how much of it; how verdicts read. */
class RulePartsTest {
    private static final long P = Scene.PEER;
    private static final PieceLayout HUGE = new PieceLayout(1L << 30, 1 << 26);

    private static Verdict verdict(Severity severity, int times, List<Long> evidence) {
        return new Verdict(Code.SNUB, severity, Certainty.OWN_SIDE, Optional.empty(), "a", 0, 0, "b", evidence, 0, 0, times);
    }

    @Test
    void longEvidenceKeepsItsFirstAndItsLast() {
        List<Long> sixteen = LongStream.range(0, 16).boxed().toList();
        assertEquals(sixteen, verdict(Severity.LOW, 1, sixteen).evidence());
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 12L, 13L, 14L, 15L, 16L, 17L, 18L, 19L),
                verdict(Severity.LOW, 1, LongStream.range(0, 20).boxed().toList()).evidence());
        assertEquals(List.of(1L, 2L), verdict(Severity.LOW, 1, List.of(2L, 1L, 2L)).evidence(), "each once, in order");
    }

    @Test
    void verdictsReadAsSentencesAndSayHowOften() {
        assertEquals("a: SNUB (low, own side): b", verdict(Severity.LOW, 1, List.of()).toString());
        assertEquals("a: SNUB (critical, own side): b, 10 times by now", verdict(Severity.CRITICAL, 10, List.of()).toString());
    }

    @Test
    void onlyWhatIsGraveIsToldAtOnce() {
        assertFalse(verdict(Severity.MEDIUM, 1, List.of()).isSerious());
        assertTrue(verdict(Severity.HIGH, 1, List.of()).isSerious());
        assertTrue(verdict(Severity.CRITICAL, 1, List.of()).isSerious());
    }

    @Test
    void thresholdsAreTheUsualOnesButForThoseThatAreSet() {
        Thresholds set = Thresholds.USUAL.with(Threshold.SNUB_SECONDS, 1).with(Threshold.CHOKE_FLAP_CHANGES, 9);
        assertEquals(List.of(1, 9, 60), List.of(set.of(Threshold.SNUB_SECONDS), set.of(Threshold.CHOKE_FLAP_CHANGES),
                set.of(Threshold.SNUB_FIRST_SECONDS)));
        assertEquals(20, Thresholds.USUAL.of(Threshold.SNUB_SECONDS));
        assertEquals("SNUB.seconds must be at least 1",
                assertThrows(IllegalArgumentException.class, () -> set.with(Threshold.SNUB_SECONDS, 0)).getMessage());
    }

    @Test
    void everyRuleSaysAllOfWhatPeopleAreToldOfIt() {
        for (Code code : Code.values()) {
            for (String text : List.of(code.rule(), code.grace(), code.exoneration(), code.action())) {
                assertFalse(text.isBlank(), code.name());
            }
        }
        assertEquals(List.of(1, 40), List.of(Code.BAD_HANDSHAKE.number(), Code.OWN_SIDE.number()));
    }

    @Test
    void whatWasTouchedLongestAgoIsForgottenFirst() {
        Recent<String, String> recent = new Recent<>(2);
        recent.put("a", "1");
        recent.put("b", "2");
        assertEquals("1", recent.of("a", () -> "new"));
        recent.put("c", "3");
        assertEquals(List.of(Optional.of("1"), Optional.empty(), Optional.of("3")), List.of(recent.find("a"), recent.find("b"),
                recent.find("c")));
        recent.put("a", "4");
        assertEquals(List.of(Optional.of("4"), Optional.empty()), List.of(recent.remove("a"), recent.remove("a")));
    }

    @Test
    void aSideRemembersItsRequestsUntilItMayForgetThem() {
        Asked asked = new Asked();
        for (int i = 0; i < 4096; i++) {
            asked.ask(i, i, i);
            asked.withdraw(i);
        }
        assertTrue(asked.mayCome(0) && !asked.mayCome(5000) && !asked.mayBeRejected(5000));
        asked.ask(7000, 1, 1);
        asked.withdraw(6999);
        assertFalse(asked.mayCome(5000), "4096 that are not open are kept");
        asked.withdraw(7000);
        asked.ask(7001, 1, 1);
        assertTrue(asked.mayCome(5000) && asked.mayBeRejected(5000), "from now on it cannot know");
        assertTrue(asked.isOpen(7001) && asked.openCount() == 1, "what is open is never forgotten");
    }

    @Test
    void countsWhatIsOpenAndWhatWasAnswered() {
        Asked asked = new Asked();
        asked.ask(1, 100, 5);
        asked.ask(2, 101, 6);
        asked.ask(2, 102, 7);
        assertEquals(List.of(2, 0), List.of(asked.openCount(), asked.answeredCount()));
        assertEquals(List.of(5L, 100L, 102L), List.of(asked.waitingSinceNs(), asked.firstOpenSequence(), asked.lastSequence()));
        asked.answer(1, 9);
        assertEquals(List.of(1, 1), List.of(asked.openCount(), asked.answeredCount()));
        assertEquals(List.of(9L, 102L), List.of(asked.waitingSinceNs(), asked.firstOpenSequence()));
        asked.reject(2);
        assertTrue(asked.isRejected(2) && !asked.isOpen(2) && asked.mayCome(2));
        asked.ask(2, 103, 10);
        assertFalse(asked.isRejected(2), "it is asked for again");
        asked.withdrawAll();
        asked.withdrawAll();
        assertEquals(0, asked.openCount());
        assertTrue(asked.mayCome(2) && asked.mayBeRejected(2) && !asked.isRejected(2));
        asked.answer(2, 11);
        asked.answer(2, 12);
        assertTrue(asked.mayCome(2), "it was asked for three times");
        asked.answer(2, 13);
        assertFalse(asked.mayCome(2));
        assertEquals(0, asked.openCount());
    }

    @Test
    void remembersWhatWasSentUntilTooMuchWasSentToOthers() {
        Served served = new Served();
        Served.Account first = served.account(Endpoint.parse("10.0.0.1:1"), 1);
        assertEquals(1, served.sent(first, Scene.LAYOUT, 3, 0, 100, 7));
        assertEquals(2, served.sent(first, Scene.LAYOUT, 3, 0, 100, 8));
        assertFalse(first.isWhole(3));
        assertEquals(1, served.sent(first, Scene.LAYOUT, 3, 1, 50, 9));
        assertTrue(first.isWhole(3));
        assertEquals(List.of(250L, 9L), List.of(first.bytes(), first.hadNs(1)));
        assertEquals(List.of(2, 1, 0, 0), List.of(first.count(3, 0), first.count(3, 1), first.count(3, 2), first.count(4, 0)));
        served.forget(2, 3);
        assertTrue(first.isWhole(3), "of another torrent");
        served.forget(1, 3);
        assertEquals(List.of(), first.whole());
        assertEquals(0, first.count(3, 0));
    }

    @Test
    void whoWasServedFirstIsForgottenWhenMemoryIsUsedUp() {
        Served served = new Served();
        Endpoint first = Endpoint.parse("10.0.0.1:1");
        served.sent(served.account(first, 1), Scene.LAYOUT, 0, 0, 1, 1);
        int torrent = 2;
        for (int account = 0; account < 60; account++, torrent++) {
            fill(served, served.account(first, torrent));
        }
        assertEquals(1, served.account(first, 1).count(0, 0), "3,932,162 counters");
        for (int account = 0; account < 5; account++, torrent++) {
            fill(served, served.account(first, torrent));
        }
        assertEquals(0, served.account(first, 1).count(0, 0), "more than 4,194,304 counters");
        assertEquals(1, served.account(first, torrent - 1).count(0, 0));
    }

    /** With 16 pieces of 4096 blocks. */
    private static void fill(Served served, Served.Account account) {
        for (int piece = 0; piece < 16; piece++) {
            served.sent(account, HUGE, piece, 0, 1, 1);
        }
    }

    @Test
    void piecesThatWereWrongHereDoNotUseMemoryUp() {
        Served served = new Served();
        Endpoint peer = Endpoint.parse("10.0.0.1:1");
        served.sent(served.account(peer, 1), Scene.LAYOUT, 0, 0, 1, 1);
        Served.Account other = served.account(peer, 2);
        for (int round = 0; round < 2000; round++) {
            served.sent(other, HUGE, 3, 0, 1, 1);
            served.forget(2, 3);
        }
        assertEquals(1, served.account(peer, 1).count(0, 0));
    }

    @Test
    void wrongDataIsToldAHundredTimesAndThenSeldom() {
        Scene scene = Scene.asked(1).block(P, 1, 0, 1).block(P, 1, 1, 2).mismatch(1);
        for (int i = 0; i < 1100; i++) {
            scene.take(Scene.request(P, 1)).arrive(P, 1, 0, 9 + i);
        }
        List<Integer> times = scene.verdicts.stream().filter(it -> it.code() == Code.EQUIVOCATION).map(Verdict::times).toList();
        assertEquals(101, times.size());
        assertEquals(List.of(1, 2, 100, 1000), List.of(times.get(0), times.get(1), times.get(99), times.get(100)));
    }

    @Test
    void whatIsOursIsCountedByWhatItIs() {
        Scene scene = new Scene();
        for (int i = 0; i < 10; i++) {
            scene.take(new StorageEvent.BlockCorrupted(1, 3, 1, 1, 5));
        }
        assertEquals(List.of(1, 10), scene.verdicts.stream().map(Verdict::times).toList());
    }

    @Test
    void onlyVerdictsMayBeAskedFor() {
        List<Verdict> verdicts = new ArrayList<>();
        SessionState state = new SessionState();
        Catalogue catalogue = Catalogue.of(state, verdicts::add);
        catalogue.take(1, 5, new StorageEvent.BlockCorrupted(1, 3, 1, 1, 5));
        catalogue.take(2, 5, new PeerEvent.KeepAliveReceived(P));
        assertEquals(List.of(Code.OWN_DISK), verdicts.stream().map(Verdict::code).toList());
        assertEquals(List.of(1L, 5L), List.of(verdicts.get(0).sequence(), verdicts.get(0).timeNs()));
    }
}
