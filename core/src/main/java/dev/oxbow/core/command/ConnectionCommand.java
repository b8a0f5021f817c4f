package dev.oxbow.core.command;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.value.PieceLayout;

/** What net does with connections. */
public sealed interface ConnectionCommand extends Command {
    void dispatch(ConnectionCommandHandler handler);

    @Override
    default void dispatch(CommandHandler handler) {
        dispatch((ConnectionCommandHandler) handler);
    }

    /** Accept peers; port 0 lets the system choose. */
    record Listen(String address, int port) implements ConnectionCommand {
        @Override
        public void dispatch(ConnectionCommandHandler handler) {
            handler.onListen(this);
        }
    }

    /** Dial a peer. Answered by ConnectionOpened or ConnectFailed. */
    record Connect(long connectionId, int torrentId, Endpoint endpoint, ConnectReason reason) implements ConnectionCommand {
        @Override
        public void dispatch(ConnectionCommandHandler handler) {
            handler.onConnect(this);
        }
    }

    /** Send our 68 bytes (BEP 3). */
    record SendHandshake(
            long connectionId, int torrentId, InfoHash infoHash, PeerId peerId, long reservedBits)
            implements ConnectionCommand {
        @Override
        public void dispatch(ConnectionCommandHandler handler) {
            handler.onSendHandshake(this);
        }
    }

    /** From now on this connection speaks of this torrent: messages are checked against its layout. Nothing after an accepted peer's handshake is read before this. */
    record LimitConnection(long connectionId, int torrentId, PieceLayout layout) implements ConnectionCommand {
        @Override
        public void dispatch(ConnectionCommandHandler handler) {
            handler.onLimitConnection(this);
        }
    }

    /** Close at once. Answered by ConnectionClosed. */
    record CloseConnection(long connectionId, CloseReason reason, String detail) implements ConnectionCommand {
        @Override
        public void dispatch(ConnectionCommandHandler handler) {
            handler.onCloseConnection(this);
        }
    }
}
