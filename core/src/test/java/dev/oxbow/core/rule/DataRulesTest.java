package dev.oxbow.core.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.CancelReason;
import dev.oxbow.core.command.ChokeReason;
import dev.oxbow.core.command.FetchReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.PickReason;
import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.event.WebSeedEvent;
import dev.oxbow.core.value.WebSeedStyle;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What data comes, whether it is right, and how fast: what people are told, what is shown for it, and where each limit lies. */
class DataRulesTest {
    private static final long P = Scene.PEER;
    private static final long OTHER = Scene.OTHER;
    private static final int B = Scene.BLOCK;

    private static PeerCommand.RequestBlocks request(long connection, int piece, int block) {
        return new PeerCommand.RequestBlocks(connection, piece, block, 1, PickReason.RAREST_FIRST);
    }

    private static PeerCommand.CancelBlocks withdrawal(int piece) {
        return new PeerCommand.CancelBlocks(P, piece, 0, 2, CancelReason.TIMED_OUT);
    }

    private static String told(String rule, String detail) {
        return "10.0.0.1:6881: " + rule + ": " + detail;
    }

    /** Each of two peers sends a block of piece 1, and the hash differs. */
    private static Scene halfAndHalf() {
        return Scene.asked().another().take(request(P, 1, 0), request(OTHER, 1, 1)).block(P, 1, 0, 1).block(OTHER, 1, 1, 2).mismatch(1);
    }

    @Test
    void aBlockThatNobodyAskedForIsNamed() {
        Scene scene = Scene.asked(1).arrive(P, 5, 1, 1);
        assertEquals(List.of(told("UNREQUESTED_BLOCK (high, proof)", "block 1 of piece 5 was not asked for, or has come already")),
                scene.told(Code.UNREQUESTED_BLOCK));
        assertEquals(List.of(Scene.ARRIVAL), scene.evidence(Code.UNREQUESTED_BLOCK));
    }

    @Test
    void aBlockMayComeOnceForEachTimeThatItWasAskedFor() {
        Scene scene = Scene.asked(1).take(withdrawal(1), Scene.request(P, 1)).arrive(P, 1, 0, 1).arrive(P, 1, 0, 1);
        assertFalse(scene.found(Code.UNREQUESTED_BLOCK));
        assertTrue(scene.arrive(P, 1, 0, 1).found(Code.UNREQUESTED_BLOCK));
    }

    @Test
    void aBlockThatWasRejectedMayComeAllTheSame() {
        assertFalse(Scene.asked(1).take(new PeerEvent.RejectReceived(P, 1, 0, B)).arrive(P, 1, 0, 1).found(Code.UNREQUESTED_BLOCK));
    }

    @Test
    void weSendOnlyWhatWasAskedFor() {
        assertEquals(List.of("us: OWN_SIDE UNREQUESTED_BLOCK (high, own side): to 10.0.0.1:6881: "
                + "block 0 of piece 1 was not asked for, or has come already"),
                Scene.serving().take(new PeerCommand.SendBlock(P, 1, 1, 0, B)).told(Code.UNREQUESTED_BLOCK));
        assertFalse(Scene.serving().serve(1, 0).found(Code.UNREQUESTED_BLOCK));
    }

    @Test
    void whoSentAllOfAWrongPieceIsNamedWithEveryBlock() {
        Scene scene = Scene.asked(1).block(P, 1, 0, 1).block(P, 1, 1, 2).mismatch(1);
        assertEquals(List.of(told("BAD_HASH_SOLE (critical, proof)", "all of piece 1 came from it, and the hash differs")),
                scene.told(Code.BAD_HASH_SOLE));
        assertEquals(List.of(Scene.ARRIVAL, Scene.ARRIVAL, "PieceHashMismatched"), scene.evidence(Code.BAD_HASH_SOLE));
    }

    @Test
    void whoSentAPartIsSuspectedUntilAGoodCopyComes() {
        assertEquals(List.of(told("BAD_HASH_SUSPECT (low, statistical)", "1 of 2 blocks of piece 1 came from it, and the hash differs"),
                "10.0.0.2:6881: BAD_HASH_SUSPECT (low, statistical): 1 of 2 blocks of piece 1 came from it, and the hash differs"),
                halfAndHalf().told(Code.BAD_HASH_SUSPECT));
    }

    @Test
    void whoLeftBeforeTheHashWasKnownIsNamedAllTheSame() {
        Scene scene = Scene.asked(1).block(P, 1, 0, 1).block(P, 1, 1, 2).gone(P).mismatch(1);
        assertEquals(List.of(told("BAD_HASH_SOLE (critical, proof)", "all of piece 1 came from it, and the hash differs")),
                scene.told(Code.BAD_HASH_SOLE));
        assertEquals(0, scene.verdicts.get(0).connectionId());
    }

    @Test
    void aWebSeedIsNamedByItsAddress() {
        Scene scene = new Scene().take(new UserEvent.AddWebSeedRequested(5, Scene.TORRENT, WebSeedStyle.GETRIGHT, "http://w/"),
                new WebSeedCommand.FetchWebSeedRange(1, 1, 0, Scene.TORRENT, WebSeedStyle.GETRIGHT, 1, 0, 2, FetchReason.values()[0],
                        "http://w/"));
        scene.times(2, i -> scene.take(new WebSeedEvent.WebSeedBlockReceived(1, 1, i, 3, i)).written(1, i));
        assertEquals(List.of("http://w/: BAD_HASH_SOLE (critical, proof): all of piece 1 came from it, and the hash differs"),
                scene.mismatch(1).told(Code.BAD_HASH_SOLE));
    }

    @Test
    void theGoodCopyProvesWhichBlocksWereWrong() {
        Scene one = halfAndHalf().take(Scene.request(P, 1)).block(P, 1, 0, 7).block(P, 1, 1, 2).verified(1);
        assertEquals(List.of(told("BAD_HASH_PROVEN (critical, proof)",
                "its block 0 of piece 1 differs from the copy that has the right hash")),
                one.told(Code.BAD_HASH_PROVEN));
        assertEquals(List.of(Scene.ARRIVAL, Scene.ARRIVAL), one.evidence(Code.BAD_HASH_PROVEN));
        assertEquals(P, one.verdicts.get(one.verdicts.size() - 1).connectionId());
        Scene both = Scene.asked(1).another().block(P, 1, 0, 1).block(P, 1, 1, 2).mismatch(1).take(Scene.request(OTHER, 1))
                .block(OTHER, 1, 0, 7).block(OTHER, 1, 1, 8).verified(1);
        assertEquals(List.of(told("BAD_HASH_PROVEN (critical, proof)",
                "its 2 blocks of piece 1 differ from the copy that has the right hash")),
                both.told(Code.BAD_HASH_PROVEN));
    }

    @Test
    void theGoodCopyFindsThoseWhoLeft() {
        Scene scene = halfAndHalf().gone(P).gone(OTHER).dial(5, "10.0.0.3:6881").join(5, 5, Scene.FAST)
                .take(new PeerEvent.HaveAllReceived(5), new PeerCommand.SendInterested(5), new PeerEvent.UnchokeReceived(5),
                        Scene.request(5, 1))
                .block(5, 1, 0, 1).block(5, 1, 1, 7).verified(1);
        assertEquals(List.of("10.0.0.2:6881: BAD_HASH_PROVEN (critical, proof): "
                + "its block 1 of piece 1 differs from the copy that has the right hash"),
                scene.told(Code.BAD_HASH_PROVEN));
        assertEquals(List.of("BAD_HASH_SUSPECT 10.0.0.1:6881"), scene.cleared);
    }

    @Test
    void whatWasProvenOnceIsNotProvenAgainByTheNextCopy() {
        Scene scene = halfAndHalf().take(Scene.request(P, 1)).block(P, 1, 0, 7).block(P, 1, 1, 2).verified(1).verified(1);
        assertEquals(1, scene.told(Code.BAD_HASH_PROVEN).size());
        assertEquals(1, scene.cleared.size());
    }

    @Test
    void aGoodCopyOfAnotherPieceSaysNothing() {
        Scene scene = halfAndHalf().take(Scene.request(P, 2)).block(P, 2, 0, 7).block(P, 2, 1, 2).verified(2);
        assertFalse(scene.found(Code.BAD_HASH_PROVEN));
        assertEquals(List.of(), scene.cleared);
    }

    @Test
    void ourOwnMemoryProvesNothingAgainstAnybody() {
        Scene scene = halfAndHalf().take(Scene.request(P, 1)).block(P, 1, 0, 7).block(P, 1, 1, 2)
                .take(new StorageEvent.BlockCorrupted(1, 1, 0, 1, 5)).verified(1);
        assertFalse(scene.found(Code.BAD_HASH_PROVEN));
        assertEquals(List.of(), scene.cleared);
    }

    @Test
    void aBlockThatIsSentAgainMustBeTheSame() {
        Scene scene = Scene.asked(1).block(P, 1, 0, 1).arrive(P, 1, 0, 9);
        assertEquals(List.of(told("EQUIVOCATION (critical, proof)", "it sent block 0 of piece 1 twice, and not the same")),
                scene.told(Code.EQUIVOCATION));
        assertEquals(List.of(Scene.ARRIVAL, Scene.ARRIVAL), scene.evidence(Code.EQUIVOCATION));
        assertFalse(Scene.asked(1).block(P, 1, 0, 1).arrive(P, 1, 0, 1).found(Code.EQUIVOCATION));
        assertFalse(Scene.asked(1).block(P, 1, 0, 1).arrive(P, 1, 1, 9).found(Code.EQUIVOCATION), "another block");
    }

    @Test
    void twoPeersMaySendDifferentBlocks() {
        Scene late = Scene.asked(1).another().take(request(OTHER, 1, 0)).block(P, 1, 0, 1).arrive(OTHER, 1, 0, 9);
        assertFalse(late.found(Code.EQUIVOCATION));
        assertFalse(halfAndHalf().take(Scene.request(P, 1)).block(P, 1, 1, 9).found(Code.EQUIVOCATION), "the other one had sent it");
    }

    @Test
    void aPeerThatDoesNotAnswerIsSnubbingUsAfterAMinute() {
        Scene scene = Scene.asked(1).after(59);
        assertFalse(scene.found(Code.SNUB));
        scene.after(100);
        assertEquals(List.of(told("SNUB (low, statistical)", "unchokes us, and has sent nothing for 60 s of what we ask for")),
                scene.told(Code.SNUB));
        assertEquals(1, scene.verdicts.size(), "once until something comes");
        assertEquals(List.of("RequestBlocks"), scene.evidence(Code.SNUB));
    }

    @Test
    void whoHasSentBeforeIsGivenTwentySeconds() {
        assertFalse(Scene.asked(1).after(2).block(P, 1, 0, 1).after(19).found(Code.SNUB));
        Scene scene = Scene.asked(1).after(2).block(P, 1, 0, 1).after(21);
        assertEquals(List.of(told("SNUB (low, statistical)", "unchokes us, and has sent nothing for 20 s of what we ask for")),
                scene.told(Code.SNUB));
    }

    @Test
    void eachBlockBeginsTheTimeAnewAndSoDoesAChoke() {
        Scene blocks = Scene.asked(1, 2, 3);
        blocks.times(6, i -> blocks.after(15).block(P, 1 + i / 2, i % 2, 1));
        assertFalse(blocks.found(Code.SNUB));
        assertFalse(Scene.asked(1).after(40).take(new PeerEvent.ChokeReceived(P), new PeerEvent.UnchokeReceived(P), Scene.request(P, 2))
                .after(40)
                .found(Code.SNUB));
        assertFalse(Scene.asked(1).take(new PeerEvent.ChokeReceived(P)).after(80).found(Code.SNUB), "who chokes us owes us nothing");
    }

    @Test
    void withdrawingAndAskingAgainDoesNotBeginTheTimeAnewButHavingAskedNothingDoes() {
        assertTrue(Scene.asked(1).after(30).take(withdrawal(1)).after(4).take(Scene.request(P, 2)).after(28).found(Code.SNUB));
        assertFalse(Scene.asked(1).after(30).take(withdrawal(1)).after(6).take(Scene.request(P, 2)).after(50).found(Code.SNUB));
        assertFalse(Scene.asked(1).after(30).take(withdrawal(1)).after(90).found(Code.SNUB));
    }

    @Test
    void otherPatienceMayBeTried() {
        Scene hasty = new Scene(Thresholds.USUAL.with(Threshold.SNUB_FIRST_SECONDS, 10).with(Threshold.SNUB_SECONDS, 5)).seed()
                .take(new PeerCommand.SendInterested(P), new PeerEvent.UnchokeReceived(P), Scene.request(P, 1));
        assertTrue(hasty.after(11).found(Code.SNUB));
    }

    @Test
    void aDiskThatWasSlowExcusesForFiveSecondsMore() {
        assertFalse(Scene.asked(1).after(30).take(failedWrite()).after(64).found(Code.SNUB));
        assertTrue(Scene.asked(1).after(30).take(failedWrite()).after(67).found(Code.SNUB));
    }

    private static StorageEvent.BlockWriteFailed failedWrite() {
        return new StorageEvent.BlockWriteFailed(1, 3, 0, StorageFault.IO_ERROR, "x");
    }

    /** So many blocks come, one every some seconds; one of the piece in hand is awaited all the time. */
    private static Scene trickle(Scene scene, int blocks, int seconds) {
        for (int piece = 1; piece <= blocks + 1; piece++) {
            scene.take(Scene.request(P, piece));
        }
        return scene.times(blocks, i -> scene.after(seconds).block(P, i + 1, 0, 1)).after(62 - blocks * seconds);
    }

    @Test
    void aTrickleThatHoldsUpAPieceIsNamed() {
        Scene scene = trickle(Scene.asked().another(), 3, 15);
        assertEquals(List.of(told("TRICKLE_BLOCKER (medium, statistical)",
                "49152 bytes in a minute, and it holds the last blocks of a piece that others have")), scene.told(Code.TRICKLE_BLOCKER));
        assertEquals("RequestBlocks", scene.evidence(Code.TRICKLE_BLOCKER).get(0));
    }

    @Test
    void aKilobyteASecondIsEnough() {
        assertFalse(trickle(Scene.asked().another(), 4, 12).found(Code.TRICKLE_BLOCKER));
    }

    @Test
    void onlyAWholeMinuteCounts() {
        assertFalse(Scene.asked(1).another().after(10).block(P, 1, 0, 1).after(48).found(Code.TRICKLE_BLOCKER));
        assertTrue(Scene.asked(1).another().after(10).block(P, 1, 0, 1).after(52).found(Code.TRICKLE_BLOCKER));
    }

    @Test
    void whatCameMoreThanAMinuteAgoDoesNotMakeItFast() {
        Scene scene = trickle(Scene.asked().another(), 4, 5);
        assertFalse(scene.found(Code.TRICKLE_BLOCKER));
        assertTrue(scene.take(Scene.request(P, 9)).after(10).found(Code.TRICKLE_BLOCKER),
                "the first of the four is more than a minute old");
    }

    @Test
    void ourOwnLimitExplainsATrickle() {
        Scene scene = Scene.asked().another().take(new UserEvent.SessionLimitsRequested(1, 500, 0));
        assertFalse(trickle(scene, 3, 15).found(Code.TRICKLE_BLOCKER));
    }

    @Test
    void whoHoldsNoLastBlockHoldsNothingUp() {
        Scene scene = Scene.asked().another().take(request(P, 1, 0), request(P, 2, 0)).after(30).block(P, 1, 0, 1).after(40);
        assertFalse(scene.found(Code.TRICKLE_BLOCKER));
    }

    @Test
    void whoAnswersHardlyAnythingClaimsWhatItDoesNotHave() {
        Scene scene = rejects(51, 6, false);
        assertEquals(List.of(told("FAKE_HAVE (medium, statistical)", "it answered 0 of 101 requests in 5 minutes, though it unchokes us")),
                scene.told(Code.FAKE_HAVE));
        assertEquals(List.of("RejectReceived", "RejectReceived"), scene.evidence(Code.FAKE_HAVE));
        assertFalse(rejects(50, 6, false).found(Code.FAKE_HAVE), "not yet five minutes");
        assertFalse(rejects(24, 13, false).found(Code.FAKE_HAVE), "not yet fifty requests");
        assertTrue(rejects(25, 13, false).found(Code.FAKE_HAVE));
        assertFalse(rejects(60, 6, true).found(Code.FAKE_HAVE), "it answers some");
    }

    private static Scene rejects(int count, int gapSeconds, boolean somethingCame) {
        Scene scene = Scene.asked(3);
        if (somethingCame) {
            scene.block(P, 3, 0, 1).block(P, 3, 1, 1).take(Scene.request(P, 4)).block(P, 4, 0, 1);
        }
        return scene.times(count, i -> scene.take(Scene.request(P, 1), new PeerEvent.RejectReceived(P, 1, 0, B),
                new PeerEvent.RejectReceived(P, 1, B, B))
                .after(gapSeconds));
    }

    @Test
    void requestsThatTimeOutCountAsRefused() {
        Scene scene = Scene.asked();
        scene.times(40, i -> scene.take(Scene.request(P, 1)).after(9).take(withdrawal(1)));
        assertEquals(List.of(told("FAKE_HAVE (medium, statistical)", "it answered 0 of 70 requests in 5 minutes, though it unchokes us")),
                scene.told(Code.FAKE_HAVE));
        Scene wanted = Scene.asked();
        wanted.times(40, i -> wanted.take(Scene.request(P, 1)).after(9).take(new PeerCommand.CancelBlocks(P, 1, 0, 2,
                CancelReason.ARRIVED)));
        assertFalse(wanted.found(Code.FAKE_HAVE), "that others were faster is not its fault");
    }

    @Test
    void ourSlowDiskBeginsTheCountAnew() {
        Scene scene = rejects(30, 6, false).take(failedWrite());
        scene.times(30, i -> scene.take(Scene.request(P, 1), new PeerEvent.RejectReceived(P, 1, 0, B), new PeerEvent.RejectReceived(P, 1, B,
                B)).after(6));
        assertFalse(scene.found(Code.FAKE_HAVE));
    }

    @Test
    void ourRejectsAreNoFakeHaves() {
        Scene scene = Scene.serving();
        scene.times(60, i -> scene.take(new PeerEvent.RequestReceived(P, 1, 0, B), new PeerCommand.RejectRequest(P, 1, 0, B)).after(6));
        assertFalse(scene.found(Code.FAKE_HAVE));
    }

    @Test
    void aPeerMayWithdrawWhatWeWouldHaveServed() {
        Scene scene = Scene.serving().take(new PeerEvent.RequestReceived(P, 1, 0, B), new PeerEvent.CancelReceived(P, 1, 0, B),
                new PeerCommand.RejectRequest(P, 1, 0, B), new PeerCommand.Choke(P, ChokeReason.OUTBID));
        assertEquals(List.of(), scene.after(70).verdicts);
    }
}
