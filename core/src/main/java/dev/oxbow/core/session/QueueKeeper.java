package dev.oxbow.core.session;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.TorrentWish;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Decides which torrents run when there are not places for all: those that are to be downloaded and those that are to be seeded have
 * places of their own, given in the order of the queue. Whoever has a place keeps it until it completes, pauses, fails or goes; only when
 * there are fewer places than before, or a download becomes a seed too many, do those go back that began last.
 */
final class QueueKeeper {
    private final Turn turn;
    private final Checker checker;
    private final Announcer announcer;
    private final Syncer syncer;

    QueueKeeper(Turn turn, Checker checker, Announcer announcer, Syncer syncer) {
        this.turn = turn;
        this.checker = checker;
        this.announcer = announcer;
        this.syncer = syncer;
    }

    /** Whether a torrent whose files have been looked at may go to work, or has to wait. */
    static boolean hasPlace(SessionState state, Torrent torrent) {
        if (state.queue.isForced(torrent.torrentId())) {
            return true;
        }
        boolean seed = isSeed(torrent);
        int free = free(state, seed);
        for (Torrent other : inOrder(state)) {
            if (other == torrent || free <= 0) {
                break;
            }
            free -= isSeed(other) == seed && isWaiting(state, other) ? 1 : 0;
        }
        return free > 0;
    }

    /** Why it has to wait, for people. */
    static String why(SessionState state, Torrent torrent) {
        boolean seed = isSeed(torrent);
        int max = limit(state, seed);
        return "waits for its turn: at most " + max + (max == 1 ? " torrent is " : " torrents are ") + (seed ? "seeded" : "downloaded") + " at a time";
    }

    /** Gives free places away, and takes back those that are too many. */
    void keep() {
        SessionState state = turn.state;
        if (state.isStopRequested()) {
            return;
        }
        sendBack(false);
        sendBack(true);
        int[] free = {free(state, false), free(state, true)};
        for (Torrent torrent : inOrder(state)) {
            int kind = isSeed(torrent) ? 1 : 0;
            boolean forced = state.queue.isForced(torrent.torrentId());
            boolean waits = torrent.phase() == TorrentPhase.QUEUED;
            if (waits && (forced || free[kind] > 0)) {
                checker.activate(torrent);
            }
            free[kind] -= waits && !forced || isWaiting(state, torrent) ? 1 : 0;
        }
    }

    private void sendBack(boolean seeds) {
        List<Torrent> running = new ArrayList<>();
        for (Torrent torrent : inOrder(turn.state)) {
            if (takesPlace(turn.state, torrent) && isSeed(torrent) == seeds) {
                running.add(torrent);
            }
        }
        running.sort(Comparator.comparingLong(Torrent::phaseSinceNs)); // of those that began together the last of the queue is the last
        int max = limit(turn.state, seeds);
        for (int i = max == TorrentQueue.NO_LIMIT ? running.size() : max; i < running.size(); i++) {
            sendBack(running.get(i));
        }
    }

    private void sendBack(Torrent torrent) {
        announcer.sayFarewell(torrent);
        turn.closeAll(torrent, CloseReason.TORRENT_STOPPED);
        turn.changePhase(torrent, TorrentPhase.QUEUED, why(turn.state, torrent));
        if (Syncer.needsSync(torrent)) {
            syncer.sync(torrent);
        }
    }

    private static int limit(SessionState state, boolean seeds) {
        return seeds ? state.queue.activeSeedsMax() : state.queue.activeDownloadsMax();
    }

    private static int free(SessionState state, boolean seeds) {
        int free = limit(state, seeds);
        if (free == TorrentQueue.NO_LIMIT) {
            return Integer.MAX_VALUE;
        }
        for (Torrent torrent : state.torrents) {
            free -= takesPlace(state, torrent) && isSeed(torrent) == seeds ? 1 : 0;
        }
        return free;
    }

    private static boolean isSeed(Torrent torrent) {
        return torrent.isComplete() || torrent.wish() == TorrentWish.SEED;
    }

    private static boolean takesPlace(SessionState state, Torrent torrent) {
        return torrent.isRunning() && !state.queue.isForced(torrent.torrentId());
    }

    /** One whose files are still being looked at is not passed over by those behind it; one that is being checked is: that may take hours. */
    private static boolean isWaiting(SessionState state, Torrent torrent) {
        boolean willRun = torrent.phase() == TorrentPhase.QUEUED || torrent.phase() == TorrentPhase.OPENING && torrent.isFilesOpen();
        return willRun && torrent.wish() != TorrentWish.PAUSE && !state.queue.isForced(torrent.torrentId());
    }

    private static List<Torrent> inOrder(SessionState state) {
        List<Torrent> out = new ArrayList<>();
        for (int i = 0; i < state.queue.order().size(); i++) {
            state.torrent(state.queue.order().getInt(i)).ifPresent(out::add);
        }
        return out;
    }
}
