package dev.oxbow.core.session;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.swarm.Crowd;
import dev.oxbow.core.swarm.OwnEndpoints;
import dev.oxbow.core.time.Deadline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides who gives way to whom when all places are taken: now and then the least useful peers to addresses that have not been tried, and
 * peers that neither want anything of us nor have anything for us. Without that a full torrent would never meet anybody better.
 */
final class Turnover {
    static final long EVERY_SECONDS = 300;
    static final long NO_INTEREST_SECONDS = 600;
    /** A peer has so long to show what it is good for. */
    private static final long TRIAL_SECONDS = 60;
    private static final int SHARE_PERCENT = 4;
    private static final int PERCENT = 100;

    private final Turn turn;

    Turnover(Turn turn) {
        this.turn = turn;
    }

    static boolean isFull(SessionState state, Torrent torrent) {
        return torrent.connections().size() >= state.connectionsPerTorrentMax || isFull(state);
    }

    private static boolean isFull(SessionState state) {
        return state.connections().size() >= state.connectionsMax;
    }

    /**
     * Who connected to us longest ago of those that have not said yet who they are and what they want. Its place is nobody's: else a crowd
     * that never says it would keep everybody out.
     */
    static Optional<PeerSession> stranger(SessionState state) {
        return state.connections().stream()
                .filter(session -> !session.isDialled() && session.phase() == PeerSession.Phase.SHAKING_HANDS).findFirst();
    }

    /** Takes the place of the stranger that has waited longest for somebody else. @return whether there was one beside the newcomer */
    boolean dismissStranger(long newcomer) {
        Optional<PeerSession> stranger = stranger(turn.state).filter(session -> session.connectionId() != newcomer);
        stranger.ifPresent(session -> turn.close(session, CloseReason.TOO_MANY_CONNECTIONS, "all places are taken, and it has not said who it is"));
        return stranger.isPresent();
    }

    /** When places of the torrent change hands next. */
    static long dueNs(SessionState state, Torrent torrent) {
        boolean full = torrent.isRunning() && torrent.connections().size() >= state.connectionsPerTorrentMax;
        return full ? dueNs(torrent.crowd, torrent.connections(), torrent.candidates().nextTryNs()) : Deadline.NONE;
    }

    /** When places of the session change hands next. */
    static long dueNs(SessionState state) {
        if (!isFull(state)) {
            return Deadline.NONE;
        }
        long candidateNs = Deadline.NONE;
        for (Torrent torrent : state.torrents()) {
            boolean room = torrent.isRunning() && torrent.connections().size() < state.connectionsPerTorrentMax;
            candidateNs = room ? Math.min(candidateNs, torrent.candidates().nextTryNs()) : candidateNs;
        }
        return dueNs(state.crowd, state.connections(), candidateNs);
    }

    private static long dueNs(Crowd crowd, List<PeerSession> sessions, long candidateNs) {
        if (crowd.sinceNs() == Deadline.NONE || candidateNs == Deadline.NONE) {
            return Deadline.NONE;
        }
        long triedNs = Deadline.NONE;
        for (PeerSession session : sessions) {
            triedNs = session.isActive() ? Math.min(triedNs, Deadline.after(session.sinceNs(), TRIAL_SECONDS)) : triedNs;
        }
        return Math.max(Math.max(triedNs, candidateNs), Deadline.after(crowd.sinceNs(), EVERY_SECONDS));
    }

    /** When the first peer of a full torrent has been of no interest for long enough. */
    static long noInterestNs(SessionState state, Torrent torrent) {
        long earliest = Deadline.NONE;
        if (isFull(state, torrent)) {
            for (PeerSession session : torrent.connections()) {
                earliest = Math.min(earliest, noInterestNs(session));
            }
        }
        return earliest;
    }

    private static long noInterestNs(PeerSession session) {
        boolean none = session.isActive() && !session.amInterested() && !session.peerInterested();
        return none ? Deadline.after(session.interestChangedNs(), NO_INTEREST_SECONDS) : Deadline.NONE;
    }

    /** Takes the places of the session that are due, then those of each torrent. */
    void fire() {
        if (dueNs(turn.state) <= turn.nowNs()) {
            giveWay(turn.state.connections(), turn.state.connectionsMax);
        }
        for (Torrent torrent : turn.state.torrents()) {
            if (noInterestNs(turn.state, torrent) <= turn.nowNs()) {
                for (PeerSession session : List.copyOf(torrent.connections())) {
                    if (noInterestNs(session) <= turn.nowNs()) {
                        turn.close(session, CloseReason.NO_INTEREST, "neither side wanted anything for " + NO_INTEREST_SECONDS + " s");
                    }
                }
            }
            if (dueNs(turn.state, torrent) <= turn.nowNs()) {
                giveWay(torrent.connections(), turn.state.connectionsPerTorrentMax);
            }
        }
    }

    private void giveWay(List<PeerSession> sessions, int places) {
        List<PeerSession> tried = new ArrayList<>(sessions);
        tried.removeIf(session -> !session.isActive() || Deadline.after(session.sinceNs(), TRIAL_SECONDS) > turn.nowNs());
        tried.sort(leastUseful(turn.state.ownEndpoints()));
        int count = Math.max(1, places * SHARE_PERCENT / PERCENT);
        for (PeerSession session : tried.subList(0, Math.min(count, tried.size()))) {
            turn.close(session, CloseReason.TURNOVER, "all places are taken, and others wait");
        }
    }

    /** Without interest first, then the slowest, then those that are worth least by BEP 40, then the oldest. */
    private Comparator<PeerSession> leastUseful(OwnEndpoints own) {
        long nowNs = turn.nowNs();
        return Comparator.<PeerSession, Boolean>comparing(session -> session.amInterested() || session.peerInterested())
                .thenComparingLong(session -> session.downBytesPerSec(nowNs) + session.upBytesPerSec(nowNs))
                .thenComparingLong(session -> own.priority(session.identity()))
                .thenComparingLong(PeerSession::connectionId);
    }

    /**
     * All places are taken and somebody knocks: of the peers that exchange nothing now the one that is worth least to both ends makes room,
     * if the newcomer is worth more (BEP 40). The newcomer reckons the same, so both sides keep the same connections.
     *
     * @return whether somebody did
     */
    boolean makeRoom(List<PeerSession> sessions, PeerSession newcomer) {
        OwnEndpoints own = turn.state.ownEndpoints();
        PeerSession least = null;
        for (PeerSession session : sessions) {
            boolean idle = session != newcomer && session.isActive() && isIdle(session);
            if (idle && (least == null || own.priority(session.identity()) < own.priority(least.identity()))) {
                least = session;
            }
        }
        boolean found = least != null && own.priority(least.identity()) < own.priority(newcomer.endpoint());
        if (found) {
            turn.close(least, CloseReason.OUTRANKED, "all places are taken, and " + newcomer.endpoint() + " is worth more to both ends");
        }
        return found;
    }

    private boolean isIdle(PeerSession session) {
        return session.requests().size() == 0 && session.uploads().queuedCount() == 0 && session.uploads().underWayCount() == 0
                && session.downBytesPerSec(turn.nowNs()) + session.upBytesPerSec(turn.nowNs()) == 0;
    }
}
