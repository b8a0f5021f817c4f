package dev.oxbow.core.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.krpc.KrpcEncoder;
import dev.oxbow.core.krpc.KrpcError;
import dev.oxbow.core.krpc.KrpcFault;
import dev.oxbow.core.krpc.KrpcQuery;
import dev.oxbow.core.krpc.KrpcResponse;
import dev.oxbow.core.krpc.Question;
import dev.oxbow.core.krpc.Want;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What other nodes are answered (BEP 5, 32, 33, 42, 43). */
class DhtAnswersTest {
    private static final InfoHash INFO_HASH = InfoHash.ofHex("cd".repeat(20));
    private static final NodeId TARGET = NodeId.of(INFO_HASH);
    private static final Endpoint ASKER = Endpoint.parse("60.5.5.5:5555");
    private static final Endpoint ASKER6 = Endpoint.parse("[2001:db8:5::5]:5555");

    private final Desk desk = Desk.ipv4();

    private static KrpcResponse response(Desk desk) {
        return desk.decided(DhtDecision.SendResponse.class).get(0).response();
    }

    private static void announce(Desk desk, Endpoint peer, int port, boolean impliedPort) {
        ByteString token = desk.state.tokens().tokenFor(peer.address(), desk.timeNs);
        desk.asked(peer, new Question.AnnouncePeer(INFO_HASH, port, impliedPort, false, token));
    }

    @Test
    void answersAPingWithItsIdAndTheAskersAddress() {
        desk.asked(ASKER, new Question.Ping());
        assertEquals(KrpcResponse.plain(ByteString.ofUtf8("tt"), desk.state.ownId(), Optional.of(ASKER)), response(desk));
    }

    @Test
    void tellsTheClosestGoodNodes() {
        desk.knowMany(100);
        desk.asked(ASKER, new Question.FindNode(TARGET, Want.UNSAID));
        assertEquals(desk.state.table().closestGood(TARGET, 8, desk.timeNs), response(desk).nodes().orElseThrow());
        assertEquals(8, response(desk).nodes().orElseThrow().size());
        assertEquals(Optional.empty(), response(desk).nodes6());
        assertEquals(0, response(desk).token().length());
    }

    @Test
    void tellsNodesOfBothFamiliesToWhoWantsThem() {
        Desk other = new Desk(new DhtSettings(1, true, true, false, false));
        NodeContact known6 = new NodeContact(NodeIds.random(6, 6), ASKER6);
        other.state.table().onAnswered(known6, other.timeNs);
        Desk both = new Desk(DhtSettings.ipv4(1), Optional.of(other.state));
        both.asked(ASKER, new Question.FindNode(TARGET, new Want(false, true)));
        assertEquals(Optional.of(List.of(known6)), response(both).nodes6());
        assertEquals(Optional.empty(), response(both).nodes());
        both.asked(ASKER, new Question.FindNode(TARGET, Want.BOTH));
        assertTrue(response(both).nodes().isPresent() && response(both).nodes6().isPresent());
    }

    @Test
    void givesATokenWithWhichTheAskerCanAnnounce() {
        desk.asked(ASKER, new Question.GetPeers(INFO_HASH, Want.UNSAID, false, false));
        KrpcResponse first = response(desk);
        assertEquals(List.of(), first.values());
        desk.asked(ASKER, new Question.AnnouncePeer(INFO_HASH, 6881, false, false, first.token()));
        assertEquals(1, desk.decided(DhtDecision.SendResponse.class).size());
        desk.asked(Endpoint.parse("61.1.1.1:1"), new Question.GetPeers(INFO_HASH, Want.UNSAID, false, false));
        assertEquals(List.of(Endpoint.parse("60.5.5.5:6881")), response(desk).values());
    }

    @Test
    void takesTheDatagramsPortWhereItIsImplied() {
        announce(desk, ASKER, 1, true);
        assertEquals(List.of(ASKER), desk.state.store().sample(INFO_HASH, 9, false, desk.timeNs, 0));
    }

    @Test
    void refusesABadTokenAndStoresNothing() {
        desk.asked(ASKER, new Question.AnnouncePeer(INFO_HASH, 6881, false, false, ByteString.ofUtf8("badtoken")));
        assertEquals(KrpcError.PROTOCOL, desk.decided(DhtDecision.SendError.class).get(0).error().code());
        assertEquals(0, desk.state.store().peerCount(INFO_HASH, desk.timeNs));
    }

    @Test
    void neverAnswersMoreThanFitsIntoADatagram() {
        Desk desk6 = new Desk(new DhtSettings(1, true, false, false, false));
        for (int i = 0; i < 300; i++) {
            announce(desk6, Endpoint.parse("[2001:db8:" + Integer.toHexString(i + 1) + "::1]:" + (i + 1)), 6881, false);
            desk6.state.table().onAnswered(new NodeContact(NodeIds.random(3, i), Endpoint.parse("[2001:db9:" + Integer.toHexString(i)
                    + "::1]:1")), desk6.timeNs);
        }
        for (boolean scrape : new boolean[] {false, true}) {
            desk6.asked(ASKER6, new Question.GetPeers(INFO_HASH, Want.BOTH, false, scrape));
            KrpcResponse answer = response(desk6);
            int lengthBytes = KrpcEncoder.encode(answer).length;
            assertTrue(lengthBytes <= KrpcEncoder.PACKET_LENGTH_BYTES_MAX && lengthBytes > KrpcEncoder.PACKET_LENGTH_BYTES_MAX - 21 - 1,
                    "bytes: " + lengthBytes);
            assertEquals(scrape, answer.filters().isPresent());
            assertFalse(answer.values().isEmpty());
        }
    }

    @Test
    void countsTheSwarmForWhoAsksForIt() {
        announce(desk, ASKER, 6881, false);
        desk.asked(ASKER, new Question.GetPeers(INFO_HASH, Want.UNSAID, false, true));
        assertEquals(1, response(desk).filters().orElseThrow().peers().estimatedCount(), 0.01);
        assertEquals(0, response(desk).filters().orElseThrow().seeds().estimatedCount());
    }

    @Test
    void aReadOnlyNodeAnswersNobodyAndSaysSo() {
        Desk silent = new Desk(new DhtSettings(1, false, false, true, false));
        announce(silent, ASKER, 6881, false);
        assertEquals(List.of(), silent.decisions);
        assertEquals(0, silent.state.store().torrentCount());
        silent.know();
        silent.after(0);
        assertTrue(silent.queries("find_node").get(0).query().readOnly());
    }

    @Test
    void seesWhetherAStrangerAnswersButNotAReadOnlyOne() {
        desk.asked(ASKER, new Question.Ping());
        assertEquals(ASKER, desk.queries("ping").get(0).to());
        desk.asked(ASKER, new Question.Ping());
        assertEquals(List.of(), desk.queries("ping"), "it is being asked");
        Endpoint other = Endpoint.parse("61.5.5.5:5");
        desk.asked(other, new KrpcQuery(ByteString.ofUtf8("t"), NodeIds.random(1, 2), true, new Question.Ping()));
        assertEquals(List.of(), desk.queries("ping"));
        assertEquals(0, desk.state.table().size());
    }

    @Test
    void ignoresWhoFloodsIt() {
        for (int i = 0; i < FloodGuard.MESSAGES_MAX; i++) {
            desk.asked(ASKER, new Question.Ping());
            assertEquals(1, desk.decided(DhtDecision.SendResponse.class).size(), "message " + i);
        }
        desk.asked(ASKER, new Question.Ping());
        assertEquals(List.of(), desk.decisions);
        announce(desk, ASKER, 6881, false);
        assertEquals(0, desk.state.store().torrentCount());
    }

    @Test
    void refusesFaultyQueriesOnly() {
        for (KrpcFault fault : List.of(new KrpcFault(KrpcFault.Kind.UNKNOWN_METHOD, ByteString.ofUtf8("t")),
                new KrpcFault(KrpcFault.Kind.NOT_BENCODED, ByteString.EMPTY))) {
            desk.decisions.clear();
            desk.state.onFaultReceived(ASKER, fault, desk.timeNs);
            desk.answers.decide(ASKER, fault, desk.timeNs, desk::emit);
            assertEquals(fault.isAnswerable() ? 1 : 0, desk.decided(DhtDecision.SendError.class).size());
        }
    }
}
