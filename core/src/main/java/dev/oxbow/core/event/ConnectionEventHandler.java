package dev.oxbow.core.event;

/** One method for each record of {@link ConnectionEvent}. */
public interface ConnectionEventHandler {
    void onConnectionAccepted(ConnectionEvent.ConnectionAccepted event);

    void onConnectionOpened(ConnectionEvent.ConnectionOpened event);

    void onConnectFailed(ConnectionEvent.ConnectFailed event);

    void onHandshakeReceived(ConnectionEvent.HandshakeReceived event);

    void onConnectionClosed(ConnectionEvent.ConnectionClosed event);

    void onProtocolViolated(ConnectionEvent.ProtocolViolated event);
}
