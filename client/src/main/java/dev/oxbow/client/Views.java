package dev.oxbow.client;

import dev.oxbow.core.announce.Tracker;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.session.MagnetTorrent;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.session.Unobtainable;
import dev.oxbow.core.webseed.WebSeed;
import java.util.List;
import java.util.stream.Stream;

/** Copies the state into immutable views. On the conductor's thread. */
final class Views {
    private Views() {
    }

    static SessionView of(SessionState state, long nowNs) {
        return new SessionView(state.sequence(), nowNs, state.listening(), state.external(), Stream.concat(
                state.torrents().stream().map(torrent -> of(state, torrent, nowNs)),
                state.magnets().stream().map(magnet -> of(magnet, nowNs))).toList(),
                state.dht().listening().map(endpoint -> new SessionView.DhtView(endpoint, state.dht().nodeCount())));
    }

    /** Of what is not known yet there is nothing. */
    private static TorrentView of(MagnetTorrent magnet, long nowNs) {
        String name = magnet.link().name().isEmpty() ? magnet.infoHash().toString() : magnet.link().name();
        return new TorrentView(magnet.infoHash(), name, magnet.phase(), magnet.phaseReason(), magnet.fault(), magnet.directory(),
                0, 0, 0, 0, 0, 0, List.of(), false, false, false, magnet.fetch().bytesReceived(), 0, 0, 0, 0, 0, magnet.connections().stream().map(session -> of(session, nowNs)).toList(),
                magnet.announces().trackers().stream().map(Views::of).toList(), magnet.candidates().size(), List.of(), List.of());
    }

    private static TorrentView of(SessionState state, Torrent torrent, long nowNs) {
        return new TorrentView(torrent.spec().infoHash(), torrent.spec().name(), torrent.phase(), torrent.phaseReason(), torrent.fault(),
                torrent.directory(), torrent.layout().totalLengthBytes(), torrent.layout().pieceCount(), torrent.picker().verified().count(),
                torrent.bytesVerified(), torrent.bytesWanted(), torrent.bytesWantedVerified(), FileWish.of(torrent.priorities()),
                torrent.picker().isSequential(), torrent.isComplete(), state.isSafelyComplete(torrent), torrent.bytesDownloadedNow(),
                torrent.bytesUploadedNow(), torrent.bytesWasted(), torrent.bytesRehashed(), torrent.downBytesPerSec(nowNs),
                torrent.upBytesPerSec(nowNs), torrent.connections().stream().map(session -> of(session, nowNs)).toList(),
                torrent.announces().trackers().stream().map(Views::of).toList(), torrent.candidates().size(),
                Unobtainable.sentences(torrent), torrent.webSeeds().stream().map(Views::of).toList());
    }

    private static TorrentView.PeerView of(PeerSession session, long nowNs) {
        return new TorrentView.PeerView(session.endpoint().toString(), session.client(), session.isActive() || session.isAwaitingMetadata(), session.isSeed(),
                session.peerChoking(), session.peerInterested(), session.requests().size(), session.requests().isSnubbed(),
                session.downBytesPerSec(nowNs), session.upBytesPerSec(nowNs));
    }

    private static TorrentView.WebSeedView of(WebSeed webSeed) {
        return new TorrentView.WebSeedView(webSeed.url(), webSeed.rangesUnderWay(), webSeed.receivedBytes(), webSeed.isGone(), webSeed.message());
    }

    private static TorrentView.TrackerView of(Tracker tracker) {
        return new TorrentView.TrackerView(tracker.url(), tracker.hasAnswered(), tracker.isUnderWay(), tracker.seedCount(),
                tracker.leecherCount(), tracker.message());
    }
}
