package dev.oxbow.cli;

import dev.oxbow.client.SessionView;
import dev.oxbow.client.TorrentView;
import dev.oxbow.client.TorrentView.TrackerView;
import dev.oxbow.core.command.TorrentPhase;
import java.util.Locale;

/** A torrent's state in words, as every display shows it. */
final class StatusLine {
    private StatusLine() {
    }

    static double percent(TorrentView torrent) {
        return torrent.phase() == TorrentPhase.FETCHING_METADATA ? 0 : torrent.bytesWanted() == 0 ? 100 : 100.0 * torrent.bytesWantedVerified() / torrent.bytesWanted();
    }

    /** Amount, rates, time left and peers. */
    static String figures(TorrentView torrent) {
        long active = torrent.peers().stream().filter(TorrentView.PeerView::active).count();
        String left = torrent.downBytesPerSec() > 0 && !torrent.complete()
                ? ", " + Amounts.seconds((torrent.bytesWanted() - torrent.bytesWantedVerified()) / torrent.downBytesPerSec()) + " left" : "";
        return String.format(Locale.ROOT, "%5.1f %%  %s of %s  down %s  up %s  %d peer%s%s%s", percent(torrent),
                Amounts.bytes(torrent.bytesWantedVerified()), Amounts.bytes(torrent.bytesWanted()), Amounts.rate(torrent.downBytesPerSec()),
                Amounts.rate(torrent.upBytesPerSec()), active, active == 1 ? "" : "s", webSeeds(torrent), left);
    }

    /** How many web seeds are at work, if the torrent has any of use. */
    private static String webSeeds(TorrentView torrent) {
        long usable = torrent.webSeeds().stream().filter(webSeed -> !webSeed.gone()).count();
        long working = torrent.webSeeds().stream().filter(webSeed -> webSeed.rangesUnderWay() > 0).count();
        return usable == 0 || torrent.complete() ? "" : " + " + working + " web seed" + (working == 1 ? "" : "s");
    }

    /** How far we are in the DHT; empty when we are not in it. */
    static String dht(SessionView session) {
        return session.dht().map(dht -> "dht: " + dht.nodes() + (dht.nodes() == 1 ? " node" : " nodes")).orElse("");
    }

    /** What it is waiting for; empty when it is at work. */
    static String waiting(TorrentView torrent) {
        return switch (torrent.phase()) {
            case OPENING -> "looking at the files";
            case CHECKING -> "checking what is on disk: " + torrent.phaseReason();
            case PAUSED, FAILED, WAITING_FOR_SPACE, REMOVING, MOVING -> torrent.phaseReason();
            case SEEDING -> torrent.complete() && !torrent.safelyComplete() ? "making the data safe on disk" : "";
            case DOWNLOADING -> downloading(torrent);
            case FETCHING_METADATA -> fetchingMetadata(torrent);
        };
    }

    private static String fetchingMetadata(TorrentView torrent) {
        long active = torrent.peers().stream().filter(TorrentView.PeerView::active).count();
        return active == 0 ? "fetching metadata: " + peerless(torrent) : "fetching metadata from " + active + " peer" + (active == 1 ? "" : "s");
    }

    private static String downloading(TorrentView torrent) {
        boolean fetching = torrent.webSeeds().stream().anyMatch(webSeed -> webSeed.rangesUnderWay() > 0);
        if (fetching || torrent.peers().stream().anyMatch(peer -> peer.active() && peer.requestsOutstanding() > 0)) {
            return "";
        }
        if (!torrent.unobtainable().isEmpty()) {
            return torrent.unobtainable().get(0);
        }
        if (torrent.peers().stream().anyMatch(TorrentView.PeerView::active)) {
            boolean choked = torrent.peers().stream().filter(TorrentView.PeerView::active).allMatch(TorrentView.PeerView::chokesUs);
            return choked ? "waiting for a peer to unchoke us" : "no peer has what is missing";
        }
        return peerless(torrent);
    }

    private static String peerless(TorrentView torrent) {
        if (!torrent.peers().isEmpty()) {
            return "connecting to peers";
        }
        if (torrent.trackers().stream().anyMatch(TrackerView::underWay)) {
            return "asking the tracker for peers";
        }
        return noPeers(torrent);
    }

    private static String noPeers(TorrentView torrent) {
        String tracker = torrent.trackers().stream().filter(it -> !it.message().isEmpty()).findFirst()
                .map(it -> "no peers; tracker " + it.url() + ": " + it.message()).orElse("no peers known");
        return torrent.webSeeds().stream().filter(it -> !it.message().isEmpty()).findFirst()
                .map(it -> tracker + "; web seed " + it.url() + ": " + it.message()).orElse(tracker);
    }
}
