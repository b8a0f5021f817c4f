package dev.oxbow.core.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** BEP 5, routing table. */
class RoutingTableTest {
    private static final NodeId OWN = NodeId.ofHex("0".repeat(40));
    private static final long NOW_NS = SimulatedDht.START_NS;
    private static final long LATER_NS = NOW_NS + DhtTimes.QUIET_NS;

    private final RoutingTable table = new RoutingTable(OWN, false, NOW_NS);

    /** A node whose id begins with these hexadecimal digits, in a subnet of its own. */
    private static NodeContact node(String idPrefix, int number) {
        Endpoint endpoint = Endpoint.of(new byte[] {50, (byte) (number >> 8), (byte) number, 1}, 6881);
        String digits = String.format(java.util.Locale.ROOT, "%04x", number);
        return new NodeContact(NodeId.ofHex(idPrefix + "0".repeat(36 - idPrefix.length()) + digits), endpoint);
    }

    private static List<NodeContact> contacts(Bucket bucket) {
        return bucket.nodes().stream().map(TableNode::contact).toList();
    }

    private void fillFarBucket() {
        for (int i = 0; i < Bucket.CAPACITY; i++) {
            table.onAnswered(node("8", i), NOW_NS + i);
        }
    }

    @Test
    void splitsOnlyAroundItsOwnId() {
        fillFarBucket();
        assertEquals(1, table.buckets().size());
        table.onAnswered(node("4", 100), NOW_NS);
        assertEquals(2, table.buckets().size());
        assertEquals(List.of(node("4", 100)), contacts(table.buckets().get(1)));
        table.onAnswered(node("9", 101), NOW_NS);
        assertEquals(2, table.buckets().size());
        assertEquals(1, table.buckets().get(0).replacements().size());
        table.checkInvariants();
    }

    @Test
    void keepsGoodNodesWhoeverElseComes() {
        fillFarBucket();
        table.onAnswered(node("4", 100), NOW_NS);
        List<NodeContact> before = contacts(table.buckets().get(0));
        for (int i = 0; i < 50; i++) {
            table.onAnswered(node("a", 200 + i), NOW_NS + i);
        }
        assertEquals(before, contacts(table.buckets().get(0)));
        assertEquals(Bucket.REPLACEMENTS_MAX, table.buckets().get(0).replacements().size());
        assertEquals(node("a", 249), table.buckets().get(0).replacements().get(7).contact());
    }

    @Test
    void replacesABadNodeByTheNewestThatWaits() {
        fillFarBucket();
        table.onAnswered(node("4", 100), NOW_NS);
        table.onAnswered(node("a", 200), NOW_NS + 1);
        table.onAnswered(node("a", 201), NOW_NS + 2);
        for (int i = 0; i < TableNode.FAILURES_BAD; i++) {
            assertTrue(contacts(table.buckets().get(0)).contains(node("8", 3)), "failures: " + i);
            table.onFailed(node("8", 3).endpoint(), NOW_NS + 3);
        }
        assertFalse(contacts(table.buckets().get(0)).contains(node("8", 3)));
        assertTrue(contacts(table.buckets().get(0)).contains(node("a", 201)));
        table.checkInvariants();
    }

    @Test
    void keepsABadNodeForWhichNobodyWaitsAWhile() {
        table.onAnswered(node("8", 1), NOW_NS);
        for (int i = 1; i < TableNode.FAILURES_MAX; i++) {
            table.onFailed(node("8", 1).endpoint(), NOW_NS);
        }
        assertEquals(NodeStanding.BAD, table.nodes().get(0).standing(NOW_NS));
        assertEquals(List.of(), table.closestGood(OWN, 8, NOW_NS));
        assertEquals(List.of(node("8", 1)), table.closest(OWN, 8, NOW_NS));
        table.onAnswered(node("8", 1), NOW_NS);
        assertEquals(NodeStanding.GOOD, table.nodes().get(0).standing(NOW_NS));
        for (int i = 0; i < TableNode.FAILURES_MAX; i++) {
            table.onFailed(node("8", 1).endpoint(), NOW_NS);
        }
        assertEquals(0, table.size());
    }

    @Test
    void aNodeIsQuestionableAfterFifteenMinutesOfSilence() {
        table.onAnswered(node("8", 1), NOW_NS);
        TableNode node = table.nodes().get(0);
        assertEquals(NodeStanding.GOOD, node.standing(LATER_NS - 1));
        assertEquals(NodeStanding.QUESTIONABLE, node.standing(LATER_NS));
        assertEquals(LATER_NS, node.checkNs(false));
        table.onQueried(node("8", 1), LATER_NS - 5);
        assertEquals(NodeStanding.GOOD, node.standing(LATER_NS), "it answered once and queried us lately");
        table.onQueried(new NodeContact(node("9", 9).id(), node.endpoint()), LATER_NS + 100);
        assertEquals(LATER_NS - 5, node.lastHeardNs(), "somebody with another id");
    }

    @Test
    void oneOwnerGetsOnePlaceForEachAddressAndTwoForEachSubnet() {
        for (int i = 0; i < 20; i++) {
            Endpoint sameAddress = Endpoint.parse("60.1.1.1:" + (1000 + i));
            table.onAnswered(new NodeContact(node("8", i).id(), sameAddress), NOW_NS);
            Endpoint sameSubnet = Endpoint.parse("60.2.2." + (i + 1) + ":1000");
            table.onAnswered(new NodeContact(node("4", i).id(), sameSubnet), NOW_NS);
        }
        assertEquals(1 + AddressQuota.PER_SUBNET_MAX, table.size());
        table.checkInvariants();
    }

    @Test
    void onALocalNetworkManyNodesMayShareAnAddress() {
        for (int i = 0; i < 6; i++) {
            table.onAnswered(new NodeContact(node("8", i).id(), Endpoint.parse("127.0.0.1:" + (1000 + i))), NOW_NS);
        }
        assertEquals(6, table.size());
        table.checkInvariants();
    }

    @Test
    void aGoodNodeKeepsItsIdAndAQuietOneMayHaveMoved() {
        NodeContact first = node("8", 1);
        NodeContact impostor = new NodeContact(first.id(), node("8", 2).endpoint());
        table.onAnswered(first, NOW_NS);
        table.onAnswered(impostor, NOW_NS);
        assertEquals(List.of(first), contacts(table.buckets().get(0)));
        table.onAnswered(impostor, LATER_NS);
        assertEquals(List.of(impostor), contacts(table.buckets().get(0)));
        table.checkInvariants();
    }

    @Test
    void aNodeWithANewIdLosesItsOldPlace() {
        NodeContact renamed = new NodeContact(node("4", 7).id(), node("8", 1).endpoint());
        table.onAnswered(node("8", 1), NOW_NS);
        table.onAnswered(renamed, NOW_NS);
        assertEquals(List.of(renamed), contacts(table.buckets().get(0)));
        table.checkInvariants();
    }

    @Test
    void thinBucketsAreRefreshedAtOnceAfterBootstrappingAndOnlyThen() {
        fillFarBucket();
        table.onAnswered(node("4", 100), NOW_NS);
        table.onAnswered(node("41", 101), NOW_NS);
        for (int i = 0; i < Bucket.CAPACITY; i++) {
            table.onAnswered(node("2", 110 + i), NOW_NS);
        }
        assertEquals(3, table.buckets().size());
        long changedNs = table.buckets().get(1).lastChangedNs();
        assertEquals(changedNs + DhtTimes.QUIET_NS, table.buckets().get(1).refreshNs());
        table.onBootstrapped();
        assertFalse(table.buckets().get(0).isNeglected(), "it is full");
        assertTrue(table.buckets().get(1).isNeglected());
        assertEquals(changedNs, table.buckets().get(1).refreshNs());
        table.onRefreshed(1, NOW_NS + 500);
        assertEquals(NOW_NS + 500 + DhtTimes.QUIET_NS, table.buckets().get(1).refreshNs());
    }

    @Test
    void refusesItselfTheOtherFamilyAndWhoCannotBeReached() {
        table.onAnswered(new NodeContact(OWN, Endpoint.parse("60.1.1.1:1")), NOW_NS);
        table.onAnswered(new NodeContact(node("8", 1).id(), Endpoint.parse("[2001:db8::1]:1")), NOW_NS);
        table.onAnswered(new NodeContact(node("8", 1).id(), Endpoint.parse("60.1.1.1:0")), NOW_NS);
        table.onAnswered(new NodeContact(node("8", 1).id(), Endpoint.parse("224.1.1.1:5")), NOW_NS);
        assertEquals(0, table.size());
    }

    @Test
    void isTheSameAfterARestart() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 500; i++) {
            table.onAnswered(RandomNodes.contact(random), NOW_NS + i);
        }
        RoutingTable restored = new RoutingTable(OWN, false, LATER_NS);
        table.nodes().forEach(node -> restored.onRestored(node.contact(), node.lastAnswerNs(), LATER_NS));
        assertEquals(table.nodes().stream().map(TableNode::contact).toList(), restored.nodes().stream().map(TableNode::contact).toList());
        assertEquals(table.nodes().stream().map(TableNode::lastAnswerNs).toList(),
                restored.nodes().stream().map(TableNode::lastAnswerNs).toList());
        assertTrue(restored.nodes().stream().anyMatch(node -> node.standing(LATER_NS) == NodeStanding.QUESTIONABLE));
    }

    @Test
    void givesTheClosestGoodNodesInOrder() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 500; i++) {
            table.onAnswered(RandomNodes.contact(random), NOW_NS + i);
        }
        NodeId target = RandomNodes.contact(random).id();
        List<NodeContact> all = new ArrayList<>(table.nodes().stream().map(TableNode::contact).toList());
        all.sort(Comparator.comparing(NodeContact::id, Distance.to(target)));
        assertEquals(all.subList(0, 8), table.closestGood(target, 8, NOW_NS));
        assertEquals(List.of(), table.closestGood(target, 8, LATER_NS + 500));
    }

    @Test
    void isWhatItSaysItIsWhateverHappens() {
        for (int seed = 0; seed < 300; seed++) {
            RandomNodes.history(new SplittableRandom(seed), seed);
        }
    }
}
