package dev.oxbow.core.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.LookupKind;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Closer and closer nodes are asked until the closest that are alive have answered. */
class LookupTest {
    private static final NodeId TARGET = NodeId.ofHex("0".repeat(40));
    private static final NodeId OWN = NodeId.ofHex("f".repeat(40));
    private static final long NOW_NS = SimulatedDht.START_NS;
    private static final ByteString TOKEN = ByteString.ofUtf8("token");

    private final Lookup lookup = new Lookup(1, LookupKind.ANNOUNCE, TARGET, OWN, false);

    /** The node at this distance from the target, in a subnet of its own. */
    private static NodeContact node(int distance) {
        Endpoint endpoint = Endpoint.of(new byte[] {50, (byte) (distance >> 8), (byte) distance, 1}, 6881);
        return new NodeContact(NodeId.ofHex(String.format(java.util.Locale.ROOT, "%040x", distance)), endpoint);
    }

    private static List<NodeContact> nodes(int... distances) {
        List<NodeContact> nodes = new ArrayList<>();
        for (int distance : distances) {
            nodes.add(node(distance));
        }
        return nodes;
    }

    /** Asks whom the lookup wants asked, and says at which distances. */
    private List<Integer> ask(long timeNs) {
        List<Integer> asked = new ArrayList<>();
        for (Optional<LookupNode> next = lookup.next(timeNs); next.isPresent(); next = lookup.next(timeNs)) {
            byte[] id = next.get().id().bytes().toArray();
            asked.add((id[18] & 0xff) << 8 | id[19] & 0xff);
            lookup.onAsked(next.get().id(), timeNs);
        }
        return asked;
    }

    @Test
    void asksTheClosestFourAtATime() {
        lookup.onSeeded(nodes(900, 500, 700, 600, 800, 1000));
        assertEquals(List.of(500, 600, 700, 800), ask(NOW_NS));
        lookup.onAnswered(node(600), nodes(300, 400), TOKEN);
        assertEquals(List.of(300), ask(NOW_NS));
        lookup.onFailed(Optional.of(node(500).id()));
        assertEquals(List.of(400), ask(NOW_NS));
        assertEquals(1, lookup.closestAnswered().size());
    }

    @Test
    void stopsWhenTheEightClosestHaveAnswered() {
        lookup.onSeeded(nodes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
        int answered = 0;
        for (List<Integer> asked = ask(NOW_NS); !asked.isEmpty(); asked = ask(NOW_NS)) {
            assertFalse(lookup.isSearched(NOW_NS));
            for (int distance : asked) {
                lookup.onAnswered(node(distance), List.of(), TOKEN);
                answered++;
            }
        }
        assertEquals(8, answered);
        assertTrue(lookup.isSearched(NOW_NS));
        assertEquals(nodes(1, 2, 3, 4, 5, 6, 7, 8), lookup.toTell(NOW_NS).stream().map(LookupNode::contact).toList());
    }

    @Test
    void waitsForTheSlowOnlyWhileTooFewAnswered() {
        lookup.onSeeded(nodes(1, 2, 3, 4));
        assertEquals(List.of(1, 2, 3, 4), ask(NOW_NS));
        assertEquals(NOW_NS + DhtTimes.SLOW_NS, lookup.nextNs(NOW_NS));
        long laterNs = NOW_NS + DhtTimes.SLOW_NS;
        assertFalse(lookup.isSearched(laterNs), "nobody has answered yet");
        lookup.onAnswered(node(4), nodes(11, 12, 13, 14, 15, 16, 17, 18), TOKEN);
        for (List<Integer> asked = ask(laterNs); !asked.isEmpty(); asked = ask(laterNs)) {
            asked.forEach(distance -> lookup.onAnswered(node(distance), List.of(), TOKEN));
        }
        assertTrue(lookup.isSearched(laterNs), "1, 2 and 3 hold up nobody");
    }

    @Test
    void tellsNobodyTwiceAndAsksNobodyAfterTelling() {
        lookup.onSeeded(nodes(1));
        ask(NOW_NS);
        lookup.onAnswered(node(1), List.of(), TOKEN);
        lookup.onTold(node(1).id());
        lookup.onSeeded(nodes(2));
        assertEquals(List.of(), lookup.toTell(NOW_NS));
        assertEquals(List.of(), ask(NOW_NS));
        assertTrue(lookup.isSearched(NOW_NS));
        assertEquals(1, lookup.toldCount());
    }

    @Test
    void oneOwnerCannotCrowdItOut() {
        List<NodeContact> crowd = new ArrayList<>();
        for (int i = 1; i < 200; i++) {
            crowd.add(new NodeContact(node(i).id(), Endpoint.of(new byte[] {66, 6, 6, (byte) i}, i)));
        }
        lookup.onSeeded(crowd);
        assertEquals(AddressQuota.PER_SUBNET_MAX, lookup.nodes().size());
    }

    @Test
    void anEndlessTaleOfCloserNodesEnds() {
        SplittableRandom random = new SplittableRandom(3);
        lookup.onSeeded(nodes(60_000));
        int asked = 0;
        for (Optional<LookupNode> next = lookup.next(NOW_NS); next.isPresent(); next = lookup.next(NOW_NS)) {
            lookup.onAsked(next.get().id(), NOW_NS);
            NodeContact asking = next.get().contact();
            List<NodeContact> closer = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                byte[] id = RandomNodes.bytes(random, 20).toArray();
                int zeros = Math.min(19, asked / 8);
                java.util.Arrays.fill(id, 0, zeros, (byte) 0);
                closer.add(new NodeContact(NodeId.of(id), RandomNodes.contact(random).endpoint()));
            }
            lookup.onAnswered(asking, closer, TOKEN);
            asked++;
        }
        assertTrue(asked <= Lookup.ASKED_MAX, "asked: " + asked);
        assertTrue(lookup.isSearched(NOW_NS));
    }

    @Test
    void withEnforcementOnlyNodesWhoseIdsAreTheirsCount() {
        Lookup strict = new Lookup(1, LookupKind.ANNOUNCE, TARGET, OWN, true);
        List<NodeContact> honest = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Endpoint endpoint = Endpoint.of(new byte[] {80, (byte) i, 1, 1}, 1);
            honest.add(new NodeContact(NodeIds.derive(endpoint.address(), 1, i), endpoint));
        }
        strict.onSeeded(nodes(1, 2, 3));
        strict.onSeeded(honest);
        for (Optional<LookupNode> next = strict.next(NOW_NS); next.isPresent(); next = strict.next(NOW_NS)) {
            strict.onAsked(next.get().id(), NOW_NS);
            strict.onAnswered(next.get().contact(), List.of(), TOKEN);
        }
        assertEquals(11, strict.askedCount());
        assertTrue(honest.containsAll(strict.toTell(NOW_NS).stream().map(LookupNode::contact).toList()));
        assertEquals(8, strict.toTell(NOW_NS).size());
    }
}
