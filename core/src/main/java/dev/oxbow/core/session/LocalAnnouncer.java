package dev.oxbow.core.session;

import dev.oxbow.core.command.ReachCommand;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Decides which torrents neighbours are told of, and when (BEP 14): each public one that is running every five minutes, those that have
 * waited longest first, as many as one announce holds. Private ones never (BEP 27).
 */
final class LocalAnnouncer {
    static final long EVERY_SECONDS = 300;
    /** BEP 14 allows one announce a minute; a second more, because the edge keeps to that by another clock. */
    static final long GAP_SECONDS = 61;
    /** So many info hashes fit into one announce of 1,400 bytes. */
    static final int TORRENTS_MAX = 24;

    private final Turn turn;

    LocalAnnouncer(Turn turn) {
        this.turn = turn;
    }

    static boolean isPublic(Torrent torrent) {
        return !torrent.spec().isPrivate();
    }

    /** When the torrent's turn comes; {@link Deadline#NONE} when nobody is to know of it. */
    static long dueNs(SessionState state, Torrent torrent) {
        boolean told = state.reach.announcesLocally() && isPublic(torrent) && torrent.isRunning() && !state.isStopRequested()
                && state.listening().isPresent();
        if (!told) {
            return Deadline.NONE;
        }
        long last = state.reach.announcedLocallyNs();
        long gapNs = last == Deadline.NONE ? 0 : Deadline.after(last, GAP_SECONDS);
        return Math.max(gapNs, waitsSinceNs(torrent));
    }

    private static long waitsSinceNs(Torrent torrent) {
        long last = torrent.announcedLocallyNs();
        return last == Deadline.NONE ? 0 : Deadline.after(last, EVERY_SECONDS);
    }

    void announceIfDue() {
        List<Torrent> due = new ArrayList<>();
        for (Torrent torrent : turn.state.torrents()) {
            if (dueNs(turn.state, torrent) <= turn.nowNs()) {
                due.add(torrent);
            }
        }
        if (!due.isEmpty()) {
            List<InfoHash> infoHashes = due.stream().sorted(Comparator.comparingLong(LocalAnnouncer::waitsSinceNs)).limit(TORRENTS_MAX)
                    .map(torrent -> torrent.spec().infoHash()).collect(Collectors.toUnmodifiableList());
            int port = turn.state.listening().map(Endpoint::port).orElseThrow();
            turn.emit(new ReachCommand.AnnounceLocally(port, infoHashes));
        }
    }
}
