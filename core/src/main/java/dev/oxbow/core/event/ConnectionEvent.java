package dev.oxbow.core.event;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;

/** The life of a connection to a peer, up to and beside its messages. A connectionId is odd when we dialled, even when we accepted, and never used again. */
public sealed interface ConnectionEvent extends Event {
    void dispatch(ConnectionEventHandler handler);

    @Override
    default void dispatch(EventHandler handler) {
        dispatch((ConnectionEventHandler) handler);
    }

    /** A peer dialled us; its handshake is awaited. */
    record ConnectionAccepted(long connectionId, Endpoint endpoint) implements ConnectionEvent {
        @Override
        public void dispatch(ConnectionEventHandler handler) {
            handler.onConnectionAccepted(this);
        }
    }

    /** A connection that we dialled is open. */
    record ConnectionOpened(long connectionId) implements ConnectionEvent {
        @Override
        public void dispatch(ConnectionEventHandler handler) {
            handler.onConnectionOpened(this);
        }
    }

    /** Dialling did not succeed; the connection never was. */
    record ConnectFailed(long connectionId, String reason) implements ConnectionEvent {
        @Override
        public void dispatch(ConnectionEventHandler handler) {
            handler.onConnectFailed(this);
        }
    }

    /**
     * The peer's 68 bytes (BEP 3).
     *
     * @param reservedBits the eight reserved bytes, first byte highest
     */
    record HandshakeReceived(long connectionId, InfoHash infoHash, PeerId peerId, long reservedBits) implements ConnectionEvent {
        @Override
        public void dispatch(ConnectionEventHandler handler) {
            handler.onHandshakeReceived(this);
        }
    }

    /** The connection is gone: closed by the peer, by an error, or by our CloseConnection. */
    record ConnectionClosed(long connectionId, String reason) implements ConnectionEvent {
        @Override
        public void dispatch(ConnectionEventHandler handler) {
            handler.onConnectionClosed(this);
        }
    }

    /**
     * The peer broke a rule of the protocol; the message did no harm and was not passed on.
     *
     * @param detail   one clause for people, free of the peer's own bytes
     * @param evidence the first bytes of the message, at most 64
     */
    record ProtocolViolated(
            long connectionId, Violation violation, String detail, ByteString evidence)
            implements ConnectionEvent {
        @Override
        public void dispatch(ConnectionEventHandler handler) {
            handler.onProtocolViolated(this);
        }
    }
}
