package dev.oxbow.core.command;

import dev.oxbow.core.event.BanReason;
import dev.oxbow.core.value.ByteString;
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

    /**
     * Have nothing more to do with this peer. Recorded only; its connections are closed by commands of their own.
     *
     * @param endpoint where the peer was, or can be, connected
     * @param wholeAddress whether nobody at its address is let in, whatever the port
     * @param badBlocks as a bitfield over the blocks of the piece: those that are known to be wrong
     * @param badSequence of the BlockReceived with the first of them
     * @param goodSequence of the BlockReceived with the same block of the good copy; -1 when there is none yet
     * @param untilNs when it ends by itself
     * @param detail a sentence for people
     */
    record BanPeer(
            Endpoint endpoint, boolean wholeAddress, BanReason reason, int torrentId, int pieceIndex, ByteString badBlocks, long badSequence, long goodSequence, long untilNs, String detail)
            implements ConnectionCommand {
        @Override
        public void dispatch(ConnectionCommandHandler handler) {
            handler.onBanPeer(this);
        }
    }

    /** The ban of this endpoint is over. Recorded only. */
    record UnbanPeer(Endpoint endpoint) implements ConnectionCommand {
        @Override
        public void dispatch(ConnectionCommandHandler handler) {
            handler.onUnbanPeer(this);
        }
    }

    /**
     * From now on this connection speaks of this torrent, whose pieces are not known yet: what the peer says of pieces is kept until
     * LimitConnection. Nothing after an accepted peer's handshake is read before this.
     */
    record AwaitMetadata(long connectionId, int torrentId) implements ConnectionCommand {
        @Override
        public void dispatch(ConnectionCommandHandler handler) {
            handler.onAwaitMetadata(this);
        }
    }
}
