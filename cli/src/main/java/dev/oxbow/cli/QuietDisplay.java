package dev.oxbow.cli;

import dev.oxbow.client.SessionView;
import dev.oxbow.client.TorrentView;
import dev.oxbow.core.session.Notice;

/** Shows nothing. */
final class QuietDisplay implements Display {
    @Override
    public void progress(SessionView session, TorrentView torrent, double seconds) {
        // quiet
    }

    @Override
    public void notice(Notice notice) {
        // quiet
    }

    @Override
    public void say(String sentence) {
        // quiet
    }

    @Override
    public void result(Outcome outcome) {
        // quiet
    }
}
