package dev.oxbow.core.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.ConnectReason;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who comes, under which name and how often: what people are told, what is shown for it, and where each limit lies. */
class HandshakeRulesTest {
    private static final long P = Scene.PEER;
    private static final long GUEST = 2;
    private static final String RENAMED = "10.0.0.1:6881: PEER_ID_CHANGED (low, statistical): "
            + "3 new peer ids, each within 10 minutes of the one before";
    private static final InfoHash OTHER = InfoHash.ofHex("bb".repeat(20));

    private static Scene guest() {
        return new Scene().take(new ConnectionEvent.ConnectionAccepted(GUEST, Endpoint.parse("10.0.0.2:5000")));
    }

    private static ConnectionCommand.CloseConnection tiredOf(long connection) {
        return new ConnectionCommand.CloseConnection(connection, CloseReason.HANDSHAKE_TIMEOUT, "");
    }

    private static PeerEvent.ExtendedHandshakeReceived introduction(long connection, String client, int listenPort) {
        return new PeerEvent.ExtendedHandshakeReceived(connection, client, 0, listenPort, 0, false, false);
    }

    /** The peer comes, stays and goes by itself. */
    private static Scene visit(Scene scene, long connection, int peerId, int staysSeconds) {
        return scene.dial(connection, "10.0.0.1:6881").join(connection, peerId, Scene.FAST).after(staysSeconds)
                .take(new ConnectionEvent.ConnectionClosed(connection, ""));
    }

    @Test
    void aSilentCallerIsNamedOnceTenSecondsAreOver() {
        Scene scene = guest().after(12).take(tiredOf(GUEST));
        assertEquals(List.of("10.0.0.2:5000: BAD_HANDSHAKE (low, statistical): no whole handshake in 12 s"),
                scene.told(Code.BAD_HANDSHAKE));
        assertEquals(List.of("ConnectionAccepted", "CloseConnection"), scene.evidence(Code.BAD_HANDSHAKE));
        assertFalse(guest().after(9).take(tiredOf(GUEST)).found(Code.BAD_HANDSHAKE));
        assertFalse(guest().after(12).take(new ConnectionCommand.CloseConnection(GUEST, CloseReason.TURNOVER, ""))
                .found(Code.BAD_HANDSHAKE));
    }

    @Test
    void theTimeOfADialledPeerBeginsWhenItAnswersAndOnlyIfWeSpeakFirst() {
        assertFalse(new Scene().dial(P, "10.0.0.1:6881").after(12).take(tiredOf(P)).found(Code.BAD_HANDSHAKE));
        assertFalse(dialledSlowly(8, 9).found(Code.BAD_HANDSHAKE));
        assertEquals(List.of("ConnectionOpened", "CloseConnection"), dialledSlowly(8, 10).evidence(Code.BAD_HANDSHAKE));
    }

    private static Scene dialledSlowly(int openingSeconds, int silentSeconds) {
        return new Scene().take(new ConnectionCommand.Connect(P, 1, Endpoint.parse("10.0.0.1:6881"), ConnectReason.NEW_CANDIDATE))
                .after(openingSeconds).take(new ConnectionEvent.ConnectionOpened(P),
                        new ConnectionCommand.SendHandshake(P, 1, Scene.TORRENT, Scene.id(99), Scene.FAST)).after(silentSeconds)
                                .take(tiredOf(P));
    }

    @Test
    void whoShookHandsIsNotBlamedForTheTimeAfter() {
        assertFalse(Scene.connected().after(12).take(tiredOf(P)).found(Code.BAD_HANDSHAKE));
    }

    @Test
    void aDialledPeerMayAnswerForNoOtherTorrent() {
        Scene scene = new Scene().dial(P, "10.0.0.1:6881").take(new ConnectionEvent.HandshakeReceived(P, OTHER, Scene.id(1), 0));
        assertEquals(List.of("10.0.0.1:6881: INFOHASH_MISMATCH (low, proof): it answers for torrent " + OTHER + ", and was dialled for "
                + Scene.TORRENT), scene.told(Code.INFOHASH_MISMATCH));
        assertEquals(List.of("ConnectionOpened", "HandshakeReceived"), scene.evidence(Code.INFOHASH_MISMATCH));
        assertFalse(Scene.connected().found(Code.INFOHASH_MISMATCH));
    }

    @Test
    void aCallerMayAskForEveryTorrentThatWeHave() {
        assertFalse(guest().take(new ConnectionEvent.HandshakeReceived(GUEST, Scene.TORRENT, Scene.id(3), 0))
                .found(Code.INFOHASH_MISMATCH));
        assertEquals(List.of("10.0.0.2:5000: INFOHASH_MISMATCH (low, proof): it asks for torrent " + OTHER + ", which we never had"),
                guest().take(new ConnectionEvent.HandshakeReceived(GUEST, OTHER, Scene.id(3), 0)).told(Code.INFOHASH_MISMATCH));
    }

    @Test
    void ourOwnHandshakeIsJudgedToo() {
        Scene scene = new Scene().dial(P, "10.0.0.1:6881").take(new ConnectionCommand.SendHandshake(P, 1, OTHER, Scene.id(99), 0));
        assertEquals(List.of("us: OWN_SIDE INFOHASH_MISMATCH (high, own side): to 10.0.0.1:6881: our handshake names torrent " + OTHER),
                scene.told(Code.INFOHASH_MISMATCH));
    }

    @Test
    void meetingOurselvesOrSomebodyTwiceIsOfInterestOnly() {
        assertEquals(List.of("10.0.0.1:6881: SELF_OR_DUPLICATE (info, proof): it is ourselves"),
                new Scene().dial(P, "10.0.0.1:6881").join(P, 99, 0).told(Code.SELF_OR_DUPLICATE));
        Scene twice = Scene.connected().dial(3, "10.0.0.2:6881").join(3, 1, 0);
        assertEquals(List.of("10.0.0.2:6881: SELF_OR_DUPLICATE (info, proof): it is connected already, as 10.0.0.1:6881"),
                twice.told(Code.SELF_OR_DUPLICATE));
        assertEquals(List.of("HandshakeReceived", "HandshakeReceived"), twice.evidence(Code.SELF_OR_DUPLICATE));
    }

    @Test
    void whoWasSentAwayOrLeftMayComeAgain() {
        assertFalse(Scene.connected().take(new ConnectionCommand.CloseConnection(P, CloseReason.TURNOVER, "")).dial(3, "10.0.0.2:6881")
                .join(3, 1, 0).found(Code.SELF_OR_DUPLICATE));
        assertFalse(Scene.connected().take(new ConnectionEvent.ConnectionClosed(P, "")).dial(3, "10.0.0.2:6881").join(3, 1, 0)
                .found(Code.SELF_OR_DUPLICATE));
    }

    @Test
    void anAddressWithOneNewNameAfterAnotherIsNamedAtEachThird() {
        Scene scene = new Scene();
        scene.times(7, i -> visit(scene, 2 * i + 1, i + 1, 30));
        assertEquals(List.of(RENAMED, RENAMED), scene.told(Code.PEER_ID_CHANGED), "at the fourth visit, and at the seventh");
        assertEquals(List.of("HandshakeReceived", "HandshakeReceived", "HandshakeReceived"), scene.evidence(Code.PEER_ID_CHANGED));
    }

    @Test
    void theSameNameAgainIsNoChange() {
        Scene scene = new Scene();
        scene.times(9, i -> visit(scene, 2 * i + 1, i % 4 == 3 ? 2 : 1, 30));
        assertTrue(scene.found(Code.PEER_ID_CHANGED), "back and forth counts");
        Scene faithful = new Scene();
        faithful.times(9, i -> visit(faithful, 2 * i + 1, 1, 30));
        assertFalse(faithful.found(Code.PEER_ID_CHANGED));
    }

    @Test
    void changesOfNameMoreThanTenMinutesApartAreForgotten() {
        assertTrue(renamedEvery(600).found(Code.PEER_ID_CHANGED));
        assertFalse(renamedEvery(601).found(Code.PEER_ID_CHANGED));
    }

    private static Scene renamedEvery(int seconds) {
        Scene scene = new Scene();
        return scene.times(4, i -> visit(scene, 2 * i + 1, i + 1, seconds));
    }

    @Test
    void aCallerIsKnownByThePortThatItNames() {
        Scene scene = new Scene();
        scene.times(4, i -> scene.take(new ConnectionEvent.ConnectionAccepted(2 * i + 2, Endpoint.parse("10.0.0.2:" + (5000 + i))))
                .join(2 * i + 2, i + 1, Scene.FAST).take(introduction(2 * i + 2, "", 7000), introduction(2 * i + 2, "", 7000))
                .after(30).take(new ConnectionEvent.ConnectionClosed(2 * i + 2, "")));
        assertEquals(List.of("10.0.0.2:7000: PEER_ID_CHANGED (low, statistical): 3 new peer ids, each within 10 minutes of the one before"),
                scene.told(Code.PEER_ID_CHANGED));
    }

    @Test
    void callersBehindOneAddressThatNameNoPortAreNotTakenForOne() {
        Scene scene = new Scene();
        scene.times(8, i -> scene.take(new ConnectionEvent.ConnectionAccepted(2 * i + 2, Endpoint.parse("10.0.0.2:5000")))
                .join(2 * i + 2, i + 1, Scene.FAST).take(introduction(2 * i + 2, "", 0))
                .after(30).take(new ConnectionEvent.ConnectionClosed(2 * i + 2, "")));
        assertFalse(scene.found(Code.PEER_ID_CHANGED));
    }

    @Test
    void whoKeepsComingAndGoingIsNamedAtEachFifthVisit() {
        Scene scene = new Scene();
        scene.times(9, i -> visit(scene, 2 * i + 1, 1, 4));
        assertEquals(List.of("10.0.0.1:6881: CONNECT_CHURN (low, statistical): it closed 5 connections in 10 minutes, each within 5 s"),
                scene.told(Code.CONNECT_CHURN));
        assertEquals(List.of("ConnectionClosed", "ConnectionClosed", "ConnectionClosed", "ConnectionClosed", "ConnectionClosed"),
                scene.evidence(Code.CONNECT_CHURN));
    }

    @Test
    void visitsOfFiveSecondsAreNotShort() {
        Scene scene = new Scene();
        scene.times(9, i -> visit(scene, 2 * i + 1, 1, 5));
        assertFalse(scene.found(Code.CONNECT_CHURN));
    }

    @Test
    void aVisitIsShortOnlyIfItEndsSoonAfterTheUnchoke() {
        Scene scene = new Scene();
        scene.times(9, i -> scene.dial(2 * i + 1, "10.0.0.1:6881").join(2 * i + 1, 1, Scene.FAST).after(8)
                .take(new PeerEvent.UnchokeReceived(2 * i + 1)).after(2).take(new ConnectionEvent.ConnectionClosed(2 * i + 1, "")));
        assertTrue(scene.found(Code.CONNECT_CHURN));
    }

    @Test
    void shortVisitsInMoreThanTenMinutesAreNoChurn() {
        assertTrue(shortVisitEvery(150).found(Code.CONNECT_CHURN));
        assertFalse(shortVisitEvery(151).found(Code.CONNECT_CHURN));
    }

    private static Scene shortVisitEvery(int seconds) {
        Scene scene = new Scene();
        return scene.times(5, i -> visit(scene, 2 * i + 1, 1, 1).after(seconds - 1));
    }

    @Test
    void connectionsThatBreakWhileWeStandStillAreNotChurn() {
        Scene scene = new Scene();
        scene.times(9, i -> scene.dial(2 * i + 1, "10.0.0.1:6881").join(2 * i + 1, 1, Scene.FAST).standStill(900).dial(2 * i + 101,
                "10.0.0.1:6881")
                .join(2 * i + 101, 1, Scene.FAST).take(new ConnectionEvent.ConnectionClosed(2 * i + 101, "")));
        assertFalse(scene.found(Code.CONNECT_CHURN));
    }

    @Test
    void dialsThatNeverBecameAConversationAreNotChurn() {
        Scene scene = new Scene();
        scene.times(9, i -> scene.dial(2 * i + 1, "10.0.0.1:6881").take(new ConnectionEvent.ConnectionClosed(2 * i + 1, "")));
        assertFalse(scene.found(Code.CONNECT_CHURN));
    }

    @Test
    void clientsThatOnlyTakeAreLabelledByTheirIdOrName() {
        PeerId thunder = new PeerId(ByteString.ofHex("2d584c30303132" + "00".repeat(13))); // -XL0012
        assertEquals(List.of("10.0.0.1:6881: LEECH_CLIENT (info, statistical): its peer id begins with -XL"), labelled(thunder, "Xunlei"));
        assertEquals(List.of("10.0.0.1:6881: LEECH_CLIENT (info, statistical): it calls itself XunLei 7"), labelled(Scene.id(1),
                "XunLei 7"));
        assertEquals(List.of(), labelled(Scene.id(1), "Transmission"));
    }

    private static List<String> labelled(PeerId id, String name) {
        return new Scene().dial(P, "10.0.0.1:6881").join(P, 1, Scene.FAST).take(new ConnectionEvent.ConnectionClosed(P, ""))
                .dial(3, "10.0.0.1:6881").take(new ConnectionCommand.SendHandshake(3, 1, Scene.TORRENT, Scene.id(99), Scene.FAST),
                        new ConnectionEvent.HandshakeReceived(3, Scene.TORRENT, id, Scene.FAST),
                        new ConnectionCommand.LimitConnection(3, 1, Scene.LAYOUT), introduction(3, name, 0), introduction(3, name, 0))
                .told(Code.LEECH_CLIENT);
    }

    @Test
    void weAreNotLabelledByTheNameOfThePeer() {
        Scene scene = Scene.connected().take(introduction(P, "Xunlei", 0),
                new dev.oxbow.core.command.PeerCommand.SendExtendedHandshake(P, "Oxbow", 31, 0, true, 0, false));
        assertEquals(1, scene.told(Code.LEECH_CLIENT).size());
    }

    @Test
    void threePiecesLessThanBeforeAreARegression() {
        Scene scene = again("fff8", 30);
        assertEquals(List.of("10.0.0.1:6881: PROGRESS_REGRESSION (low, statistical): "
                + "it claims 13 pieces, and claimed 16 in its last connection"),
                scene.told(Code.PROGRESS_REGRESSION));
        assertEquals(List.of("BitfieldReceived", "HandshakeReceived"), scene.evidence(Code.PROGRESS_REGRESSION));
        assertFalse(again("fffc", 30).found(Code.PROGRESS_REGRESSION), "two may have been in flight");
    }

    @Test
    void whatAPeerHadADayAgoIsForgotten() {
        assertTrue(again("0000", 24 * 3600 - 61).found(Code.PROGRESS_REGRESSION));
        assertFalse(again("0000", 24 * 3600 - 60).found(Code.PROGRESS_REGRESSION));
    }

    private static Scene again(String bits, int laterSeconds) {
        return Scene.connected().after(1).take(new ConnectionEvent.ConnectionClosed(P, "")).silence(laterSeconds).dial(3, "10.0.0.1:6881")
                .join(3, 1, Scene.FAST).take(new PeerEvent.BitfieldReceived(3, ByteString.ofHex(bits))).after(60);
    }

    @Test
    void aMinuteIsLeftForHavesAfterTheBitfield() {
        Scene scene = Scene.connected().after(1).take(new ConnectionEvent.ConnectionClosed(P, "")).after(5).dial(3, "10.0.0.1:6881")
                .join(3, 1, Scene.FAST).take(new PeerEvent.BitfieldReceived(3, ByteString.ofHex("0000"))).after(59);
        assertFalse(scene.found(Code.PROGRESS_REGRESSION));
        scene.times(16, i -> scene.take(new PeerEvent.HaveReceived(3, i)));
        assertFalse(scene.after(5).found(Code.PROGRESS_REGRESSION));
    }

    @Test
    void whatItTookBackIsNotExpectedOfItNextTime() {
        Scene scene = Scene.connected().after(1).take(new ConnectionEvent.ConnectionClosed(P, "")).after(5).dial(3, "10.0.0.1:6881")
                .join(3, 1, Scene.FAST).take(new PeerEvent.BitfieldReceived(3, ByteString.ofHex("ffff")), new PeerEvent.DontHaveReceived(3,
                        1),
                        new ConnectionEvent.ConnectionClosed(3, "")).after(5).dial(5, "10.0.0.1:6881").join(5, 1, Scene.FAST)
                .take(new PeerEvent.HaveNoneReceived(5)).after(62);
        assertFalse(scene.found(Code.PROGRESS_REGRESSION));
    }

    @Test
    void aVisitInWhichItSaidNothingOfPiecesIsNoMeasure() {
        Scene scene = Scene.connected().after(1).take(new ConnectionEvent.ConnectionClosed(P, "")).after(5).dial(3, "10.0.0.1:6881")
                .join(3, 1, Scene.FAST).take(new ConnectionEvent.ConnectionClosed(3, "")).after(5).dial(5, "10.0.0.1:6881").join(5, 1,
                        Scene.FAST)
                .take(new PeerEvent.HaveNoneReceived(5)).after(62);
        assertTrue(scene.found(Code.PROGRESS_REGRESSION), "the visit before it still is");
    }

    @Test
    void aThousandTorrentsThatWereGivenUpExcuseWhoeverAsksForThem() {
        Scene scene = Scene.connected().take(new SessionCommand.ForgetTorrent(1));
        scene.times(1000, i -> scene.add(i + 2, hash(i)).take(new SessionCommand.ForgetTorrent(i + 2)));
        assertEquals(List.of(true, false), List.of(callerFor(scene, 2, Scene.TORRENT), callerFor(scene, 4, hash(0))),
                "the oldest is forgotten");
    }

    private static boolean callerFor(Scene scene, long connection, InfoHash torrent) {
        int before = scene.told(Code.INFOHASH_MISMATCH).size();
        scene.take(new ConnectionEvent.ConnectionAccepted(connection, Endpoint.parse("10.0.0.2:5000")),
                new ConnectionEvent.HandshakeReceived(connection, torrent, Scene.id(3), 0));
        return scene.told(Code.INFOHASH_MISMATCH).size() > before;
    }

    private static InfoHash hash(int n) {
        return InfoHash.ofHex(String.format("%040x", n + 1));
    }
}
