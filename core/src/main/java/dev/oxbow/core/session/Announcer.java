package dev.oxbow.core.session;

import dev.oxbow.core.announce.Tracker;
import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.random.Rng;
import java.util.Optional;

/** Decides what to tell trackers, and when (BEP 3, BEP 12). */
final class Announcer {
    private static final int PEERS_WANTED = 100;

    private final Turn turn;

    Announcer(Turn turn) {
        this.turn = turn;
    }

    void announceIfDue(Swarm torrent) {
        if (!turn.state.isStopRequested() && Deadlines.announceNs(turn.state, torrent) <= turn.nowNs()) {
            torrent.announces().next().ifPresent(tracker -> announce(torrent, tracker, torrent.announces().pending()));
        }
    }

    /** At the end of the session: a download that ended just now is told of first, and the answer waited for. */
    void leave(Swarm torrent) {
        if (!torrent.isCompletionUntold() || !tellCompletion(torrent)) {
            sayFarewell(torrent);
        }
    }

    private boolean tellCompletion(Swarm torrent) {
        Optional<Tracker> told = torrent.announces().trackers().stream().filter(Announcer::wasToldOfCompletion).findFirst();
        if (told.isPresent()) {
            return told.get().isUnderWay(); // one that would not hear of it is not asked again
        }
        Optional<Tracker> knows = torrent.announces().next().filter(Announcer::mayKnowOfUs);
        knows.ifPresent(tracker -> announce(torrent, tracker, AnnounceEvent.COMPLETED));
        return knows.isPresent();
    }

    /** Tells every tracker that may know of us that we leave. */
    void sayFarewell(Swarm torrent) {
        for (Tracker tracker : torrent.announces().trackers()) {
            if (mayKnowOfUs(tracker)) {
                announce(torrent, tracker, AnnounceEvent.STOPPED);
            }
        }
    }

    private static boolean wasToldOfCompletion(Tracker tracker) {
        return tracker.lastTold() == AnnounceEvent.COMPLETED;
    }

    private static boolean mayKnowOfUs(Tracker tracker) {
        return tracker.isStarted() && (tracker.hasAnswered() || tracker.isUnderWay());
    }

    private void announce(Swarm torrent, Tracker tracker, AnnounceEvent event) {
        boolean wantsPeers = event != AnnounceEvent.STOPPED && torrent.connections().size() < turn.state.connectionsPerTorrentMax;
        int key = (int) Rng.bits(turn.state.seed(), Rng.Purpose.TRACKER_KEY, torrent.torrentId(), 0);
        turn.emit(new TrackerCommand.Announce(torrent.torrentId(), tracker.index(), turn.state.nextOperationId, tracker.url(),
                torrent.infoHash(), turn.state.peerId().orElseThrow(), event,
                turn.state.announcedPort(), torrent.bytesUploadedNow(), torrent.bytesDownloadedNow(),
                torrent.bytesLeft(), wantsPeers ? PEERS_WANTED : 0, key, tracker.trackerId()));
    }
}
