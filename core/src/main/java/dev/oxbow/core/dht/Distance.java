package dev.oxbow.core.dht;

import dev.oxbow.core.value.NodeId;
import java.util.Comparator;

/** Kademlia's metric: the XOR of two ids as an unsigned number (BEP 5, overview). */
public final class Distance {
    /** How many bits an id has; two ids have so many in common when they are equal. */
    public static final int BIT_COUNT = NodeId.LENGTH_BYTES * 8;

    private Distance() {
    }

    /** Negative when {@code a} is closer to {@code target} than {@code b}. */
    public static int compare(NodeId target, NodeId a, NodeId b) {
        for (int i = 0; i < NodeId.LENGTH_BYTES; i++) {
            int t = target.bytes().byteAt(i) & 0xff;
            int difference = (t ^ a.bytes().byteAt(i) & 0xff) - (t ^ b.bytes().byteAt(i) & 0xff);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    /** A value, not a lambda: it is part of a state, which can be kept and read again. */
    private record From(NodeId target) implements Comparator<NodeId> {
        @Override
        public int compare(NodeId a, NodeId b) {
            return Distance.compare(target, a, b);
        }
    }

    /** Closest first. */
    public static Comparator<NodeId> to(NodeId target) {
        return new From(target);
    }

    /** How many leading bits two ids have in common, 0 to {@link #BIT_COUNT}. */
    public static int commonBits(NodeId a, NodeId b) {
        for (int i = 0; i < NodeId.LENGTH_BYTES; i++) {
            int difference = (a.bytes().byteAt(i) ^ b.bytes().byteAt(i)) & 0xff;
            if (difference != 0) {
                return i * 8 + Integer.numberOfLeadingZeros(difference) - 24;
            }
        }
        return BIT_COUNT;
    }
}
