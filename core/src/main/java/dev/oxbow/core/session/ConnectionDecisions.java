package dev.oxbow.core.session;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.dht.Addresses;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.ConnectionEventHandler;
import dev.oxbow.core.event.Violation;
import dev.oxbow.core.peer.AllowedFastSet;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.wire.Handshake;
import java.util.Optional;

/** Decides whom to talk to, and begins and ends conversations. */
final class ConnectionDecisions implements ConnectionEventHandler {
    /** What we speak: the extension protocol (BEP 10) and the fast extension (BEP 6). */
    static final long RESERVED_BITS = Handshake.EXTENSION_PROTOCOL_BIT | Handshake.FAST_BIT;
    /** How many pieces a peer may ask for while it is choked. */
    private static final int ALLOWED_FAST = 5;
    /** Messages of unknown kinds are skipped so often: they may come of a newer protocol. */
    private static final int UNKNOWN_MESSAGES_MAX = 3;

    private final Turn turn;
    private final Dialler dialler;
    private final Requester requester;
    private final Unchoker unchoker;
    private final Judge judge;
    private final DhtDecisions dht;
    private final Turnover turnover;
    private final Introductions introductions;
    private final Magnets magnets;
    private final SuperSeeder superSeeder;

    ConnectionDecisions(Turn turn, Dialler dialler, Requester requester, Unchoker unchoker, Judge judge, DhtDecisions dht,
            Turnover turnover, Introductions introductions, Magnets magnets) {
        this.turn = turn;
        this.superSeeder = new SuperSeeder(turn);
        this.dialler = dialler;
        this.requester = requester;
        this.unchoker = unchoker;
        this.judge = judge;
        this.dht = dht;
        this.turnover = turnover;
        this.introductions = introductions;
        this.magnets = magnets;
    }

    @Override
    public void onConnectionAccepted(ConnectionEvent.ConnectionAccepted event) {
        turn.state.connection(event.connectionId()).ifPresent(session -> {
            if (turn.state.isStopRequested()) {
                turn.close(session, CloseReason.STOPPING, "");
            } else if (turn.state.connections().size() > turn.state.connectionsMax && !turnover.dismissStranger(event.connectionId())
                    && !turnover.makeRoom(turn.state.connections(), session)) {
                turn.close(session, CloseReason.TOO_MANY_CONNECTIONS, "");
            } else {
                judge.dismissIfBanned(session);
            }
        });
    }

    @Override
    public void onConnectionOpened(ConnectionEvent.ConnectionOpened event) {
        turn.state.connection(event.connectionId()).filter(session -> !session.isClosing())
                .ifPresent(session -> turn.state.swarm(session.torrentId()).ifPresent(torrent -> sendHandshake(session, torrent)));
    }

    private void sendHandshake(PeerSession session, Swarm torrent) {
        turn.emit(new ConnectionCommand.SendHandshake(session.connectionId(), torrent.torrentId(), torrent.infoHash(),
                turn.state.peerId().orElseThrow(), RESERVED_BITS | dht.reservedBits(torrent)));
    }

    @Override
    public void onConnectFailed(ConnectionEvent.ConnectFailed event) {
        turn.state.swarm(turn.state.lostTorrentId).ifPresent(dialler::dialMore);
    }

    @Override
    public void onHandshakeReceived(ConnectionEvent.HandshakeReceived event) {
        turn.state.connection(event.connectionId()).filter(session -> session.phase() == PeerSession.Phase.SHAKING_HANDS)
                .ifPresent(session -> meet(session, event));
    }

    private void meet(PeerSession session, ConnectionEvent.HandshakeReceived event) {
        Optional<Swarm> wanted = turn.state.swarm(event.infoHash()).filter(Swarm::isRunning);
        boolean isOpening = turn.state.torrent(event.infoHash()).filter(torrent -> torrent.torrentId() == session.torrentId()).isPresent();
        if (session.isDialled() && wanted.isEmpty() && isOpening) {
            turn.close(session, CloseReason.TORRENT_STOPPED, "its metadata has just arrived");
        } else if (session.isDialled() && wanted.filter(torrent -> torrent.torrentId() == session.torrentId()).isEmpty()) {
            turn.close(session, CloseReason.INFO_HASH_MISMATCH, "it answered for torrent " + event.infoHash());
        } else if (wanted.isEmpty()) {
            turn.close(session, CloseReason.UNKNOWN_TORRENT, "it asked for torrent " + event.infoHash());
        } else if (event.peerId().equals(turn.state.peerId().orElseThrow())) {
            meetSelf(session, wanted.get());
        } else if (isToYield(wanted.get(), session, event.peerId())) {
            turn.close(session, CloseReason.DUPLICATE, "");
        } else if (!session.isDialled() && isFull(wanted.get()) && !turnover.makeRoom(wanted.get().connections(), session)) {
            turn.close(session, CloseReason.TOO_MANY_CONNECTIONS, "");
        } else {
            boolean speaksExtensions = (event.reservedBits() & Handshake.EXTENSION_PROTOCOL_BIT) != 0;
            if (wanted.get() instanceof Torrent torrent) {
                join(session, torrent, speaksExtensions);
            } else {
                joinForMetadata(session, wanted.get(), speaksExtensions);
            }
        }
    }

    private boolean isFull(Swarm torrent) {
        return torrent.connections().size() >= turn.state.connectionsPerTorrentMax;
    }

    /** The end that dialled knows the address that is not to be dialled again; the other end only lets it know whom it has met. */
    private void meetSelf(PeerSession session, Swarm torrent) {
        if (session.isDialled()) {
            turn.close(session, CloseReason.SELF, "");
        } else if (!session.isHandshakeSent()) {
            sendHandshake(session, torrent);
        }
    }

    /**
     * Whether the peer is connected already and this connection is the one to go. Of two that cross because both sides dialled at the
     * same moment, both sides keep the one that the greater peer id dialled; else each might close the one that the other keeps. A
     * connection older than a handshake can take did not cross: it stays, or anybody who knows a peer's id could end it.
     */
    private boolean isToYield(Swarm torrent, PeerSession session, PeerId peer) {
        Optional<PeerSession> known = torrent.connections().stream()
                .filter(other -> other != session && (other.isActive() || other.isAwaitingMetadata()) && other.peerId().filter(peer::equals).isPresent()).findFirst();
        if (known.isEmpty()) {
            return false;
        }
        PeerSession other = known.get();
        boolean weAreGreater = turn.state.peerId().orElseThrow().compareTo(peer) > 0;
        boolean crossed = other.isDialled() != session.isDialled() && other.endpoint().address().equals(session.endpoint().address())
                && turn.nowNs() <= Deadline.after(other.sinceNs(), Deadlines.HANDSHAKE_SECONDS);
        if (!crossed || session.isDialled() != weAreGreater) {
            return true;
        }
        turn.close(other, CloseReason.DUPLICATE, "both sides dialled at the same moment");
        return false;
    }

    private void join(PeerSession session, Torrent torrent, boolean speaksExtensions) {
        long id = session.connectionId();
        turn.emit(new ConnectionCommand.LimitConnection(id, torrent.torrentId(), torrent.layout()));
        if (!session.isHandshakeSent()) {
            sendHandshake(session, torrent);
        }
        sayWhatWeHave(session, torrent);
        if (speaksExtensions) {
            introductions.introduce(session, torrent);
        }
        if (torrent.superSeeding().isPresent()) {
            superSeeder.reveal(torrent);
        } else if (session.isFast() && !torrent.picker().verified().isEmpty()) {
            for (int piece : AllowedFastSet.of(torrent.spec().infoHash(), session.endpoint(), torrent.layout().pieceCount(), ALLOWED_FAST)) {
                turn.emit(new PeerCommand.SendAllowedFast(id, piece));
            }
        }
        dht.greet(session);
    }

    /** Nothing but extensions is spoken before the torrent's pieces are known. */
    private void joinForMetadata(PeerSession session, Swarm magnet, boolean speaksExtensions) {
        if (!speaksExtensions) {
            turn.close(session, CloseReason.NO_EXTENSIONS, "");
            return;
        }
        long id = session.connectionId();
        turn.emit(new ConnectionCommand.AwaitMetadata(id, magnet.torrentId()));
        if (!session.isHandshakeSent()) {
            sendHandshake(session, magnet);
        }
        if (session.isFast()) {
            turn.emit(new PeerCommand.SendHaveNone(id)); // BEP 6 wants one of its three as the first message
        }
        introductions.introduce(session, magnet);
    }

    /** The first message; without the fast extension nothing is said of having nothing. */
    private void sayWhatWeHave(PeerSession session, Torrent torrent) {
        long id = session.connectionId();
        Bitfield verified = torrent.superSeeding().isPresent() ? new Bitfield(torrent.layout().pieceCount()) : torrent.picker().verified();
        if (session.isFast() && verified.isFull()) {
            turn.emit(new PeerCommand.SendHaveAll(id));
        } else if (!verified.isEmpty()) {
            turn.emit(new PeerCommand.SendBitfield(id, verified.toWire()));
        } else if (session.isFast()) {
            turn.emit(new PeerCommand.SendHaveNone(id));
        }
    }

    @Override
    public void onConnectionClosed(ConnectionEvent.ConnectionClosed event) {
        turn.state.torrent(turn.state.lostTorrentId).ifPresent(torrent -> {
            dialler.dialMore(torrent);
            requester.fillAll(torrent);
            superSeeder.reveal(torrent);
            unchoker.fillSlots(torrent);
        });
        turn.state.magnet(turn.state.lostTorrentId).ifPresent(magnet -> {
            dialler.dialMore(magnet);
            magnets.ask(magnet);
        });
    }

    @Override
    public void onProtocolViolated(ConnectionEvent.ProtocolViolated event) {
        turn.state.connection(event.connectionId()).ifPresent(session -> {
            if (event.violation() != Violation.UNKNOWN_ID || session.unknownMessages() > UNKNOWN_MESSAGES_MAX) {
                turn.close(session, CloseReason.PROTOCOL_VIOLATION, event.violation() + ": " + event.detail());
            }
        });
    }
}
