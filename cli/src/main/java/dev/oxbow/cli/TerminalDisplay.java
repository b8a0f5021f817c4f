package dev.oxbow.cli;

import dev.oxbow.client.SessionView;
import dev.oxbow.client.TorrentView;
import dev.oxbow.core.session.Notice;
import java.io.PrintStream;

/** Two lines that are drawn again and again: a bar with the figures, and what it is waiting for. */
final class TerminalDisplay implements Display {
    private static final int BAR_CHARS = 24;
    private static final String ERASE_LINE = "\u001b[2K";
    private static final String UP = "\u001b[1A";

    private final PrintStream out;
    private final boolean colour;
    private boolean drawn;

    TerminalDisplay(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    @Override
    public synchronized void progress(SessionView session, TorrentView torrent, double seconds) {
        erase();
        int filled = (int) (BAR_CHARS * StatusLine.percent(torrent) / 100);
        String bar = "█".repeat(filled) + "░".repeat(BAR_CHARS - filled);
        out.println(torrent.name() + "  " + (colour ? "\u001b[32m" + bar + "\u001b[0m" : bar) + " " + StatusLine.figures(torrent));
        String dht = StatusLine.dht(session);
        out.println("  " + StatusLine.waiting(torrent) + (dht.isEmpty() ? "" : "  " + dht));
        drawn = true;
    }

    private void erase() {
        if (drawn) {
            out.print(UP + ERASE_LINE + UP + ERASE_LINE + "\r");
            drawn = false;
        }
    }

    @Override
    public synchronized void notice(Notice notice) {
        if (notice instanceof Notice.TrackerWarned || notice instanceof Notice.PieceFailed
                || notice instanceof Notice.ListenFailed || notice instanceof Notice.DhtUnavailable) {
            erase();
            new PlainDisplay(out).notice(notice);
        }
    }

    @Override
    public synchronized void say(String sentence) {
        erase();
        out.println(sentence);
    }

    @Override
    public synchronized void result(Outcome outcome) {
        erase();
        out.println(PlainDisplay.summary(outcome));
    }
}
