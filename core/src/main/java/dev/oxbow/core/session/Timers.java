package dev.oxbow.core.session;

import dev.oxbow.core.command.CancelReason;
import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.limit.TokenBucket;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.time.Deadline;
import java.util.List;

/** Decides what to do about everything that is due, in order of arrival. Reads the same deadlines as {@link Deadlines#earliestNs}. */
final class Timers {
    private final Turn turn;
    private final Requester requester;
    private final Announcer announcer;
    private final Dialler dialler;
    private final Syncer syncer;
    private final Unchoker unchoker;
    private final PeerDecisions peers;
    private final SeedGoal seedGoal;
    private final DhtDecisions dht;
    private final PortKeeper ports;
    private final Turnover turnover;
    private final LocalAnnouncer neighbours;
    private final PeerExchange exchange;
    private final Magnets magnets;
    private final SuperSeeder superSeeder;

    Timers(Turn turn, Requester requester, Announcer announcer, Dialler dialler, Syncer syncer, Unchoker unchoker, PeerDecisions peers,
            SeedGoal seedGoal, DhtDecisions dht, PortKeeper ports, Turnover turnover, PeerExchange exchange, Magnets magnets) {
        this.exchange = exchange;
        this.magnets = magnets;
        this.turn = turn;
        this.requester = requester;
        this.announcer = announcer;
        this.dialler = dialler;
        this.syncer = syncer;
        this.unchoker = unchoker;
        this.peers = peers;
        this.seedGoal = seedGoal;
        this.dht = dht;
        this.ports = ports;
        this.turnover = turnover;
        this.neighbours = new LocalAnnouncer(turn);
        this.superSeeder = new SuperSeeder(turn);
    }

    void fire() {
        for (PeerSession session : List.copyOf(turn.state.connections())) {
            fire(session);
        }
        syncer.syncJournal();
        dht.advance();
        for (Torrent torrent : List.copyOf(turn.state.torrents())) {
            seedGoal.pauseIfReached(torrent);
            superSeeder.reveal(torrent);
            unchoker.rechokeIfDue(torrent);
            serveLimited(torrent);
            requester.fillAll(torrent); // what was withdrawn from one peer just now is free for the others
            announcer.announceIfDue(torrent);
            exchange.tellIfDue(torrent);
            syncer.syncIfDue(torrent);
            if (Deadlines.spaceProbeNs(torrent) <= turn.nowNs()) {
                turn.emit(new StorageCommand.ProbeSpace(torrent.torrentId()));
            }
        }
        if (!turn.state.isStopRequested()) {
            turnover.fire();
            dialler.dialInTurn();
            ports.keep();
            neighbours.announceIfDue();
        }
        for (MagnetTorrent magnet : List.copyOf(turn.state.magnets())) {
            magnets.ask(magnet); // what one peer did not answer is free to be asked of others
            announcer.announceIfDue(magnet);
            dialler.dialMore(magnet);
        }
    }

    /** Where a limit held uploads back, all have their turn at being the first to go on. */
    private void serveLimited(Torrent torrent) {
        if (turn.state.upLimit(torrent).bytesPerSec() == TokenBucket.UNLIMITED) {
            return;
        }
        for (PeerSession session : turn.inTurn(torrent.connections())) {
            if (session.isActive()) {
                peers.send(torrent, session);
            }
        }
    }

    private void fire(PeerSession session) {
        if (session.phase() == PeerSession.Phase.SHAKING_HANDS) {
            if (Deadlines.handshakeNs(session) <= turn.nowNs()) {
                turn.close(session, CloseReason.HANDSHAKE_TIMEOUT, "no whole handshake in " + Deadlines.HANDSHAKE_SECONDS + " s");
            }
        } else if (session.isActive() || session.isAwaitingMetadata()) {
            fireActive(session);
        }
    }

    private void fireActive(PeerSession session) {
        if (Deadlines.silenceNs(session) <= turn.nowNs()) {
            turn.close(session, CloseReason.SILENT, "nothing heard for " + Deadlines.SILENCE_SECONDS + " s");
            return;
        }
        if (Deadlines.giveUpNs(session) <= turn.nowNs()) {
            turn.close(session, CloseReason.ASKED_IN_VAIN, "it lets us ask, and has sent nothing for "
                    + (turn.nowNs() - session.askedInVain().sinceNs()) / Deadline.SECOND_NS + " s");
            return;
        }
        if (Deadlines.keepAliveNs(session) <= turn.nowNs()) {
            turn.emit(new PeerCommand.SendKeepAlive(session.connectionId()));
        }
        if (Deadlines.snubNs(session) <= turn.nowNs()) {
            requester.cancelAll(session, CancelReason.TIMED_OUT);
        }
    }
}
