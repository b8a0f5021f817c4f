package dev.oxbow.core.session;

import dev.oxbow.core.announce.Tracker;
import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.random.Rng;

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

    /** Tells every tracker that may know of us that we leave. */
    void sayFarewell(Swarm torrent) {
        for (Tracker tracker : torrent.announces().trackers()) {
            if (tracker.isStarted() && (tracker.hasAnswered() || tracker.isUnderWay())) {
                announce(torrent, tracker, AnnounceEvent.STOPPED);
            }
        }
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
