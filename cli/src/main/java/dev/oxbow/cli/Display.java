package dev.oxbow.cli;

import dev.oxbow.client.SessionView;
import dev.oxbow.client.TorrentView;
import dev.oxbow.core.session.Notice;
import java.io.PrintStream;

/** Shows how a transfer goes: on a terminal, as plain lines, as JSON lines, or not at all. */
interface Display {
    void progress(SessionView session, TorrentView torrent, double seconds);

    void notice(Notice notice);

    /** A sentence that people should see. */
    void say(String sentence);

    void result(Outcome outcome);

    static Display of(TransferOptions options, PrintStream out) {
        if (options.jsonl) {
            return new JsonLinesDisplay(out, options.verbose);
        }
        if (options.quiet) {
            return new QuietDisplay();
        }
        boolean terminal = System.console() != null && System.getenv("TERM") != null && !"dumb".equals(System.getenv("TERM"));
        return terminal ? new TerminalDisplay(out, System.getenv("NO_COLOR") == null) : new PlainDisplay(out);
    }
}
