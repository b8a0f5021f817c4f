package dev.oxbow.cli;

import dev.oxbow.client.SessionView;
import dev.oxbow.client.TorrentView;
import dev.oxbow.core.session.Notice;
import java.io.PrintStream;
import java.util.Locale;

/** A line every few seconds while something changes, for logs and pipes. */
final class PlainDisplay implements Display {
    private static final double EVERY_SECONDS = 2;
    private static final double UNCHANGED_SECONDS = 60;

    private final PrintStream out;
    private double nextSeconds;
    private String last = "";
    private double lastSeconds;

    PlainDisplay(PrintStream out) {
        this.out = out;
    }

    @Override
    public void progress(SessionView session, TorrentView torrent, double seconds) {
        if (seconds >= nextSeconds) {
            nextSeconds = seconds + EVERY_SECONDS;
            String waiting = StatusLine.waiting(torrent);
            String dht = StatusLine.dht(session);
            String line = StatusLine.figures(torrent) + (dht.isEmpty() ? "" : "  " + dht) + (waiting.isEmpty() ? "" : "  (" + waiting + ")");
            if (!line.equals(last) || seconds >= lastSeconds + UNCHANGED_SECONDS) {
                out.println(line);
                last = line;
                lastSeconds = seconds;
            }
        }
    }

    @Override
    public void notice(Notice notice) {
        if (notice instanceof Notice.TrackerFailed it) {
            out.println("tracker " + it.url() + ": " + it.reason());
        } else if (notice instanceof Notice.TrackerWarned it) {
            out.println("tracker " + it.url() + " warns: " + it.warning());
        } else if (notice instanceof Notice.WebSeedFailed it) {
            out.println("web seed " + it.url() + ": " + it.reason());
        } else if (notice instanceof Notice.PieceFailed it) {
            out.println("piece " + it.pieceIndex() + " does not have its hash and is fetched again");
        } else if (notice instanceof Notice.ListenFailed it) {
            out.println("no peer can connect to us: port " + it.port() + ": " + it.reason());
        } else if (notice instanceof Notice.DhtUnavailable it) {
            out.println("no DHT: " + it.reason());
        } else if (notice instanceof Notice.RuleBroken it && it.serious()) {
            out.println(it.sentence());
        } else if (notice instanceof Notice.CatalogueStopped it) {
            out.println("a fault of Oxbow at entry " + it.sequence() + ": peers are not judged any more in this session (" + it.fault() + ")");
        }
    }

    @Override
    public void say(String sentence) {
        out.println(sentence);
    }

    @Override
    public void result(Outcome outcome) {
        if (outcome.torrent().isPresent()) { // else the error says it all
            out.println(summary(outcome));
        }
    }

    static String summary(Outcome outcome) {
        return outcome.torrent().map(torrent -> String.format(Locale.ROOT, "%s: %s, %s received and %s sent in %.1f s%s%s", torrent.name(),
                outcome.word(), Amounts.bytes(torrent.bytesDownloaded()), Amounts.bytes(torrent.bytesUploaded()), outcome.seconds(),
                torrent.bytesRehashed() > 0 ? ", " + Amounts.bytes(torrent.bytesRehashed()) + " checked on disk" : "",
                outcome.stateHash().isEmpty() ? "" : "; state " + outcome.stateHash())).orElse(outcome.word());
    }
}
