package dev.oxbow.core.dht;

import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import java.util.SplittableRandom;

/** Nodes and histories of routing tables out of thin air. */
final class RandomNodes {
    private RandomNodes() {
    }

    static NodeContact contact(SplittableRandom random) {
        return new NodeContact(new NodeId(bytes(random, 20)), Endpoint.of(new byte[] {(byte) (30 + random.nextInt(60)),
            (byte) random.nextInt(256), (byte) random.nextInt(256), (byte) random.nextInt(256)}, 1 + random.nextInt(60_000)));
    }

    /** A node that is likely to be near our own id, or to have the address, subnet or id of another. */
    private static NodeContact awkward(SplittableRandom random, NodeId own) {
        byte[] id = bytes(random, 20).toArray();
        int sameBytes = random.nextInt(3);
        own.bytes().substring(0, sameBytes).copyTo(id, 0);
        if (random.nextBoolean()) {
            java.util.Arrays.fill(id, sameBytes + 1, 20, (byte) 0);
        }
        byte first = (byte) (random.nextInt(10) == 0 ? 127 : 40);
        byte[] address = {first, (byte) random.nextInt(3), (byte) random.nextInt(40), (byte) random.nextInt(3)};
        return new NodeContact(NodeId.of(id), Endpoint.of(address, 1 + random.nextInt(3)));
    }

    /** Anything in any order; after each step the table must be whole. */
    static void history(SplittableRandom random, int seed) {
        NodeId own = new NodeId(bytes(random, 20));
        long timeNs = SimulatedDht.START_NS;
        RoutingTable table = new RoutingTable(own, false, timeNs);
        for (int step = 0; step < 400; step++) {
            timeNs += random.nextLong(60 * Deadline.SECOND_NS);
            boolean known = table.size() > 0 && random.nextBoolean();
            NodeContact contact = known ? table.nodes().get(random.nextInt(table.size())).contact() : awkward(random, own);
            switch (random.nextInt(6)) {
                case 0 -> table.onFailed(contact.endpoint(), timeNs);
                case 1 -> table.onQueried(contact, timeNs);
                case 2 -> table.onRestored(contact, timeNs - random.nextLong(DhtTimes.QUIET_NS * 2), timeNs);
                case 3 -> table.onAsked(contact.endpoint(), timeNs);
                default -> table.onAnswered(contact, timeNs);
            }
            try {
                table.checkInvariants();
            } catch (IllegalStateException e) {
                throw new AssertionError("seed " + seed + " step " + step + ": " + e.getMessage(), e);
            }
        }
    }

    static ByteString bytes(SplittableRandom random, int count) {
        byte[] out = new byte[count];
        random.nextBytes(out);
        return ByteString.wrap(out);
    }
}
