package dev.oxbow.core.event;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.MappingMethod;
import dev.oxbow.core.value.TransportProtocol;

/** What is learned of how peers reach us: mapped ports, our address as others see it, and neighbours (BEP 14). */
public sealed interface ReachEvent extends Event {
    void dispatch(ReachEventHandler handler);

    @Override
    default void dispatch(EventHandler handler) {
        dispatch((ReachEventHandler) handler);
    }

    /**
     * How far Oxbow goes to be reached from now on; neither, before this.
     *
     * @param mapsPorts whether gateways are asked to map the ports that we listen on
     * @param announcesLocally whether neighbours are told of public torrents, and listened to
     * @param listenPortLast the last of the ports to listen on, should others have taken those before it; the first is in SettingsChanged
     */
    record ReachSettingsChanged(boolean mapsPorts, boolean announcesLocally, int listenPortLast) implements ReachEvent {
        @Override
        public void dispatch(ReachEventHandler handler) {
            handler.onReachSettingsChanged(this);
        }
    }

    /**
     * A gateway says that it forwards a port to us.
     *
     * @param operationId of the MapPort that this answers
     * @param internalPort ours
     * @param externalPort the gateway's
     * @param lifetimeSeconds what was granted; 0 when it stays until it is unmapped
     * @param externalAddress the gateway's on its outer side, which may be a private one; empty when it would not say
     */
    record PortMapped(
            long operationId, MappingMethod method, TransportProtocol protocol, int internalPort, int externalPort, int lifetimeSeconds,
            ByteString externalAddress)
            implements ReachEvent {
        @Override
        public void dispatch(ReachEventHandler handler) {
            handler.onPortMapped(this);
        }
    }

    /**
     * No gateway maps the port now.
     *
     * @param operationId of the MapPort that this answers
     * @param reason a sentence for people
     */
    record PortMapFailed(long operationId, MappingFailure failure, String reason) implements ReachEvent {
        @Override
        public void dispatch(ReachEventHandler handler) {
            handler.onPortMapFailed(this);
        }
    }

    /**
     * The gateway has answered an UnmapPort, or it is of no use to wait for that.
     *
     * @param failure a sentence for people; empty when the port is not mapped any more
     */
    record PortUnmapped(long operationId, String failure) implements ReachEvent {
        @Override
        public void dispatch(ReachEventHandler handler) {
            handler.onPortUnmapped(this);
        }
    }

    /**
     * Somebody says which address we have on the Internet: a tracker (BEP 24) or a peer (BEP 10, yourip). Nothing of it is proven.
     *
     * @param connectionId of the peer; 0 for a tracker
     * @param tracker its URL; empty for a peer
     * @param address 4 or 16 bytes
     */
    record ExternalAddressLearned(long connectionId, String tracker, ByteString address) implements ReachEvent {
        @Override
        public void dispatch(ReachEventHandler handler) {
            handler.onExternalAddressLearned(this);
        }
    }

    /** Somebody near says that a swarm can be joined there (BEP 14). Nothing of it is proven. */
    record LocalPeerDiscovered(InfoHash infoHash, Endpoint endpoint) implements ReachEvent {
        @Override
        public void dispatch(ReachEventHandler handler) {
            handler.onLocalPeerDiscovered(this);
        }
    }
}
