package dev.oxbow.core.session;

import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.ConnectionCommandHandler;
import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.ConnectionEventHandler;
import dev.oxbow.core.event.Violation;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.peer.RequestQueue;
import dev.oxbow.core.swarm.Ban;
import java.util.List;

/** Records the lives of connections. */
final class ConnectionFold implements ConnectionEventHandler, ConnectionCommandHandler {
    /** Neither side had anything for the other, or gave it, or another way to it is open: it is left alone for a good while. */
    private static final List<CloseReason> RESTING = List.of(CloseReason.BOTH_COMPLETE, CloseReason.DUPLICATE, CloseReason.TURNOVER,
            CloseReason.NO_INTEREST, CloseReason.OUTRANKED, CloseReason.ASKED_IN_VAIN);

    private final SessionState state;

    ConnectionFold(SessionState state) {
        this.state = state;
    }

    @Override
    public void onConnectionAccepted(ConnectionEvent.ConnectionAccepted event) {
        add(PeerSession.accepted(event.connectionId(), event.endpoint(), state.timeNs()));
    }

    private void add(PeerSession session) {
        state.connections.add(session);
        state.connectionsById.put(session.connectionId(), session);
        state.nextConnectionId = Math.max(state.nextConnectionId, session.connectionId() + 1);
        state.crowd.count(state.connections.size(), state.connectionsMax, state.timeNs());
    }

    @Override
    public void onConnectionOpened(ConnectionEvent.ConnectionOpened event) {
        state.connection(event.connectionId()).filter(session -> !session.isClosing()).ifPresent(session -> {
            noLongerDialling(session);
            session.opened(state.timeNs());
        });
    }

    private void noLongerDialling(PeerSession session) {
        state.halfOpenCount -= session.phase() == PeerSession.Phase.DIALLING ? 1 : 0;
    }

    @Override
    public void onConnectFailed(ConnectionEvent.ConnectFailed event) {
        remove(event.connectionId());
    }

    @Override
    public void onHandshakeReceived(ConnectionEvent.HandshakeReceived event) {
        state.connection(event.connectionId()).ifPresent(session -> {
            session.received(state.timeNs());
            session.handshakeReceived(event.peerId(), event.reservedBits());
        });
    }

    @Override
    public void onConnectionClosed(ConnectionEvent.ConnectionClosed event) {
        remove(event.connectionId());
    }

    private void remove(long connectionId) {
        PeerSession session = state.connectionsById.remove(connectionId);
        if (session == null) {
            return;
        }
        noLongerDialling(session);
        state.connections.remove(session);
        state.crowd.count(state.connections.size(), state.connectionsMax, state.timeNs());
        state.lostTorrentId = session.torrentId();
        state.swarm(session.torrentId()).ifPresent(swarm -> swarm.connections.remove(session));
        state.magnet(session.torrentId()).ifPresent(magnet -> leave(magnet, session));
        Torrent torrent = state.torrentsById.get(session.torrentId());
        if (torrent != null) {
            state.countConnections(torrent);
            releaseRequests(torrent, session);
            torrent.picker.peerLostAll(session.pieces());
            torrent.superSeeding().filter(it -> it.isJoined(connectionId)).ifPresent(it -> it.left(connectionId, session.pieces()));
            torrent.picker.shareExclusive(session.connectionId());
            if (session.bytesDown() > 0) {
                torrent.blame.left(session.connectionId(), session.identity());
            }
            torrent.gone(session.identity(), session.bytesDown() + session.bytesUp() > 0, state.timeNs());
        }
    }

    private void leave(MagnetTorrent magnet, PeerSession session) {
        magnet.fetch().left(session.connectionId());
        magnet.gone(session.identity(), false, state.timeNs());
    }

    /** What was asked of the peer is free to be asked of others. */
    static void releaseRequests(Torrent torrent, PeerSession session) {
        RequestQueue requests = session.requests();
        while (requests.size() > 0) {
            int piece = requests.pieceAt(0);
            int block = requests.blockAt(0);
            session.cancelled(piece, block);
            torrent.picker.released(piece, block, session.connectionId());
        }
    }

    @Override
    public void onProtocolViolated(ConnectionEvent.ProtocolViolated event) {
        state.connection(event.connectionId()).ifPresent(session -> {
            session.received(state.timeNs());
            if (event.violation() == Violation.UNKNOWN_ID) {
                session.unknownMessage();
            }
        });
    }

    @Override
    public void onListen(ConnectionCommand.Listen command) {
        state.listenSettled = false;
    }

    @Override
    public void onConnect(ConnectionCommand.Connect command) {
        PeerSession session = PeerSession.dialled(command.connectionId(), command.endpoint(), command.torrentId(), state.timeNs());
        add(session);
        state.swarm(command.torrentId()).ifPresent(swarm -> {
            swarm.connections.add(session);
            swarm.candidates.dialling(command.endpoint());
        });
        state.dialRate.dialled(state.timeNs());
        state.halfOpenCount++;
        state.torrent(command.torrentId()).ifPresent(state::countConnections);
    }

    @Override
    public void onSendHandshake(ConnectionCommand.SendHandshake command) {
        state.connection(command.connectionId()).ifPresent(session -> session.handshakeSent(command.reservedBits()));
    }

    @Override
    public void onLimitConnection(ConnectionCommand.LimitConnection command) {
        PeerSession session = state.connectionsById.get(command.connectionId());
        boolean isNew = !session.isAwaitingMetadata();
        session.joined(command.torrentId(), command.layout().pieceCount());
        state.torrent(command.torrentId()).flatMap(Torrent::superSeeding).ifPresent(it -> it.joined(command.connectionId()));
        if (isNew) {
            join(command.torrentId(), session);
            state.torrent(command.torrentId()).ifPresent(state::countConnections);
        }
    }

    private void join(int torrentId, PeerSession session) {
        state.swarm(torrentId).ifPresent(swarm -> {
            if (session.isDialled()) {
                swarm.candidates.proved(session.endpoint());
            } else {
                swarm.connections.add(session);
            }
        });
    }

    @Override
    public void onAwaitMetadata(ConnectionCommand.AwaitMetadata command) {
        PeerSession session = state.connectionsById.get(command.connectionId());
        session.awaitsMetadata(command.torrentId());
        join(command.torrentId(), session);
    }

    @Override
    public void onCloseConnection(ConnectionCommand.CloseConnection command) {
        PeerSession session = state.connectionsById.get(command.connectionId());
        if (session == null) {
            return;
        }
        noLongerDialling(session);
        session.closing();
        state.magnet(session.torrentId()).ifPresent(magnet -> magnet.fetch().left(session.connectionId()));
        state.torrent(session.torrentId()).ifPresent(torrent -> {
            if (command.reason() == CloseReason.TURNOVER) {
                torrent.crowd.turnedOver(state.timeNs());
                state.crowd.turnedOver(state.timeNs());
            }
            releaseRequests(torrent, session);
        });
        state.swarm(session.torrentId()).ifPresent(torrent -> {
            boolean neverAgain = command.reason() == CloseReason.SELF
                    || command.reason() == CloseReason.INFO_HASH_MISMATCH;
            if (neverAgain) {
                torrent.candidates.bar(session.identity());
            } else if (RESTING.contains(command.reason())) {
                torrent.candidates.rest(session.identity());
            }
        });
    }

    @Override
    public void onBanPeer(ConnectionCommand.BanPeer command) {
        state.bans.add(new Ban(command.endpoint(), command.wholeAddress(), command.reason(), command.torrentId(), command.pieceIndex(),
                command.badBlocks(), command.badSequence(), command.goodSequence(), command.untilNs(), command.detail()));
        state.keepOutBanned();
    }

    @Override
    public void onUnbanPeer(ConnectionCommand.UnbanPeer command) {
        state.bans.remove(command.endpoint());
        state.keepOutBanned();
    }
}
