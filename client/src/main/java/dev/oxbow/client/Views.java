package dev.oxbow.client;

import dev.oxbow.core.announce.Tracker;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.session.Unobtainable;

/** Copies the state into immutable views. On the conductor's thread. */
final class Views {
    private Views() {
    }

    static SessionView of(SessionState state, long nowNs) {
        return new SessionView(state.sequence(), nowNs, state.listening(),
                state.torrents().stream().map(torrent -> of(state, torrent, nowNs)).toList(),
                state.dht().listening().map(endpoint -> new SessionView.DhtView(endpoint, state.dht().nodeCount())));
    }

    private static TorrentView of(SessionState state, Torrent torrent, long nowNs) {
        return new TorrentView(torrent.spec().infoHash(), torrent.spec().name(), torrent.phase(), torrent.phaseReason(), torrent.fault(),
                torrent.directory(), torrent.layout().totalLengthBytes(), torrent.layout().pieceCount(), torrent.picker().verified().count(),
                torrent.bytesVerified(), torrent.bytesWanted(), torrent.bytesWantedVerified(), FileWish.of(torrent.priorities()),
                torrent.picker().isSequential(), torrent.isComplete(), state.isSafelyComplete(torrent), torrent.bytesDownloadedNow(),
                torrent.bytesUploadedNow(), torrent.bytesWasted(), torrent.bytesRehashed(), torrent.downBytesPerSec(nowNs),
                torrent.upBytesPerSec(nowNs), torrent.connections().stream().map(session -> of(session, nowNs)).toList(),
                torrent.announces().trackers().stream().map(Views::of).toList(), torrent.candidates().size(),
                Unobtainable.sentences(torrent));
    }

    private static TorrentView.PeerView of(PeerSession session, long nowNs) {
        return new TorrentView.PeerView(session.endpoint().toString(), session.client(), session.isActive(), session.isSeed(),
                session.peerChoking(), session.peerInterested(), session.requests().size(), session.requests().isSnubbed(),
                session.downBytesPerSec(nowNs), session.upBytesPerSec(nowNs));
    }

    private static TorrentView.TrackerView of(Tracker tracker) {
        return new TorrentView.TrackerView(tracker.url(), tracker.hasAnswered(), tracker.isUnderWay(), tracker.seedCount(),
                tracker.leecherCount(), tracker.message());
    }
}
