package dev.oxbow.core.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.ChokeReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.PickReason;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.wire.Handshake;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked for, and what a peer does with what it gets: what people are told, what is shown for it, and where each limit lies. */
class RequestRulesTest {
    private static final long P = Scene.PEER;
    private static final int B = Scene.BLOCK;

    private static PeerEvent.RequestReceived request(int piece, int block) {
        return new PeerEvent.RequestReceived(P, piece, block * B, B);
    }

    private static Scene choked() {
        return Scene.serving().after(1).take(new PeerCommand.Choke(P, ChokeReason.OUTBID));
    }

    private static String told(String rule, String detail) {
        return "10.0.0.1:6881: " + rule + ": " + detail;
    }

    @Test
    void aRequestLongAfterTheChokeIsNamedWithTheChoke() {
        Scene scene = choked().after(3).take(request(1, 1));
        assertEquals(List.of(told("REQ_CHOKED (low, statistical)", "it asks for block 1 of piece 1 while choked")),
                scene.told(Code.REQ_CHOKED));
        assertEquals(List.of("Choke", "RequestReceived"), scene.evidence(Code.REQ_CHOKED));
        assertFalse(choked().after(2).take(request(1, 1)).found(Code.REQ_CHOKED));
    }

    @Test
    void ourLastBlocksMayHoldTheChokeUp() {
        assertFalse(choked().after(5).take(new PeerEvent.BlockSent(P, 0, 0, B)).after(2).take(request(1, 0)).found(Code.REQ_CHOKED));
        assertTrue(choked().after(5).take(new PeerEvent.BlockSent(P, 0, 0, B)).after(3).take(request(1, 0)).found(Code.REQ_CHOKED));
        assertFalse(choked().after(5).standStill(10).after(3).take(request(1, 0)).found(Code.REQ_CHOKED), "we stood still");
    }

    @Test
    void askingAgainForWhatWeRejectedAfterTheChokeIsProof() {
        Scene scene = Scene.serving().take(request(1, 0), new PeerCommand.Choke(P, ChokeReason.OUTBID), new PeerCommand.RejectRequest(P, 1,
                0, B))
                .after(3).take(request(1, 0));
        assertEquals(List.of(told("REQ_CHOKED (low, proof)", "it asks for block 0 of piece 1 while choked")), scene.told(Code.REQ_CHOKED));
        Scene another = Scene.serving().take(request(1, 0), new PeerCommand.Choke(P, ChokeReason.OUTBID), new PeerCommand.RejectRequest(P,
                1, 0, B))
                .after(3).take(request(1, 1));
        assertEquals(List.of(told("REQ_CHOKED (low, statistical)", "it asks for block 1 of piece 1 while choked")),
                another.told(Code.REQ_CHOKED));
    }

    @Test
    void whoWasNeverUnchokedHasNoExcuse() {
        Scene scene = Scene.connected().take(new PeerEvent.InterestedReceived(P), request(1, 0));
        assertEquals(List.of(told("REQ_CHOKED (low, proof)", "it asks for block 0 of piece 1 while choked")), scene.told(Code.REQ_CHOKED));
        assertEquals(List.of("RequestReceived"), scene.evidence(Code.REQ_CHOKED));
    }

    @Test
    void fiftyRequestsOfOneWhoIsChokedWeighMore() {
        Scene scene = choked().after(3);
        scene.times(100, i -> scene.take(request(i / 2 % Scene.PIECES, i % 2)));
        assertEquals(List.of(Severity.LOW, Severity.LOW, Severity.MEDIUM), scene.verdicts.stream()
                .filter(it -> it.code() == Code.REQ_CHOKED)
                .map(Verdict::severity).toList());
    }

    @Test
    void weAskOnlyWhoUnchokesUsOrAllowsIt() {
        assertEquals(List.of("us: OWN_SIDE REQ_CHOKED (high, own side): to 10.0.0.1:6881: asked for block 0 of piece 1 while choked"),
                Scene.connected().take(new PeerCommand.SendInterested(P), new PeerCommand.RequestBlocks(P, 1, 0, 1,
                        PickReason.RAREST_FIRST))
                        .told(Code.REQ_CHOKED));
        assertFalse(Scene.connected().take(new PeerCommand.SendInterested(P), new PeerEvent.AllowedFastReceived(P, 1), Scene.request(P, 1))
                .found(Code.REQ_CHOKED));
    }

    @Test
    void onlyPiecesThatWereOfferedMayBeAskedFor() {
        Scene scene = Scene.connected().take(new PeerEvent.InterestedReceived(P), new PeerCommand.Unchoke(P, ChokeReason.INTERESTED),
                request(3, 1));
        assertEquals(List.of(told("REQ_INVALID (low, proof)", "asked for block 1 of piece 3, a piece that was never offered")),
                scene.told(Code.REQ_INVALID));
        assertEquals(List.of("RequestReceived"), scene.evidence(Code.REQ_INVALID));
        assertEquals(List.of(told("REQ_INVALID (low, proof)", "asked for block 0 of piece 1 without being interested")),
                Scene.serving().take(new PeerEvent.NotInterestedReceived(P), request(1, 0)).told(Code.REQ_INVALID));
    }

    @Test
    void weAskOnlyForWhatThePeerHas() {
        Scene scene = new Scene().dial(P, "10.0.0.1:6881").join(P, 1, Scene.FAST).take(new PeerEvent.BitfieldReceived(P,
                ByteString.ofHex("7fff")),
                new PeerCommand.SendInterested(P), new PeerEvent.UnchokeReceived(P), Scene.request(P, 1));
        assertFalse(scene.found(Code.REQ_INVALID));
        scene.take(new PeerCommand.RequestBlocks(P, 0, 0, 1, PickReason.RAREST_FIRST));
        assertEquals(List.of("us: OWN_SIDE REQ_INVALID (high, own side): to 10.0.0.1:6881: "
                + "asked for block 0 of piece 0, a piece that was never offered"), scene.told(Code.REQ_INVALID));
    }

    @Test
    void whatWeHadOnceMayBeAskedForLater() {
        Scene scene = Scene.connected().take(new PeerEvent.InterestedReceived(P), new PeerCommand.Unchoke(P, ChokeReason.INTERESTED));
        scene.take(new StorageEvent.PieceVerified(1, 3), request(3, 0));
        assertFalse(scene.found(Code.REQ_INVALID), "we have it by now");
        scene.take(new SessionCommand.DistrustPieces(1, ByteString.ofHex("ffff"), VerifyReason.REQUESTED), request(3, 0));
        assertFalse(scene.found(Code.REQ_INVALID));
        assertTrue(scene.take(request(4, 0)).found(Code.REQ_INVALID), "that one we never had");
    }

    @Test
    void whatWasLostBeforeAnybodyAskedWasHadAllTheSame() {
        SessionCommand.DistrustPieces doubt = new SessionCommand.DistrustPieces(1, ByteString.ofHex("ffff"), VerifyReason.REQUESTED);
        assertFalse(Scene.serving().take(doubt, request(3, 0)).found(Code.REQ_INVALID));
        Scene scene = Scene.connected().take(new PeerEvent.InterestedReceived(P), new PeerCommand.Unchoke(P, ChokeReason.INTERESTED),
                new StorageEvent.PieceVerified(1, 3), request(3, 0), new StorageEvent.PieceVerified(1, 4), doubt, request(4, 0));
        assertFalse(scene.found(Code.REQ_INVALID), "it came between two requests");
    }

    @Test
    void moreRequestsThanWeSaidWeQueueAreAFlood() {
        Scene scene = asks(4, 5);
        assertEquals(List.of(told("REQ_FLOOD (medium, proof)", "5 requests open, where 4 are queued")), scene.told(Code.REQ_FLOOD));
        assertEquals(List.of("RequestReceived"), scene.evidence(Code.REQ_FLOOD));
        assertFalse(asks(4, 4).found(Code.REQ_FLOOD));
        assertFalse(asks(4, 4).take(request(0, 0)).found(Code.REQ_FLOOD), "what is open already is no more");
        assertFalse(asks(4, 4).take(new PeerEvent.CancelReceived(P, 0, 0, B), request(9, 0)).found(Code.REQ_FLOOD));
        assertFalse(asks(0, 30).found(Code.REQ_FLOOD), "we said nothing, and queue 2000");
    }

    private static Scene asks(int queued, int count) {
        Scene scene = Scene.serving().take(new PeerCommand.SendExtendedHandshake(P, "Oxbow", queued, 0, true, 0, false));
        return scene.times(count, i -> scene.take(request(i / 2, i % 2)));
    }

    @Test
    void whatAPeerSaysItQueuesHoldsForUs() {
        Scene scene = Scene.connected().take(new PeerEvent.ExtendedHandshakeReceived(P, "", 3, 0, 0, false, false),
                new PeerCommand.SendInterested(P), new PeerEvent.UnchokeReceived(P), Scene.request(P, 1), Scene.request(P, 2));
        assertEquals(List.of("us: OWN_SIDE REQ_FLOOD (high, own side): to 10.0.0.1:6881: 4 requests open, where 3 are queued"),
                scene.told(Code.REQ_FLOOD));
    }

    @Test
    void aChokeVoidsWhatIsOpenUnlessEachRequestIsAnswered() {
        assertFalse(askedBeforeAndAfterAChoke(0).found(Code.REQ_FLOOD));
        assertTrue(askedBeforeAndAfterAChoke(Scene.FAST).found(Code.REQ_FLOOD), "with the fast extension they stay open until rejected");
    }

    private static Scene askedBeforeAndAfterAChoke(long reserved) {
        return Scene.connected(reserved | Handshake.EXTENSION_PROTOCOL_BIT).take(new PeerEvent.ExtendedHandshakeReceived(P, "", 2, 0, 0,
                false, false),
                new PeerCommand.SendInterested(P), new PeerEvent.UnchokeReceived(P), Scene.request(P, 1), new PeerEvent.ChokeReceived(P),
                new PeerEvent.UnchokeReceived(P), Scene.request(P, 2));
    }

    @Test
    void oneBlockThreeTimesIsTooOften() {
        Scene scene = Scene.serving().serve(1, 1).serve(1, 1);
        assertFalse(scene.found(Code.REQ_REPEAT_CANCEL));
        assertEquals(List.of(told("REQ_REPEAT_CANCEL (medium, statistical)", "block 1 of piece 1 was sent to it 3 times")),
                scene.serve(1, 1).serve(1, 1).told(Code.REQ_REPEAT_CANCEL));
        assertEquals(List.of("BlockSent"), scene.evidence(Code.REQ_REPEAT_CANCEL));
    }

    @Test
    void whatWasSentInEarlierConnectionsCountsToo() {
        Scene scene = Scene.serving().serve(1, 0).serve(1, 0).take(new ConnectionEvent.ConnectionClosed(P, "")).dial(P, "10.0.0.1:6881")
                .join(P, 1, Scene.FAST).take(new PeerEvent.HaveNoneReceived(P), new PeerEvent.InterestedReceived(P),
                        new PeerCommand.Unchoke(P, ChokeReason.INTERESTED)).serve(1, 0);
        assertTrue(scene.found(Code.REQ_REPEAT_CANCEL));
    }

    @Test
    void twoCallersFromOneAddressAreOneOnceTheyNameTheirPort() {
        Scene scene = Scene.serving();
        for (long caller : List.of(2L, 4L, 6L)) {
            scene.take(new ConnectionEvent.ConnectionAccepted(caller, Endpoint.parse("10.0.0.9:" + (5000 + caller)))).join(caller, 7,
                    Scene.FAST)
                    .take(new PeerEvent.ExtendedHandshakeReceived(caller, "", 0, 7000, 0, false, false),
                            new PeerEvent.InterestedReceived(caller),
                            new PeerCommand.Unchoke(caller, ChokeReason.INTERESTED), new PeerEvent.RequestReceived(caller, 1, 0, B),
                            new PeerCommand.SendBlock(caller, 1, 1, 0, B), new PeerEvent.BlockSent(caller, 1, 0, B),
                            new ConnectionEvent.ConnectionClosed(caller, ""));
        }
        assertEquals(List.of("10.0.0.9:7000: REQ_REPEAT_CANCEL (medium, statistical): block 0 of piece 1 was sent to it 3 times"),
                scene.told(Code.REQ_REPEAT_CANCEL));
    }

    @Test
    void whatACallerGotBeforeItNamedItsPortIsNotCountedTwice() {
        Scene scene = caller(Scene.serving(), 2).take(named(2));
        served(scene, 2).take(new ConnectionEvent.ConnectionClosed(2, ""));
        served(caller(scene, 4), 4).take(named(4));
        assertFalse(served(scene, 4).found(Code.REQ_REPEAT_CANCEL), "two of the three are known to be the same peer's");
        scene.take(new ConnectionEvent.ConnectionClosed(4, ""));
        assertTrue(served(caller(scene, 6).take(named(6)), 6).found(Code.REQ_REPEAT_CANCEL));
    }

    private static Scene caller(Scene scene, long caller) {
        return scene.take(new ConnectionEvent.ConnectionAccepted(caller, Endpoint.parse("10.0.0.9:" + (5000 + caller)))).join(caller, 7,
                Scene.FAST)
                .take(new PeerEvent.HaveNoneReceived(caller), new PeerEvent.InterestedReceived(caller),
                        new PeerCommand.Unchoke(caller, ChokeReason.INTERESTED));
    }

    private static PeerEvent named(long caller) {
        return new PeerEvent.ExtendedHandshakeReceived(caller, "", 0, 7000, 0, false, false);
    }

    private static Scene served(Scene scene, long caller) {
        return scene.take(new PeerEvent.RequestReceived(caller, 1, 0, B), new PeerCommand.SendBlock(caller, 1, 1, 0, B),
                new PeerEvent.BlockSent(caller, 1, 0, B));
    }

    @Test
    void aPieceThatWasWrongHereIsSentAgainWithoutBlame() {
        assertFalse(Scene.serving().serve(1, 0).serve(1, 0).take(new StorageEvent.PieceHashMismatched(1, 1)).serve(1, 0).serve(1, 0)
                .found(Code.REQ_REPEAT_CANCEL));
        assertTrue(Scene.serving().serve(1, 0).serve(1, 0).take(new StorageEvent.PieceHashMismatched(1, 2)).serve(1, 0)
                .found(Code.REQ_REPEAT_CANCEL), "another one was wrong");
        assertTrue(Scene.serving().serve(1, 0).serve(1, 0)
                .take(new SessionCommand.DistrustPieces(1, ByteString.ofHex("bfff"), VerifyReason.REQUESTED)).serve(1, 0)
                .found(Code.REQ_REPEAT_CANCEL), "every other one is doubted");
    }

    @Test
    void whoWithdrawsMostRequestsTooLateWastesWhatWeSend() {
        Scene scene = withdrawn(100, 80);
        assertEquals(List.of(told("REQ_REPEAT_CANCEL (medium, statistical)",
                "80 of 100 requests were withdrawn when the blocks had been sent")),
                scene.told(Code.REQ_REPEAT_CANCEL));
        assertEquals(List.of("CancelReceived"), scene.evidence(Code.REQ_REPEAT_CANCEL));
        assertFalse(withdrawn(100, 79).found(Code.REQ_REPEAT_CANCEL));
        assertFalse(withdrawn(99, 99).found(Code.REQ_REPEAT_CANCEL));
    }

    /** Each block is sent no more than twice. */
    private static Scene withdrawn(int sent, int tooLate) {
        Scene scene = Scene.serving(64);
        scene.times(sent, i -> scene.serve(i / 2, i % 2));
        return scene.times(tooLate, i -> scene.take(new PeerEvent.CancelReceived(P, i / 2, i % 2 * B, B)));
    }

    @Test
    void withdrawingInTimeWastesNothing() {
        Scene scene = Scene.serving(64);
        scene.times(100, i -> scene.serve(i / 2, i % 2));
        scene.times(100, i -> scene.take(request(i / 2, i % 2), new PeerEvent.CancelReceived(P, i / 2, i % 2 * B, B)));
        scene.times(100, i -> scene.take(new PeerEvent.CancelReceived(P, 60, 0, B)));
        assertFalse(scene.found(Code.REQ_REPEAT_CANCEL), "open ones, and ones of which it has nothing");
    }

    @Test
    void whoClaimsNothingOfWhatItHasAndAsksAgainIsNamed() {
        Scene scene = served(8, 300).take(request(0, 0), request(1, 0));
        assertEquals(List.of(told("PROGRESS_LIE (low, statistical)",
                "we sent it 8 whole pieces, it claims none of them, and it asks for piece 0 again")),
                scene.told(Code.PROGRESS_LIE));
        assertEquals(1, scene.verdicts.size());
        assertEquals(List.of("HandshakeReceived", "RequestReceived"), scene.evidence(Code.PROGRESS_LIE));
        scene.take(new ConnectionEvent.ConnectionClosed(P, "")).dial(P, "10.0.0.1:6881").join(P, 1, Scene.FAST)
                .take(new PeerEvent.HaveNoneReceived(P), new PeerEvent.InterestedReceived(P), request(0, 0));
        assertEquals(1, scene.told(Code.PROGRESS_LIE).size(), "nor in its next connection");
        assertFalse(served(8, 299).take(request(0, 0)).found(Code.PROGRESS_LIE));
        assertFalse(served(7, 310).take(request(0, 0)).found(Code.PROGRESS_LIE));
        assertFalse(served(8, 310).take(request(9, 0)).found(Code.PROGRESS_LIE), "that one it has not had");
        assertFalse(served(8, 310).take(new PeerEvent.HaveReceived(P, 7), request(0, 0)).found(Code.PROGRESS_LIE), "it claims one of them");
    }

    private static Scene served(int pieces, int seconds) {
        Scene scene = Scene.serving();
        return scene.times(2 * pieces, i -> scene.serve(i / 2, i % 2)).after(seconds);
    }

    @Test
    void whoHasHadMoreThanTheWholeTorrentIsNamedToo() {
        Scene scene = served(16, 310);
        scene.times(3, i -> scene.take(new PeerEvent.BlockSent(P, i, 0, B)));
        assertFalse(scene.found(Code.PROGRESS_LIE), "35 of 32 blocks");
        scene.take(new PeerEvent.BlockSent(P, 3, 0, B));
        assertEquals(List.of(told("PROGRESS_LIE (low, statistical)",
                "we sent it 16 whole pieces, it claims none of them, and it has had more than the whole torrent")),
                        scene.told(Code.PROGRESS_LIE));
    }
}
