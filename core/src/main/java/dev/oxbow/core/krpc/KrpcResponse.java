package dev.oxbow.core.krpc;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import java.util.List;
import java.util.Optional;

/**
 * An answer (BEP 5). Which keys are there tells what was asked; an empty list of nodes is not the same as none.
 *
 * @param id           the answering node's
 * @param nodes        near the target, IPv4
 * @param nodes6       near the target, IPv6 (BEP 32)
 * @param values       peers of the torrent, of either family; empty for none
 * @param token        to announce with; empty for none
 * @param filters      to count the swarm by (BEP 33)
 * @param yourEndpoint where the answering node saw the query come from (BEP 42, {@code ip})
 */
public record KrpcResponse(
        ByteString transaction, NodeId id, Optional<List<NodeContact>> nodes, Optional<List<NodeContact>> nodes6, List<Endpoint> values,
        ByteString token, Optional<SwarmFilters> filters, Optional<Endpoint> yourEndpoint) implements KrpcMessage {
    public KrpcResponse {
        nodes = nodes.map(List::copyOf);
        nodes6 = nodes6.map(List::copyOf);
        values = List.copyOf(values);
    }

    /** The answer to ping and announce_peer. */
    public static KrpcResponse plain(ByteString transaction, NodeId id, Optional<Endpoint> yourEndpoint) {
        return new KrpcResponse(transaction, id, Optional.empty(), Optional.empty(), List.of(), ByteString.EMPTY, Optional.empty(),
                yourEndpoint);
    }

    /** The same answer with another token. */
    public KrpcResponse withToken(ByteString other) {
        return new KrpcResponse(transaction, id, nodes, nodes6, values, other, filters, yourEndpoint);
    }

    /** The same answer with other peers in it. */
    public KrpcResponse withValues(List<Endpoint> peers) {
        return new KrpcResponse(transaction, id, nodes, nodes6, peers, token, filters, yourEndpoint);
    }
}
