package dev.oxbow.core.command;

import dev.oxbow.core.event.DhtMethod;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeId;
import java.util.List;

/**
 * What our node in the DHT does. What a datagram says follows from the state and is not repeated here: a host gets it from
 * {@code DhtNodes.datagram} once the command is applied.
 */
public sealed interface DhtCommand extends Command {
    void dispatch(DhtCommandHandler handler);

    @Override
    default void dispatch(CommandHandler handler) {
        dispatch((DhtCommandHandler) handler);
    }

    /**
     * Open the UDP socket. Answered by DhtListenSucceeded or DhtListenFailed.
     *
     * @param address numeric; empty for all addresses
     * @param port    preferably this one, which TCP has; 0 lets the system choose
     */
    record OpenDhtSocket(String address, int port) implements DhtCommand {
        @Override
        public void dispatch(DhtCommandHandler handler) {
            handler.onOpenDhtSocket(this);
        }
    }

    /**
     * Ask a node. Answered by DhtResponseReceived, DhtErrorReceived, or nothing.
     *
     * @param transaction new, and not to be guessed
     * @param nodeId      who is expected to answer; empty where only the address is known
     * @param lookupId    the lookup that asks, about its target; 0 to see whether the node is there
     */
    record SendDhtQuery(Endpoint to, ByteString transaction, ByteString nodeId, int lookupId, DhtMethod method) implements DhtCommand {
        @Override
        public void dispatch(DhtCommandHandler handler) {
            handler.onSendDhtQuery(this);
        }
    }

    /** Answer the query that was received just now. The counts are of what the answer names. */
    record SendDhtResponse(Endpoint to, ByteString transaction, int nodeCount, int peerCount) implements DhtCommand {
        @Override
        public void dispatch(DhtCommandHandler handler) {
            handler.onSendDhtResponse(this);
        }
    }

    /** Refuse the query that was received just now. */
    record SendDhtError(Endpoint to, ByteString transaction, int code, String text) implements DhtCommand {
        @Override
        public void dispatch(DhtCommandHandler handler) {
            handler.onSendDhtError(this);
        }
    }

    /**
     * Find out where hosts to begin with are. Each is answered by HostResolved or HostResolveFailed.
     *
     * @param ipv6    which of the two DHTs wants them
     * @param hosts   as {@code host:port}
     * @param trusted the user named them, so their names may lead to this machine's own network; a torrent's may not
     */
    record ResolveHosts(boolean ipv6, List<String> hosts, boolean trusted) implements DhtCommand {
        public ResolveHosts {
            hosts = List.copyOf(hosts);
        }

        @Override
        public void dispatch(DhtCommandHandler handler) {
            handler.onResolveHosts(this);
        }
    }

    /**
     * Begin a lookup. Recorded only; its queries are commands of their own.
     *
     * @param ipv6        in which of the two DHTs
     * @param bucketIndex which bucket is refreshed; -1 where it is for something else
     */
    record StartLookup(boolean ipv6, int lookupId, LookupKind kind, NodeId target, int bucketIndex) implements DhtCommand {
        @Override
        public void dispatch(DhtCommandHandler handler) {
            handler.onStartLookup(this);
        }
    }

    /**
     * A lookup is over. Recorded only; the figures are for people.
     *
     * @param toldCount how many nodes were sent announce_peer
     * @param hops      how many answers led to the closest nodes
     */
    record EndLookup(boolean ipv6, int lookupId, int askedCount, int answeredCount, int toldCount, int hops) implements DhtCommand {
        @Override
        public void dispatch(DhtCommandHandler handler) {
            handler.onEndLookup(this);
        }
    }

    /** Go by another id from now on, because our address asks for it (BEP 42). Recorded only. */
    record ChangeNodeId(boolean ipv6, NodeId nodeId) implements DhtCommand {
        @Override
        public void dispatch(DhtCommandHandler handler) {
            handler.onChangeNodeId(this);
        }
    }
}
