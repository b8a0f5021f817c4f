package dev.oxbow.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.client.SessionView;
import dev.oxbow.client.TorrentView;
import dev.oxbow.core.session.Notice;
import java.io.PrintStream;

/** One JSON object a line; the last is the result. */
final class JsonLinesDisplay implements Display {
    private static final double EVERY_SECONDS = 0.5;

    private final PrintStream out;
    private final boolean verbose;
    private double nextSeconds;

    JsonLinesDisplay(PrintStream out, boolean verbose) {
        this.out = out;
        this.verbose = verbose;
    }

    private static ObjectNode line(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private synchronized void print(ObjectNode line) {
        out.println(line);
        out.flush();
    }

    @Override
    public void progress(SessionView session, TorrentView torrent, double seconds) {
        if (seconds < nextSeconds) {
            return;
        }
        nextSeconds = seconds + EVERY_SECONDS;
        ObjectNode line = line("progress");
        line.put("infoHash", torrent.infoHash().toString()).put("phase", torrent.phase().name()).put("waitingFor", StatusLine.waiting(torrent));
        line.put("bytesVerified", torrent.bytesWantedVerified()).put("totalBytes", torrent.bytesWanted()).put("torrentBytes", torrent.totalBytes());
        line.put("piecesVerified", torrent.piecesVerified()).put("pieceCount", torrent.pieceCount());
        line.put("downBytesPerSec", torrent.downBytesPerSec()).put("upBytesPerSec", torrent.upBytesPerSec());
        line.put("bytesUploaded", torrent.bytesUploaded());
        line.put("peers", torrent.peers().stream().filter(TorrentView.PeerView::active).count()).put("seconds", seconds);
        line.put("webSeeds", torrent.webSeeds().stream().filter(webSeed -> webSeed.rangesUnderWay() > 0).count());
        session.listening().ifPresent(endpoint -> line.put("listening", endpoint.toString()));
        session.dht().ifPresent(dht -> line.put("dht", dht.listening().toString()).put("dhtNodes", dht.nodes()));
        print(line);
    }

    @Override
    public void notice(Notice notice) {
        if (notice instanceof Notice.TrackerFailed it) {
            print(line("tracker").put("url", it.url()).put("failure", it.reason()));
        } else if (notice instanceof Notice.TrackerWarned it) {
            print(line("tracker").put("url", it.url()).put("warning", it.warning()));
        } else if (notice instanceof Notice.WebSeedFailed it) {
            print(line("webSeed").put("url", it.url()).put("failure", it.reason()));
        } else if (notice instanceof Notice.PieceFailed it) {
            print(line("pieceFailed").put("piece", it.pieceIndex()));
        } else if (notice instanceof Notice.DhtUnavailable it) {
            print(line("dht").put("failure", it.reason()));
        } else if (notice instanceof Notice.PhaseChanged it) {
            print(line("phase").put("phase", it.phase().name()).put("why", it.why()));
        } else if (notice instanceof Notice.ListenFailed it) {
            print(line("listenFailed").put("port", it.port()).put("reason", it.reason()));
        } else if (notice instanceof Notice.PortMapped it) {
            print(line("portMapped").put("method", it.method().title()).put("externalPort", it.externalPort()));
        } else if (notice instanceof Notice.PortMapFailed it) {
            print(line("portMapFailed").put("reason", it.reason()));
        } else if (verbose && notice instanceof Notice.PeerDropped it) {
            print(line("peerDropped").put("peer", it.endpoint().toString()).put("reason", it.reason().name()).put("detail", it.detail()));
        }
    }

    @Override
    public void say(String sentence) {
        print(line("note").put("text", sentence));
    }

    @Override
    public void result(Outcome outcome) {
        ObjectNode line = line("result").put("status", outcome.word()).put("exit", outcome.status().code()).put("infoHash", outcome.infoHash());
        line.put("bytesDownloaded", outcome.torrent().map(TorrentView::bytesDownloaded).orElse(0L));
        line.put("bytesWasted", outcome.torrent().map(TorrentView::bytesWasted).orElse(0L));
        line.put("bytesRehashedAtStart", outcome.torrent().map(TorrentView::bytesRehashed).orElse(0L));
        line.put("bytesUploaded", outcome.torrent().map(TorrentView::bytesUploaded).orElse(0L));
        line.put("bytesVerified", outcome.torrent().map(TorrentView::bytesWantedVerified).orElse(0L));
        line.put("seconds", outcome.seconds());
        line.put("stateHash", outcome.stateHash().isEmpty() ? null : outcome.stateHash());
        line.put("message", outcome.sentence().isEmpty() ? null : outcome.sentence());
        print(line);
    }
}
