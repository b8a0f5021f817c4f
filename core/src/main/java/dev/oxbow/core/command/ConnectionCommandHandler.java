package dev.oxbow.core.command;

/** One method for each record of {@link ConnectionCommand}. */
public interface ConnectionCommandHandler {
    void onListen(ConnectionCommand.Listen command);

    void onConnect(ConnectionCommand.Connect command);

    void onSendHandshake(ConnectionCommand.SendHandshake command);

    void onLimitConnection(ConnectionCommand.LimitConnection command);

    void onCloseConnection(ConnectionCommand.CloseConnection command);

    void onBanPeer(ConnectionCommand.BanPeer command);

    void onUnbanPeer(ConnectionCommand.UnbanPeer command);

    void onAwaitMetadata(ConnectionCommand.AwaitMetadata command);
}
