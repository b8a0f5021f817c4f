package dev.oxbow.core.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.LookupKind;
import dev.oxbow.core.krpc.KrpcResponse;
import dev.oxbow.core.krpc.Question;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a node does of its own accord. */
class DhtPolicyTest {
    private static final InfoHash INFO_HASH = InfoHash.ofHex("ab".repeat(20));
    private static final Endpoint ROUTER = Endpoint.parse("60.1.2.3:6881");

    private final Desk desk = Desk.ipv4();

    @Test
    void seeksRoutersWhenItKnowsNobodyAndBeginsWithThem() {
        desk.after(0);
        assertEquals(1, desk.decided(DhtDecision.FindRouters.class).size());
        desk.state.onRoutersFound(List.of(ROUTER, Endpoint.parse("[2001:db8::1]:1")), desk.timeNs);
        desk.after(0);
        assertEquals(LookupKind.BOOTSTRAP, desk.decided(DhtDecision.StartLookup.class).get(0).kind());
        DhtDecision.SendQuery send = desk.queries("find_node").get(0);
        assertEquals(List.of(ROUTER), desk.queries("find_node").stream().map(DhtDecision.SendQuery::to).toList());
        assertEquals(desk.state.ownId(), ((Question.FindNode) send.query().question()).target());
        NodeContact told = RandomNodes.contact(desk.random);
        desk.answer(send, NodeIds.random(9, 9), List.of(told), "");
        assertEquals(told.endpoint(), desk.queries("find_node").get(0).to());
    }

    @Test
    void triesAgainAtGrowingIntervalsAndSeeksTheRoutersAnewNowAndThen() {
        desk.state.onRoutersFound(List.of(ROUTER), desk.timeNs);
        List<Long> startsNs = new ArrayList<>();
        int searches = 0;
        for (long endNs = desk.timeNs + 60 * DhtTimes.MINUTE_NS; desk.timeNs < endNs; ) {
            desk.after(Math.max(1, DhtSchedule.earliestNs(desk.state, desk.timeNs) - desk.timeNs));
            desk.decided(DhtDecision.StartLookup.class).forEach(start -> startsNs.add(desk.timeNs));
            searches += desk.decided(DhtDecision.FindRouters.class).size();
        }
        assertTrue(startsNs.size() >= 5 && startsNs.size() <= 12, "attempts: " + startsNs.size());
        assertTrue(searches >= 1, "searches: " + searches);
        assertTrue(startsNs.get(4) - startsNs.get(3) > startsNs.get(1) - startsNs.get(0), startsNs.toString());
    }

    @Test
    void announcesToTheClosestThatGaveATokenAndAgainAfterAQuarterOfAnHour() {
        desk.knowMany(30);
        desk.after(0);
        desk.state.onTorrentWanted(new Announcement(INFO_HASH, 6881, false, true), desk.timeNs);
        desk.after(0);
        Set<Endpoint> told = new HashSet<>();
        Set<Endpoint> withToken = new HashSet<>();
        List<DhtDecision.SendQuery> toAnswer = new ArrayList<>(desk.queries("get_peers"));
        assertEquals(Lookup.ALPHA, toAnswer.size());
        for (int i = 0; !toAnswer.isEmpty(); i++) {
            DhtDecision.SendQuery send = toAnswer.remove(0);
            KrpcResponse somebody = KrpcResponse.plain(send.query().transaction(), send.nodeId().orElseThrow(), Optional.empty())
                    .withValues(List.of(Endpoint.parse("61.2.3.4:5")));
            desk.answer(send.to(), i == 2 ? somebody : somebody.withToken(ByteString.ofUtf8("token" + i)));
            withToken.addAll(i == 2 ? List.of() : List.of(send.to()));
            toAnswer.addAll(desk.queries("get_peers"));
            for (DhtDecision.SendQuery announce : desk.queries("announce_peer")) {
                Question.AnnouncePeer question = (Question.AnnouncePeer) announce.query().question();
                assertTrue(question.token().utf8().startsWith("token") && question.port() == 6881 && question.seed());
                told.add(announce.to());
            }
        }
        assertEquals(Bucket.CAPACITY, told.size());
        assertTrue(withToken.containsAll(told));
        assertTrue(desk.state.announcements().nextNs() >= desk.timeNs + DhtTimes.ANNOUNCE_NS);
        assertTrue(desk.state.announcements().nextNs() <= desk.timeNs + DhtTimes.ANNOUNCE_NS + DhtTimes.MINUTE_NS);
    }

    @Test
    void anAnnounceThatReachesNobodyIsTriedAgainSoon() {
        desk.knowMany(3);
        desk.after(0);
        desk.state.onTorrentWanted(new Announcement(INFO_HASH, 6881, false, false), desk.timeNs);
        desk.after(0);
        desk.after(DhtTimes.TIMEOUT_NS); // nobody is there to bootstrap with
        desk.after(DhtTimes.TIMEOUT_NS); // nor to look for peers with
        assertTrue(desk.state.announcements().nextNs() <= desk.timeNs + 2 * DhtTimes.MINUTE_NS);
    }

    @Test
    void whoFindsNobodyLooksAgainSoonAndThenLessAndLessSoon() {
        desk.knowMany(1);
        NodeContact only = desk.state.table().nodes().get(0).contact();
        desk.state.onTorrentWanted(new Announcement(INFO_HASH, 0, false, false), desk.timeNs);
        List<Long> pausesMin = new ArrayList<>();
        desk.after(0);
        for (int i = 0; i < 6; i++) {
            answerAll(only.id(), List.of());
            pausesMin.add((desk.state.announcements().nextNs() - desk.timeNs) / DhtTimes.MINUTE_NS);
            desk.after(desk.state.announcements().nextNs() - desk.timeNs);
        }
        assertEquals(List.of(1L, 2L, 4L, 8L, 15L, 15L), pausesMin);
        answerAll(only.id(), List.of(Endpoint.parse("61.2.3.4:5")));
        assertTrue(desk.state.announcements().nextNs() >= desk.timeNs + DhtTimes.ANNOUNCE_NS);
    }

    private void answerAll(NodeId id, List<Endpoint> peers) {
        for (List<DhtDecision.SendQuery> queries = desk.decided(DhtDecision.SendQuery.class); !queries.isEmpty();
                queries = desk.decided(DhtDecision.SendQuery.class)) {
            desk.decisions.clear();
            for (DhtDecision.SendQuery send : queries) {
                desk.state.onResponseReceived(send.to(), KrpcResponse.plain(send.query().transaction(), id, Optional.empty())
                        .withValues(peers), desk.timeNs);
            }
            DhtPolicy.decide(desk.state, desk.timeNs, desk::emit);
        }
    }

    /** In a small DHT, where bootstrapping ends only when the last of those that are gone has failed. */
    @Test
    void peersAreNotLookedForLaterBecauseOneNodeIsGone() {
        desk.knowMany(3);
        desk.state.onTorrentWanted(new Announcement(INFO_HASH, 6881, false, false), desk.timeNs);
        desk.after(0);
        List<DhtDecision.SendQuery> asked = desk.queries("find_node");
        assertEquals(3, asked.size());
        for (DhtDecision.SendQuery send : asked.subList(0, 2)) {
            desk.answer(send, send.nodeId().orElseThrow(), List.of(), "");
            assertEquals(List.of(), desk.queries("get_peers"), "the third may know more");
        }
        assertEquals(desk.timeNs + DhtTimes.SLOW_NS, DhtSchedule.earliestNs(desk.state, desk.timeNs));
        desk.after(DhtTimes.SLOW_NS);
        assertEquals(3, desk.queries("get_peers").size());
    }

    @Test
    void routersThatAreGoneHoldNobodyUpEither() {
        desk.knowMany(1);
        desk.state.onRoutersFound(List.of(ROUTER), desk.timeNs);
        desk.state.onTorrentWanted(new Announcement(INFO_HASH, 6881, false, false), desk.timeNs);
        desk.after(0);
        DhtDecision.SendQuery node = desk.queries("find_node").stream().filter(send -> send.nodeId().isPresent()).findFirst().orElseThrow();
        desk.answer(node, node.nodeId().orElseThrow(), List.of(), "");
        assertEquals(List.of(), desk.queries("get_peers"), "the router knows more");
        desk.after(DhtSchedule.earliestNs(desk.state, desk.timeNs) - desk.timeNs);
        assertEquals(1, desk.queries("get_peers").size());
        assertEquals(DhtTimes.SLOW_NS, desk.timeNs - SimulatedDht.START_NS);
    }

    @Test
    void nodesOfAnEarlierSessionThatAreAllGoneLeadBackToTheRouters() {
        for (int i = 0; i < 20; i++) {
            desk.state.onNodeRestored(RandomNodes.contact(desk.random), desk.timeNs - 60 * DhtTimes.MINUTE_NS, desk.timeNs);
        }
        desk.after(0);
        assertEquals(0, desk.decided(DhtDecision.FindRouters.class).size());
        int searches = 0;
        for (long endNs = desk.timeNs + DhtTimes.MINUTE_NS; desk.timeNs < endNs; ) {
            desk.after(Math.max(1, DhtSchedule.earliestNs(desk.state, desk.timeNs) - desk.timeNs));
            searches += desk.decided(DhtDecision.FindRouters.class).size();
        }
        assertTrue(searches >= 1, "searches: " + searches);
        desk.state.onRoutersFound(List.of(ROUTER), desk.timeNs);
        desk.after(0);
        assertTrue(desk.queries("find_node").stream().anyMatch(send -> send.to().equals(ROUTER)));
    }

    @Test
    void saysNoMoreOfATorrentThatIsNoLongerWanted() {
        desk.knowMany(30);
        desk.state.onTorrentWanted(new Announcement(INFO_HASH, 6881, false, false), desk.timeNs);
        desk.after(0);
        DhtDecision.SendQuery send = desk.queries("get_peers").get(0);
        desk.state.onTorrentUnwanted(INFO_HASH);
        desk.answer(send, send.nodeId().orElseThrow(), List.of(), "token");
        assertEquals(1, desk.decided(DhtDecision.EndLookup.class).size());
        assertEquals(List.of(), desk.queries("get_peers"));
        assertEquals(0, desk.state.announcements().size());
    }

    @Test
    void doesNotWaitForTheSlowButHearsThem() {
        desk.knowMany(30);
        desk.state.onTorrentWanted(new Announcement(INFO_HASH, 0, false, false), desk.timeNs);
        desk.after(0);
        List<DhtDecision.SendQuery> slow = desk.queries("get_peers");
        assertEquals(Lookup.ALPHA, slow.size());
        assertEquals(desk.timeNs + DhtTimes.SLOW_NS, DhtSchedule.earliestNs(desk.state, desk.timeNs));
        desk.after(DhtTimes.SLOW_NS);
        assertEquals(Lookup.ALPHA, desk.queries("get_peers").size());
        Endpoint peer = Endpoint.parse("61.2.3.4:5");
        KrpcResponse late = KrpcResponse.plain(slow.get(0).query().transaction(), slow.get(0).nodeId().orElseThrow(), Optional.empty())
                .withValues(List.of(peer, Endpoint.parse("192.168.1.1:5"), peer));
        assertEquals(Optional.of(new PeersFound(INFO_HASH, List.of(peer))), desk.state.peersIn(slow.get(0).to(), late));
        assertEquals(Optional.empty(), desk.state.peersIn(slow.get(1).to(), late));
    }

    @Test
    void believesOnlyWhomItAsked() {
        NodeContact known = desk.know();
        desk.after(0);
        DhtDecision.SendQuery send = desk.queries("find_node").get(0);
        assertEquals(known.endpoint(), send.to());
        int pending = desk.state.pendingCount();
        NodeContact told = RandomNodes.contact(desk.random);
        desk.answer(Endpoint.parse("66.6.6.6:6"), send.query().transaction(), known.id(), List.of(told), "");
        desk.answer(send.to(), ByteString.ofUtf8("zzzz"), known.id(), List.of(told), "");
        assertEquals(pending, desk.state.pendingCount());
        assertEquals(1, desk.state.table().size());
        desk.answer(send, NodeIds.random(8, 8), List.of(told), "");
        assertEquals(List.of(), desk.queries("find_node"), "another id answered than was asked");
    }

    @Test
    void isNotSentIntoTheLocalNetworkByStrangers() {
        desk.state.onRoutersFound(List.of(ROUTER), desk.timeNs);
        desk.after(0);
        NodeContact inside = new NodeContact(NodeIds.random(4, 4), Endpoint.parse("192.168.1.1:53"));
        desk.answer(desk.queries("find_node").get(0), NodeIds.random(9, 9), List.of(inside), "");
        assertEquals(List.of(), desk.queries("find_node"));
    }

    @Test
    void asksQuestionableNodesWhetherTheyAreThere() {
        desk.knowMany(20);
        desk.after(0);
        desk.after(DhtTimes.TIMEOUT_NS);
        int size = desk.state.table().size();
        desk.after(DhtTimes.QUIET_NS);
        assertEquals(DhtSchedule.CHECKS_MAX, desk.queries("ping").size());
        DhtDecision.SendQuery send = desk.queries("ping").get(0);
        desk.answer(send, send.nodeId().orElseThrow(), List.of(), "");
        assertEquals(NodeStanding.GOOD, desk.state.table().at(send.to()).orElseThrow().standing(desk.timeNs));
        assertEquals(1, desk.queries("ping").size(), "the next one's turn");
        assertEquals(size, desk.state.table().size());
    }

    @Test
    void refreshesABucketThatDidNotChangeForAQuarterOfAnHour() {
        desk.knowMany(60);
        desk.after(0);
        desk.after(DhtTimes.TIMEOUT_NS);
        desk.after(DhtTimes.QUIET_NS);
        DhtDecision.StartLookup start = desk.decided(DhtDecision.StartLookup.class).get(0);
        assertEquals(LookupKind.REFRESH, start.kind());
        assertEquals(start.bucketIndex(), Distance.commonBits(desk.state.ownId(), start.target()));
    }

    @Test
    void takesAnotherIdWhenEnoughAgreeOnItsAddress() {
        ByteString address = Endpoint.parse("60.9.9.9:1").address();
        NodeId before = desk.state.ownId();
        for (int i = 0; i < AddressVotes.AGREEING_MIN; i++) {
            assertEquals(before, desk.state.ownId(), "votes: " + i);
            Endpoint voter = Endpoint.of(new byte[] {70, 1, (byte) i, 1}, 1);
            desk.decisions.clear();
            DhtPolicy.meet(desk.state, voter, desk.timeNs, desk::emit);
            ByteString transaction = desk.queries("ping").get(0).query().transaction();
            NodeId id = RandomNodes.contact(desk.random).id();
            KrpcResponse answer = KrpcResponse.plain(transaction, id, Optional.of(new Endpoint(address, 7)));
            desk.state.onResponseReceived(voter, answer, desk.timeNs);
            desk.after(0);
        }
        assertNotEquals(before, desk.state.ownId());
        assertTrue(NodeIds.belongs(desk.state.ownId(), address));
        assertEquals(AddressVotes.AGREEING_MIN, desk.state.table().size());
        assertEquals(List.of(), desk.after(Deadline.SECOND_NS).decided(DhtDecision.ChangeNodeId.class));
    }

    @Test
    void itsTransactionsDiffer() {
        Set<ByteString> transactions = new HashSet<>();
        desk.knowMany(200);
        for (int i = 0; i < 200; i++) {
            desk.after(DhtTimes.QUIET_NS);
            desk.decided(DhtDecision.SendQuery.class).forEach(send -> transactions.add(send.query().transaction()));
        }
        assertTrue(transactions.size() > 500, "transactions: " + transactions.size());
        assertFalse(transactions.stream().anyMatch(transaction -> transaction.length() != 4));
    }

    @Test
    void aCrowdOfStrangersDoesNotKeepItFromItsTable() {
        desk.knowMany(20);
        desk.after(DhtTimes.TIMEOUT_NS);
        desk.after(DhtTimes.QUIET_NS - DhtTimes.TIMEOUT_NS - 1);
        for (int i = 0; i < 50; i++) {
            desk.asked(RandomNodes.contact(desk.random).endpoint(), new Question.Ping());
        }
        assertEquals(DhtSchedule.STRANGERS_MAX, desk.state.pending().strangerCount());
        desk.after(1);
        assertEquals(DhtSchedule.CHECKS_MAX, desk.queries("ping").size());
    }

    @Test
    void neverHasMoreUnderWayThanItMay() {
        desk.knowMany(200);
        for (int i = 0; i < 300; i++) {
            InfoHash infoHash = new InfoHash(RandomNodes.bytes(desk.random, 20));
            desk.state.onTorrentWanted(new Announcement(infoHash, 1, false, false), desk.timeNs);
        }
        for (int i = 0; i < 200; i++) {
            desk.after(Math.max(1, DhtSchedule.earliestNs(desk.state, desk.timeNs) - desk.timeNs));
            assertTrue(desk.state.pendingCount() <= PendingQueries.COUNT_MAX);
            assertTrue(desk.state.lookups().size() <= DhtSchedule.PEER_LOOKUPS_MAX + 2);
            assertTrue(DhtSchedule.earliestNs(desk.state, desk.timeNs) > desk.timeNs, "what is due is done");
        }
    }
}
