package dev.oxbow.core.session;

import dev.oxbow.core.command.ConnectReason;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.swarm.Candidate;
import java.util.Optional;

/** Decides whom to dial: candidates whose time has come, as long as the limits leave room. */
final class Dialler {
    private final Turn turn;

    Dialler(Turn turn) {
        this.turn = turn;
    }

    static boolean hasRoom(SessionState state, Swarm torrent) {
        return torrent.isRunning() && !state.isStopRequested()
                && torrent.connections().size() < state.connectionsPerTorrentMax
                && state.connections().size() < state.connectionsMax
                && halfOpenCount(state) < state.halfOpenMax;
    }

    private static long halfOpenCount(SessionState state) {
        return state.connections().stream().filter(session -> session.phase() == PeerSession.Phase.DIALLING).count();
    }

    void dialMore(Swarm torrent) {
        while (hasRoom(turn.state, torrent)) {
            Optional<Candidate> due = torrent.candidates().due(turn.nowNs());
            if (due.isEmpty()) {
                return;
            }
            long connectionId = turn.state.nextConnectionId() | 1;
            turn.emit(new ConnectionCommand.Connect(connectionId, torrent.torrentId(), due.get().endpoint(), reason(due.get())));
        }
    }

    private static ConnectReason reason(Candidate candidate) {
        if (candidate.everConnected()) {
            return ConnectReason.RECONNECT;
        }
        return candidate.failures() > 0 ? ConnectReason.RETRY : ConnectReason.NEW_CANDIDATE;
    }
}
