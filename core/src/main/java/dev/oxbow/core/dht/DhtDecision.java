package dev.oxbow.core.dht;

import dev.oxbow.core.command.LookupKind;
import dev.oxbow.core.krpc.KrpcError;
import dev.oxbow.core.krpc.KrpcQuery;
import dev.oxbow.core.krpc.KrpcResponse;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeId;
import java.util.Optional;

/** What {@link DhtPolicy} decided. Each is to be folded into {@link DhtState} before it is carried out. */
public sealed interface DhtDecision {

    /**
     * Send this query, whose transaction is new.
     *
     * @param nodeId   who is expected to answer; nothing where only the address is known
     * @param lookupId the lookup that asks, or 0 to see whether a node is there
     */
    record SendQuery(Endpoint to, Optional<NodeId> nodeId, int lookupId, KrpcQuery query) implements DhtDecision {
    }

    /** Answer a query. */
    record SendResponse(Endpoint to, KrpcResponse response) implements DhtDecision {
    }

    /** Refuse a query. */
    record SendError(Endpoint to, KrpcError error) implements DhtDecision {
    }

    /**
     * Begin a lookup. Nothing to carry out.
     *
     * @param bucketIndex which bucket is refreshed, or {@link #NO_BUCKET}
     */
    record StartLookup(int lookupId, LookupKind kind, NodeId target, int bucketIndex) implements DhtDecision {
        public static final int NO_BUCKET = -1;
    }

    /**
     * A lookup is over. Nothing to carry out; the figures are for people.
     *
     * @param toldCount how many nodes were sent announce_peer
     * @param hops      how many answers led to the closest nodes
     */
    record EndLookup(int lookupId, int askedCount, int answeredCount, int toldCount, int hops) implements DhtDecision {
    }

    /** Resolve the host names of the routers and report with {@link DhtState#onRoutersFound}. */
    record FindRouters() implements DhtDecision {
    }

    /** Go by another id from now on, because our address asks for it (BEP 42). Nothing to carry out. */
    record ChangeNodeId(NodeId id) implements DhtDecision {
    }
}
