package dev.oxbow.core.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.ChokeReason;
import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.Violation;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is said in a conversation and how often: what people are told, what is shown for it, and where each limit lies. */
class TalkRulesTest {
    private static final long P = Scene.PEER;
    private static final int B = Scene.BLOCK;

    private static Scene interested() {
        return Scene.connected().take(new PeerCommand.SendInterested(P)).after(1);
    }

    private static String told(String rule, String detail) {
        return "10.0.0.1:6881: " + rule + ": " + detail;
    }

    private static List<String> edge(Violation violation, String detail) {
        return Scene.connected().take(new ConnectionEvent.ProtocolViolated(P, violation, detail, ByteString.EMPTY)).verdicts.stream()
                .map(Verdict::toString).toList();
    }

    @Test
    void whatTheEdgeRefusedHasTheWeightThatItDeserves() {
        assertEquals(List.of(told("BITFIELD_BAD (medium, proof)", "spare bits are set")), edge(Violation.BITFIELD_BAD,
                "spare bits are set"));
        assertEquals(List.of(told("BITFIELD_BAD (high, proof)", "3 bytes")), edge(Violation.BITFIELD_BAD, "3 bytes"));
        assertEquals(List.of(told("BLOCK_GEOMETRY (info, proof)", "a block of no bytes")), edge(Violation.BAD_LENGTH,
                "a block of no bytes"));
        assertEquals(List.of(told("BLOCK_GEOMETRY (high, proof)", "x")), edge(Violation.BLOCK_GEOMETRY, "x"));
        assertEquals(List.of(told("BAD_LENGTH (high, proof)", "x")), edge(Violation.BAD_LENGTH, "x"));
        assertEquals(List.of(told("REQ_OVERSIZE (low, proof)", "131072 bytes")), edge(Violation.REQUEST_OVERSIZE, "131072 bytes"));
        assertEquals(List.of(told("REQ_OVERSIZE (high, proof)", "131073 bytes")), edge(Violation.REQUEST_OVERSIZE, "131073 bytes"));
        assertEquals(List.of(told("REQ_OVERSIZE (high, proof)", "4294967295 bytes")), edge(Violation.REQUEST_OVERSIZE, "4294967295 bytes"));
        assertEquals(List.of(told("REQ_OVERSIZE (high, proof)", "many")), edge(Violation.REQUEST_OVERSIZE, "many"));
        assertEquals(List.of(told("UNKNOWN_ID (medium, proof)", "kind 99")), edge(Violation.UNKNOWN_ID, "kind 99"));
        assertEquals(List.of(told("METADATA_POISON (high, proof)", "x")), edge(Violation.METADATA_LENGTH, "x"));
    }

    @Test
    void theSeventhKeepAliveInAMinuteIsOneTooMany() {
        Scene scene = keepAlives(7, 10);
        assertEquals(List.of(told("CHATTER_FLOOD (low, statistical)", "more than 6 keep-alives in 60 s")), scene.told(Code.CHATTER_FLOOD));
        assertEquals(Collections.nCopies(7, "KeepAliveReceived"), scene.evidence(Code.CHATTER_FLOOD));
        assertFalse(keepAlives(20, 11).found(Code.CHATTER_FLOOD));
        assertEquals(1, keepAlives(9 * 7, 5).told(Code.CHATTER_FLOOD).size(), "seven more for each next: the tenth time would be told");
    }

    private static Scene keepAlives(int count, int gapSeconds) {
        Scene scene = Scene.connected();
        return scene.times(count, i -> scene.after(gapSeconds).take(new PeerEvent.KeepAliveReceived(P)));
    }

    @Test
    void ourOwnKeepAlivesAreCountedToo() {
        Scene scene = Scene.connected();
        scene.times(7, i -> scene.take(new PeerCommand.SendKeepAlive(P)));
        assertEquals(List.of("us: OWN_SIDE CHATTER_FLOOD (high, own side): to 10.0.0.1:6881: more than 6 keep-alives in 60 s"),
                scene.told(Code.CHATTER_FLOOD));
    }

    @Test
    void tellingOfAPieceThatItHasThreeTimesMoreIsChatter() {
        Scene scene = Scene.connected();
        scene.times(2, i -> scene.take(new PeerEvent.HaveReceived(P, 4)));
        assertFalse(scene.found(Code.CHATTER_FLOOD));
        scene.times(5, i -> scene.take(new PeerEvent.HaveReceived(P, 4)));
        assertEquals(List.of(told("CHATTER_FLOOD (low, statistical)", "piece 4 again and again")), scene.told(Code.CHATTER_FLOOD));
        assertEquals(List.of("HaveReceived"), scene.evidence(Code.CHATTER_FLOOD));
    }

    @Test
    void tellingOfEachNewPieceOnceIsNot() {
        Scene scene = new Scene().dial(P, "10.0.0.1:6881").join(P, 1, Scene.FAST).take(new PeerEvent.HaveNoneReceived(P));
        scene.times(Scene.PIECES, i -> scene.take(new PeerEvent.HaveReceived(P, i)));
        scene.times(Scene.PIECES, i -> scene.take(new PeerEvent.HaveReceived(P, i)));
        assertFalse(scene.found(Code.CHATTER_FLOOD));
    }

    @Test
    void fiveSecondsOfTwoHundredEmptyMessagesAreAFlood() {
        for (PeerEvent empty : List.of(new PeerEvent.ChokeReceived(P), new PeerEvent.NotInterestedReceived(P))) {
            assertEquals(List.of(told("CHATTER_FLOOD (low, statistical)", "more than 200 messages a second that say nothing new")),
                    flood(interested(), 5, 201, 1, empty).told(Code.CHATTER_FLOOD));
        }
        PeerEvent unchoke = new PeerEvent.UnchokeReceived(P);
        PeerEvent interest = new PeerEvent.InterestedReceived(P);
        assertTrue(flood(interested().take(unchoke).after(1), 5, 201, 1, unchoke).found(Code.CHATTER_FLOOD));
        assertTrue(flood(interested().take(interest).after(1), 5, 201, 1, interest).found(Code.CHATTER_FLOOD));
        assertFalse(flood(interested(), 5, 200, 1, new PeerEvent.ChokeReceived(P)).found(Code.CHATTER_FLOOD));
        assertFalse(flood(interested(), 4, 300, 1, new PeerEvent.ChokeReceived(P)).found(Code.CHATTER_FLOOD));
        assertFalse(flood(interested(), 9, 300, 2, new PeerEvent.ChokeReceived(P)).found(Code.CHATTER_FLOOD),
                "not one second after another");
    }

    private static Scene flood(Scene scene, int seconds, int perSecond, int gapSeconds, PeerEvent what) {
        return scene.times(seconds, i -> scene.times(perSecond, j -> scene.take(what)).after(gapSeconds));
    }

    @Test
    void messagesThatChangeSomethingAreNoFlood() {
        Scene scene = interested();
        scene.times(7, i -> scene.times(150, j -> scene.take(new PeerEvent.InterestedReceived(P), new PeerEvent.NotInterestedReceived(P)))
                .after(1));
        assertFalse(scene.found(Code.CHATTER_FLOOD));
    }

    @Test
    void whatIsHadIsSaidOnceAndFirst() {
        Scene again = Scene.connected().take(new PeerEvent.HaveAllReceived(P));
        assertEquals(List.of(told("BITFIELD_LATE (low, proof)", "a second one")), again.told(Code.BITFIELD_LATE));
        assertEquals(List.of("HandshakeReceived", "HaveAllReceived"), again.evidence(Code.BITFIELD_LATE));
        Scene late = new Scene().dial(P, "10.0.0.1:6881").join(P, 1, Scene.FAST).take(new PeerEvent.UnchokeReceived(P),
                new PeerEvent.HaveReceived(P, 1), new PeerEvent.DhtPortReceived(P, 1), new PeerEvent.HaveNoneReceived(P));
        assertEquals(List.of(told("BITFIELD_LATE (low, proof)", "behind 2 other messages")), late.told(Code.BITFIELD_LATE));
        assertEquals(List.of("HandshakeReceived", "HaveNoneReceived"), late.evidence(Code.BITFIELD_LATE));
    }

    @Test
    void oursIsSaidOnceToo() {
        Scene scene = Scene.connected().take(new PeerCommand.SendHaveNone(P), new PeerCommand.SendBitfield(P, ByteString.ofHex("8000")));
        assertEquals(List.of("us: OWN_SIDE BITFIELD_LATE (high, own side): to 10.0.0.1:6881: a second one"),
                scene.told(Code.BITFIELD_LATE));
    }

    @Test
    void ourHavesGoToWhoeverIsInTheTorrentAndComeBehindTheBitfield() {
        Scene scene = new Scene().dial(P, "10.0.0.1:6881").join(P, 1, 0).take(new PeerCommand.SendHave(2, 3),
                new PeerCommand.SendBitfield(P, ByteString.ofHex("8000")));
        assertFalse(scene.found(Code.BITFIELD_LATE), "that one was of another torrent");
        Scene late = new Scene().dial(P, "10.0.0.1:6881").join(P, 1, 0).take(new PeerCommand.SendHave(1, 3),
                new PeerCommand.SendBitfield(P, ByteString.ofHex("8000")));
        assertEquals(List.of("us: OWN_SIDE BITFIELD_LATE (high, own side): to 10.0.0.1:6881: behind 1 other messages"),
                late.told(Code.BITFIELD_LATE));
    }

    @Test
    void whatComesBehindOurClosingCountsNoMore() {
        Scene scene = Scene.connected().take(new ConnectionCommand.CloseConnection(P, CloseReason.TURNOVER, ""),
                new ConnectionEvent.ProtocolViolated(P, Violation.HAVE_RANGE, "x", ByteString.EMPTY), new PeerEvent.BitfieldReceived(P,
                        ByteString.ofHex("ffff")));
        assertEquals(List.of(), scene.verdicts);
    }

    @Test
    void whoWasConnectedWhenTheProcessDiedMayComeAgain() {
        Scene scene = Scene.connected().take(new CheckpointEvent.CheckpointStarted(1, 2, 3, 1, 7, "boot", false)).dial(3, "10.0.0.1:6881");
        assertFalse(scene.take(new ConnectionEvent.HandshakeReceived(3, Scene.TORRENT, Scene.id(1), 0)).found(Code.SELF_OR_DUPLICATE));
    }

    @Test
    void whatWaitedForTheMetadataMayComeInAnyOrder() {
        Scene scene = new Scene().dial(P, "10.0.0.1:6881").join(P, 1, Scene.FAST).take(new ConnectionCommand.AwaitMetadata(P, 1),
                new PeerEvent.UnchokeReceived(P), new PeerEvent.HaveAllReceived(P));
        assertFalse(scene.found(Code.BITFIELD_LATE));
    }

    @Test
    void sixChangesOfChokingInAMinuteAreFlapping() {
        Scene scene = flap(6, 10);
        assertEquals(List.of(told("CHOKE_FLAP (low, statistical)", "6 changes of choking in 60 s")), scene.told(Code.CHOKE_FLAP));
        assertEquals(List.of("ChokeReceived", "UnchokeReceived", "ChokeReceived", "UnchokeReceived", "ChokeReceived", "UnchokeReceived"),
                scene.evidence(Code.CHOKE_FLAP));
        assertTrue(flap(6, 12).found(Code.CHOKE_FLAP), "six within exactly a minute");
        assertFalse(flap(20, 13).found(Code.CHOKE_FLAP));
        assertFalse(flap(5, 3).found(Code.CHOKE_FLAP));
        assertEquals(1, flap(9 * 6, 5).told(Code.CHOKE_FLAP).size(), "six more for each next: the tenth time would be told");
    }

    /** It grants our wish, and then changes its mind so often. */
    private static Scene flap(int changes, int gapSeconds) {
        Scene scene = interested().take(new PeerEvent.UnchokeReceived(P)).after(gapSeconds);
        return scene.times(changes, i -> scene.take(i % 2 == 0 ? new PeerEvent.ChokeReceived(P) : new PeerEvent.UnchokeReceived(P))
                .after(gapSeconds));
    }

    @Test
    void fiveUselessUnchokesAreFlappingHoweverFarApart() {
        Scene scene = shortUnchokes(interested(), 5, 1);
        assertEquals(List.of(told("CHOKE_FLAP (low, statistical)", "5 unchokes of less than 2 s without a block")),
                scene.told(Code.CHOKE_FLAP));
        assertEquals(Collections.nCopies(5, "ChokeReceived"), scene.evidence(Code.CHOKE_FLAP));
        assertFalse(shortUnchokes(interested(), 4, 1).found(Code.CHOKE_FLAP));
        assertFalse(shortUnchokes(interested(), 9, 2).found(Code.CHOKE_FLAP), "two seconds are enough to ask for something");
        assertEquals(1, shortUnchokes(interested(), 9 * 5, 1).told(Code.CHOKE_FLAP).size(), "five more for each next");
    }

    private static Scene shortUnchokes(Scene scene, int count, int seconds) {
        return scene.times(count, i -> scene.take(new PeerEvent.UnchokeReceived(P)).after(seconds).take(new PeerEvent.ChokeReceived(P))
                .after(100));
    }

    @Test
    void anUnchokeInWhichABlockCameWasOfUse() {
        Scene scene = shortUnchokes(interested(), 4, 1).take(new PeerEvent.UnchokeReceived(P), Scene.request(P, 1)).after(1).block(P, 1, 0,
                1)
                .take(new PeerEvent.ChokeReceived(P)).after(100);
        assertFalse(shortUnchokes(scene, 4, 1).found(Code.CHOKE_FLAP));
        assertTrue(shortUnchokes(scene, 1, 1).found(Code.CHOKE_FLAP));
    }

    @Test
    void oursIsJudgedByWhetherThePeerWantsAnything() {
        Scene unwanted = Scene.serving().after(1).take(new PeerEvent.NotInterestedReceived(P));
        unwanted.times(9, i -> unwanted.take(new PeerCommand.Choke(P, ChokeReason.OUTBID)).after(1)
                .take(new PeerCommand.Unchoke(P, ChokeReason.INTERESTED)).after(1));
        assertFalse(unwanted.found(Code.CHOKE_FLAP));
        Scene wanted = Scene.serving().after(1);
        wanted.times(3, i -> wanted.take(new PeerCommand.Choke(P, ChokeReason.OUTBID)).after(3)
                .take(new PeerCommand.Unchoke(P, ChokeReason.INTERESTED)).after(3));
        assertEquals(List.of("us: OWN_SIDE CHOKE_FLAP (high, own side): to 10.0.0.1:6881: 6 changes of choking in 60 s"),
                wanted.told(Code.CHOKE_FLAP));
    }

    @Test
    void fastMessagesMustBeAgreedOn() {
        for (PeerEvent fast : List.of(new PeerEvent.HaveAllReceived(P), new PeerEvent.HaveNoneReceived(P),
                new PeerEvent.AllowedFastReceived(P, 1),
                new PeerEvent.SuggestReceived(P, 1))) {
            Scene scene = new Scene().dial(P, "10.0.0.1:6881").join(P, 1, 0).take(fast);
            assertEquals(1, scene.told(Code.FAST_VIOLATION).size(), fast.toString());
            assertEquals(List.of("HandshakeReceived", fast.getClass().getSimpleName()), scene.evidence(Code.FAST_VIOLATION));
            assertFalse(new Scene().dial(P, "10.0.0.1:6881").join(P, 1, Scene.FAST).take(fast).found(Code.FAST_VIOLATION), fast.toString());
        }
        assertEquals(List.of(told("FAST_VIOLATION (medium, proof)", "SUGGEST was not agreed on")),
                Scene.connected(0).take(new PeerEvent.SuggestReceived(P, 1)).told(Code.FAST_VIOLATION));
    }

    @Test
    void rejectingWhatWasNeverAskedForIsAViolation() {
        Scene scene = Scene.asked(1).take(new PeerEvent.RejectReceived(P, 1, B, B), new PeerEvent.RejectReceived(P, 2, B, B));
        assertEquals(List.of(told("FAST_VIOLATION (medium, proof)", "it rejects block 1 of piece 2, which was never asked for")),
                scene.told(Code.FAST_VIOLATION));
        assertEquals(List.of("RejectReceived"), scene.evidence(Code.FAST_VIOLATION));
    }

    @Test
    void aHundredSuggestionsAndSixtyFourAllowedPiecesAreEnough() {
        Scene suggests = Scene.connected();
        suggests.times(100, i -> suggests.take(new PeerEvent.SuggestReceived(P, i % Scene.PIECES)));
        assertFalse(suggests.found(Code.FAST_VIOLATION));
        suggests.times(100, i -> suggests.take(new PeerEvent.SuggestReceived(P, i % Scene.PIECES)));
        assertEquals(List.of(told("FAST_VIOLATION (medium, proof)", "more than 100 suggestions")), suggests.told(Code.FAST_VIOLATION));
        Scene allowed = Scene.connected();
        allowed.times(64, i -> allowed.take(new PeerEvent.AllowedFastReceived(P, i % Scene.PIECES)));
        assertFalse(allowed.found(Code.FAST_VIOLATION));
        allowed.times(10, i -> allowed.take(new PeerEvent.AllowedFastReceived(P, i % Scene.PIECES)));
        assertEquals(List.of(told("FAST_VIOLATION (medium, proof)", "more than 64 pieces allowed")), allowed.told(Code.FAST_VIOLATION));
    }

    @Test
    void afterAChokeEachRequestIsAnsweredWithinAMinute() {
        Scene silent = Scene.asked(1, 2).take(new PeerEvent.ChokeReceived(P)).after(59);
        assertFalse(silent.found(Code.FAST_VIOLATION));
        assertEquals(List.of(told("FAST_VIOLATION (low, statistical)", "4 requests neither answered nor rejected 60 s after the choke")),
                silent.after(300).told(Code.FAST_VIOLATION));
        assertEquals(List.of("ChokeReceived", "BlockSent"), silent.evidence(Code.FAST_VIOLATION));
        Scene half = Scene.asked(1, 2).take(new PeerEvent.ChokeReceived(P), new PeerEvent.RejectReceived(P, 1, 0, B)).block(P, 1, 1, 3)
                .after(61);
        assertEquals(List.of(told("FAST_VIOLATION (low, statistical)", "2 requests neither answered nor rejected 60 s after the choke")),
                half.told(Code.FAST_VIOLATION));
    }

    @Test
    void repeatingTheChokeOwesNothingAnewAndUnchokingOwesNothing() {
        assertTrue(Scene.asked(1).take(new PeerEvent.ChokeReceived(P)).after(30).take(new PeerEvent.ChokeReceived(P)).after(31)
                .found(Code.FAST_VIOLATION));
        assertFalse(Scene.asked(1).take(new PeerEvent.ChokeReceived(P)).after(30).take(new PeerEvent.UnchokeReceived(P)).after(120)
                .found(Code.FAST_VIOLATION));
        assertFalse(Scene.connected(0).take(new PeerCommand.SendInterested(P), new PeerEvent.UnchokeReceived(P), Scene.request(P, 1),
                new PeerEvent.ChokeReceived(P)).after(120).found(Code.FAST_VIOLATION), "without the fast extension nobody need answer");
    }

    @Test
    void noAnswerIsExpectedWhileWeStandStill() {
        assertFalse(Scene.asked(1).take(new PeerEvent.ChokeReceived(P)).after(20).standStill(300).after(300).found(Code.FAST_VIOLATION));
    }

    @Test
    void weAnswerWithinAMinuteToo() {
        Scene scene = Scene.serving().take(new PeerEvent.RequestReceived(P, 1, 0, B), new PeerCommand.Choke(P, ChokeReason.OUTBID))
                .after(61);
        assertEquals(List.of("us: OWN_SIDE FAST_VIOLATION (high, own side): to 10.0.0.1:6881: "
                + "1 requests neither answered nor rejected 60 s after the choke"), scene.told(Code.FAST_VIOLATION));
        assertFalse(Scene.serving().take(new PeerEvent.RequestReceived(P, 1, 0, B), new PeerCommand.Choke(P, ChokeReason.OUTBID),
                new PeerCommand.RejectRequest(P, 1, 0, B)).after(61).found(Code.FAST_VIOLATION));
    }

    @Test
    void extensionMessagesMustBeAgreedOnAndStayTrue() {
        Scene scene = Scene.connected(0).take(new PeerEvent.ExtendedHandshakeReceived(P, "x", 0, 0, 0, false, false));
        assertEquals(List.of(told("EXT_MALFORMED (medium, proof)", "an extension handshake, where extensions were not agreed on")),
                scene.told(Code.EXT_MALFORMED));
        assertEquals(List.of("HandshakeReceived", "ExtendedHandshakeReceived"), scene.evidence(Code.EXT_MALFORMED));
        assertEquals(List.of(told("EXT_HANDSHAKE_BOGUS (low, proof)", "the metadata had 1000 bytes, and has 2000 now")),
                sizes(0, 1000, 0, 2000).told(Code.EXT_HANDSHAKE_BOGUS));
        assertFalse(sizes(1000, 0, 1000).found(Code.EXT_HANDSHAKE_BOGUS));
    }

    private static Scene sizes(int... metadataBytes) {
        Scene scene = Scene.connected();
        IntStream.of(metadataBytes).forEach(it -> scene.take(new PeerEvent.ExtendedHandshakeReceived(P, "", 0, 0, it, false, false)));
        return scene;
    }

    @Test
    void halfAnHourWithoutAnUnchokeIsRemarkedOnOnce() {
        Scene scene = Scene.connected().take(new PeerCommand.SendInterested(P)).after(1799);
        assertFalse(scene.found(Code.NEVER_UNCHOKES));
        assertEquals(List.of(told("NEVER_UNCHOKES (info, statistical)",
                "we have been interested for 30 minutes, and it never unchoked us")),
                scene.after(60).told(Code.NEVER_UNCHOKES));
        assertEquals(List.of("HandshakeReceived", "BlockSent"), scene.evidence(Code.NEVER_UNCHOKES));
    }

    @Test
    void whoUnchokedUsOnceOrHasNothingForUsIsNotMeant() {
        assertFalse(Scene.connected().take(new PeerCommand.SendInterested(P), new PeerEvent.UnchokeReceived(P),
                new PeerEvent.ChokeReceived(P))
                .after(1900).found(Code.NEVER_UNCHOKES));
        assertFalse(Scene.connected().after(1900).found(Code.NEVER_UNCHOKES), "we want nothing");
        assertFalse(Scene.connected().take(new PeerCommand.SendInterested(P)).after(1000).take(new PeerCommand.SendNotInterested(P),
                new PeerCommand.SendInterested(P)).after(1000).found(Code.NEVER_UNCHOKES), "the time begins anew");
        Scene complete = Scene.connected().take(new PeerCommand.SendInterested(P));
        complete.times(Scene.PIECES, i -> complete.take(new StorageEvent.PieceVerified(1, i)));
        assertFalse(complete.after(1900).found(Code.NEVER_UNCHOKES));
    }

    @Test
    void patienceOfAnotherLengthIsToldInItsOwnUnit() {
        Scene scene = new Scene(Thresholds.USUAL.with(Threshold.NEVER_UNCHOKES_SECONDS, 90)).seed().take(new PeerCommand.SendInterested(P))
                .after(91);
        assertEquals(List.of(told("NEVER_UNCHOKES (info, statistical)",
                "we have been interested for 90 seconds, and it never unchoked us")),
                scene.told(Code.NEVER_UNCHOKES));
    }

    private static PeerEvent.PexReceived pex(List<String> added, List<String> dropped) {
        return new PeerEvent.PexReceived(P, added.stream().map(Endpoint::parse).toList(), ByteString.EMPTY, dropped.stream()
                .map(Endpoint::parse).toList());
    }

    private static List<String> addresses(int count) {
        return IntStream.range(0, count).mapToObj(i -> "10.1.0." + i + ":1").toList();
    }

    @Test
    void peerExchangeOnceAMinuteIsRightAndOneMayBeHeldUp() {
        Scene scene = Scene.connected();
        scene.times(3, i -> scene.take(pex(List.of(), List.of())).after(44));
        assertEquals(List.of(told("PEX_ABUSE (low, proof)", "peer exchange more often than once a minute")), scene.told(Code.PEX_ABUSE));
        assertEquals(List.of("PexReceived", "PexReceived"), scene.evidence(Code.PEX_ABUSE));
        Scene patient = Scene.connected();
        patient.times(9, i -> patient.take(pex(List.of(), List.of())).after(i % 2 == 0 ? 10 : 45));
        assertFalse(patient.found(Code.PEX_ABUSE));
    }

    @Test
    void peerExchangeWithoutEndGrowsInWeight() {
        Scene scene = Scene.connected();
        scene.times(30, i -> scene.take(pex(List.of(), List.of())).after(1));
        assertEquals(List.of(Severity.LOW, Severity.MEDIUM), scene.verdicts.stream().map(Verdict::severity).toList());
    }

    @Test
    void onlyTheFirstPeerExchangeMayBeLong() {
        assertFalse(Scene.connected().take(pex(addresses(51), List.of())).found(Code.PEX_ABUSE));
        assertFalse(Scene.connected().take(pex(List.of(), List.of())).after(60).take(pex(addresses(50), List.of())).found(Code.PEX_ABUSE));
        assertEquals(List.of(told("PEX_ABUSE (low, proof)", "51 addresses added and 0 dropped at once")),
                Scene.connected().take(pex(List.of(), List.of())).after(60).take(pex(addresses(51), List.of())).told(Code.PEX_ABUSE));
        assertEquals(List.of(told("PEX_ABUSE (low, proof)", "0 addresses added and 51 dropped at once")),
                Scene.connected().take(pex(List.of(), List.of())).after(60).take(pex(List.of(), addresses(51))).told(Code.PEX_ABUSE));
    }

    @Test
    void peerExchangeMayNotContradictItself() {
        assertEquals(List.of(told("PEX_ABUSE (low, proof)", "it names 10.1.0.0:1 twice in one message")),
                Scene.connected().take(pex(List.of("10.1.0.0:1", "10.1.0.0:1"), List.of())).told(Code.PEX_ABUSE));
        assertEquals(List.of(told("PEX_ABUSE (low, proof)", "it names 10.1.0.0:0, where nobody can listen")),
                Scene.connected().take(pex(List.of("10.1.0.0:0"), List.of())).told(Code.PEX_ABUSE));
        assertEquals(List.of(told("PEX_ABUSE (low, proof)", "it adds and drops 10.1.0.1:1 in one message")),
                Scene.connected().take(pex(addresses(3), List.of("10.1.0.9:1", "10.1.0.1:1"))).told(Code.PEX_ABUSE));
    }

    @Test
    void ourPeerExchangeIsJudgedToo() {
        Scene scene = Scene.connected().take(new PeerCommand.SendPex(P, List.of(Endpoint.parse("10.1.0.0:0")), ByteString.EMPTY,
                List.of()));
        assertEquals(List.of("us: OWN_SIDE PEX_ABUSE (high, own side): to 10.0.0.1:6881: it names 10.1.0.0:0, where nobody can listen"),
                scene.told(Code.PEX_ABUSE));
    }

    @Test
    void nothingIsHeldAgainstWhoeverWasConnectedWhenTheProcessDied() {
        Scene scene = Scene.connected().take(new PeerCommand.SendInterested(P));
        scene.take(new CheckpointEvent.CheckpointStarted(1, 2, 3, 1, 7, "boot", false));
        assertFalse(scene.after(1900).found(Code.NEVER_UNCHOKES));
    }
}
