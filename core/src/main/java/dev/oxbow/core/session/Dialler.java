package dev.oxbow.core.session;

import dev.oxbow.core.command.ConnectReason;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.swarm.Candidate;
import dev.oxbow.core.time.Deadline;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides whom to dial: candidates whose time has come, as long as the limits and the rate of dialling leave room. */
final class Dialler {
    /** Stands for a connection that there is not yet. */
    private static final long NOBODY = 0;

    private final Turn turn;
    private final Turnover turnover;

    Dialler(Turn turn, Turnover turnover) {
        this.turn = turn;
        this.turnover = turnover;
    }

    private static boolean hasPlace(SessionState state, Swarm torrent) {
        return torrent.isRunning() && !state.isStopRequested()
                && torrent.connections().size() < state.connectionsPerTorrentMax
                && (state.connections().size() < state.connectionsMax || Turnover.stranger(state).isPresent());
    }

    /** When somebody may be dialled for the torrent next. */
    static long dueNs(SessionState state, Swarm torrent) {
        long candidateNs = torrent.candidates().nextTryNs();
        if (candidateNs == Deadline.NONE || !hasPlace(state, torrent)) {
            return Deadline.NONE;
        }
        return Math.max(candidateNs, state.dialRate.nextNs(state.halfOpenCount, state.timeNs()));
    }

    /** Dials as many as may be dialled now. */
    void dialMore(Swarm torrent) {
        boolean more = true;
        while (more) {
            more = dialOne(torrent);
        }
    }

    /** For all torrents: one for each in turn, beginning with another each time, so that the first does not use up the rate. */
    void dialInTurn() {
        List<Swarm> waiting = new ArrayList<>(turn.inTurn(turn.state.swarms()));
        while (!waiting.isEmpty() && mayDial()) {
            waiting.removeIf(torrent -> !dialOne(torrent));
        }
    }

    private boolean mayDial() {
        return turn.state.dialRate.allowed(turn.state.halfOpenCount, turn.nowNs()) > 0;
    }

    private boolean dialOne(Swarm torrent) {
        if (!hasPlace(turn.state, torrent) || !mayDial()) {
            return false;
        }
        Optional<Candidate> due = torrent.candidates().due(turn.nowNs(), turn.state.ownEndpoints());
        if (due.isPresent()) {
            if (turn.state.connections().size() >= turn.state.connectionsMax) {
                turnover.dismissStranger(NOBODY);
            }
            turn.emit(new ConnectionCommand.Connect(turn.state.nextConnectionId() | 1, torrent.torrentId(), due.get().endpoint(), reason(due.get())));
        }
        return due.isPresent();
    }

    private static ConnectReason reason(Candidate candidate) {
        if (candidate.everConnected()) {
            return ConnectReason.RECONNECT;
        }
        return candidate.failures() > 0 ? ConnectReason.RETRY : ConnectReason.NEW_CANDIDATE;
    }
}
