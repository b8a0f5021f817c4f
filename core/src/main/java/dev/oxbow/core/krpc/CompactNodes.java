package dev.oxbow.core.krpc;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Packed addresses of peers (6 or 18 bytes) and nodes (an id in front of it: 26 or 38), in network byte order (BEP 5, BEP 32). */
final class CompactNodes {
    private static final int PORT_LENGTH_BYTES = 2;
    static final int PEER4_LENGTH_BYTES = Endpoint.IPV4_LENGTH_BYTES + PORT_LENGTH_BYTES;
    static final int PEER6_LENGTH_BYTES = Endpoint.IPV6_LENGTH_BYTES + PORT_LENGTH_BYTES;

    private CompactNodes() {
    }

    static int entryLengthBytes(boolean ipv6) {
        return NodeId.LENGTH_BYTES + (ipv6 ? PEER6_LENGTH_BYTES : PEER4_LENGTH_BYTES);
    }

    /** The whole entries of {@code packed}; those that nobody can reach (port 0, an IPv4 address in IPv6's clothes) are left out. */
    static List<NodeContact> decode(ByteString packed, boolean ipv6) {
        int entry = entryLengthBytes(ipv6);
        List<NodeContact> nodes = new ArrayList<>();
        for (int at = 0; at + entry <= packed.length(); at += entry) {
            NodeId id = new NodeId(packed.substring(at, at + NodeId.LENGTH_BYTES));
            endpoint(packed.substring(at + NodeId.LENGTH_BYTES, at + entry)).filter(endpoint -> endpoint.port() != 0
                    && endpoint.isIpv6() == ipv6).ifPresent(endpoint -> nodes.add(new NodeContact(id, endpoint)));
        }
        return nodes;
    }

    /** The endpoint that 6 or 18 bytes stand for; nothing for any other number of bytes. */
    static Optional<Endpoint> endpoint(ByteString packed) {
        if (packed.length() != PEER4_LENGTH_BYTES && packed.length() != PEER6_LENGTH_BYTES) {
            return Optional.empty();
        }
        int portAt = packed.length() - PORT_LENGTH_BYTES;
        int port = (packed.byteAt(portAt) & 0xff) << 8 | packed.byteAt(portAt + 1) & 0xff;
        return Optional.of(new Endpoint(packed.substring(0, portAt), port));
    }

    static ByteString encode(Endpoint endpoint) {
        byte[] packed = new byte[endpoint.address().length() + PORT_LENGTH_BYTES];
        put(endpoint, packed, 0);
        return ByteString.wrap(packed);
    }

    /** @throws IllegalArgumentException when a node is of the other family */
    static ByteString encode(List<NodeContact> nodes, boolean ipv6) {
        int entry = entryLengthBytes(ipv6);
        byte[] packed = new byte[nodes.size() * entry];
        for (int i = 0; i < nodes.size(); i++) {
            NodeContact node = nodes.get(i);
            if (node.endpoint().isIpv6() != ipv6) {
                throw new IllegalArgumentException("a node of the other family: " + node.endpoint());
            }
            node.id().bytes().copyTo(packed, i * entry);
            put(node.endpoint(), packed, i * entry + NodeId.LENGTH_BYTES);
        }
        return ByteString.wrap(packed);
    }

    private static void put(Endpoint endpoint, byte[] target, int at) {
        endpoint.address().copyTo(target, at);
        int portAt = at + endpoint.address().length();
        target[portAt] = (byte) (endpoint.port() >>> 8);
        target[portAt + 1] = (byte) endpoint.port();
    }
}
