package dev.oxbow.core.event;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeContact;
import dev.oxbow.core.value.NodeId;
import java.util.List;

/**
 * What happens at our node in the DHT (BEP 5, 32, 33, 42, 43). Of what comes in datagrams only well-formed messages get here, and
 * responses and errors only where a query of ours is open; that a query was left unanswered follows from the clock.
 */
public sealed interface DhtEvent extends Event {
    void dispatch(DhtEventHandler handler);

    @Override
    default void dispatch(EventHandler handler) {
        dispatch((DhtEventHandler) handler);
    }

    /**
     * Whether there is a node, from the next SessionStarted on. Without this entry there is none.
     *
     * @param bootstrapHosts whom to begin with, as {@code host:port}
     */
    record DhtConfigured(boolean on, List<String> bootstrapHosts) implements DhtEvent {
        public DhtConfigured {
            bootstrapHosts = List.copyOf(bootstrapHosts);
        }

        @Override
        public void dispatch(DhtEventHandler handler) {
            handler.onDhtConfigured(this);
        }
    }

    /**
     * A public torrent names nodes to begin with (BEP 5, {@code nodes}).
     *
     * @param hosts as {@code host:port}
     */
    record DhtHostsNamed(List<String> hosts) implements DhtEvent {
        public DhtHostsNamed {
            hosts = List.copyOf(hosts);
        }

        @Override
        public void dispatch(DhtEventHandler handler) {
            handler.onDhtHostsNamed(this);
        }
    }

    /**
     * The UDP socket is open.
     *
     * @param endpoint with the port that was really taken
     * @param ipv4     whether it reaches nodes by IPv4
     * @param ipv6     whether it reaches nodes by IPv6
     */
    record DhtListenSucceeded(Endpoint endpoint, boolean ipv4, boolean ipv6) implements DhtEvent {
        @Override
        public void dispatch(DhtEventHandler handler) {
            handler.onDhtListenSucceeded(this);
        }
    }

    /** There is no socket, and so no DHT in this session. */
    record DhtListenFailed(String reason) implements DhtEvent {
        @Override
        public void dispatch(DhtEventHandler handler) {
            handler.onDhtListenFailed(this);
        }
    }

    /**
     * A node asks us something.
     *
     * @param nodeId      the asking node's
     * @param target      a node id or an info hash, as the method wants; empty for a ping
     * @param port        where the announced peer listens; 0 where that was not said
     * @param token       what it says we gave it; empty where the method takes none
     * @param readOnly    it answers nobody and is not to be remembered (BEP 43)
     * @param impliedPort the datagram's own port counts instead of {@code port}
     * @param seed        the announced peer has all of the torrent (BEP 33)
     * @param noSeed      rather peers that are no seeds (BEP 33)
     * @param scrape      with filters to count the swarm by (BEP 33)
     * @param wantsIpv4   nodes with IPv4 addresses are asked for (BEP 32)
     * @param wantsIpv6   nodes with IPv6 addresses are asked for (BEP 32)
     */
    record DhtQueryReceived(
            Endpoint from, ByteString transaction, NodeId nodeId, DhtMethod method, ByteString target, int port, ByteString token,
            boolean readOnly, boolean impliedPort, boolean seed, boolean noSeed, boolean scrape, boolean wantsIpv4, boolean wantsIpv6)
            implements DhtEvent {
        @Override
        public void dispatch(DhtEventHandler handler) {
            handler.onDhtQueryReceived(this);
        }
    }

    /**
     * A node answers.
     *
     * @param nodeId     the answering node's
     * @param nodes      near the target, of either family
     * @param peers      of the torrent, of either family
     * @param token      to announce with; empty for none
     * @param ownAddress where it says the query came from (BEP 42); empty when it does not say
     */
    record DhtResponseReceived(
            Endpoint from, ByteString transaction, NodeId nodeId, List<NodeContact> nodes, List<Endpoint> peers, ByteString token,
            ByteString ownAddress)
            implements DhtEvent {
        public DhtResponseReceived {
            nodes = List.copyOf(nodes);
            peers = List.copyOf(peers);
        }

        @Override
        public void dispatch(DhtEventHandler handler) {
            handler.onDhtResponseReceived(this);
        }
    }

    /**
     * A node refuses a query of ours.
     *
     * @param text for people
     */
    record DhtErrorReceived(Endpoint from, ByteString transaction, int code, String text) implements DhtEvent {
        @Override
        public void dispatch(DhtEventHandler handler) {
            handler.onDhtErrorReceived(this);
        }
    }

    /**
     * A host to begin with was found.
     *
     * @param ipv6      which of the two DHTs wants it
     * @param host      as it was asked for, with its port
     * @param endpoints of that family, at least one
     */
    record HostResolved(boolean ipv6, String host, List<Endpoint> endpoints) implements DhtEvent {
        public HostResolved {
            endpoints = List.copyOf(endpoints);
        }

        @Override
        public void dispatch(DhtEventHandler handler) {
            handler.onHostResolved(this);
        }
    }

    /** A host to begin with has no address of the family, or none that may be asked. */
    record HostResolveFailed(boolean ipv6, String host, String reason) implements DhtEvent {
        @Override
        public void dispatch(DhtEventHandler handler) {
            handler.onHostResolveFailed(this);
        }
    }
}
