package dev.oxbow.cli;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.sim.RecordedDownload;
import dev.oxbow.sim.ScriptedPeer;
import dev.oxbow.sim.ScriptedPeer.Habit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes docs/tutorial, the journal that docs/replaying.md begins with: {@code DIR}. The real engine downloads from five scripted peers; no
 * entry is written by hand. Rewrite the screens of the page afterwards: see {@link TutorialTest}.
 */
public final class TutorialJournal {
    static final TorrentSpec SPEC = RecordedDownload.spec("holiday-film.mkv", 6, 2 << 20);
    static final Endpoint LIAR = Endpoint.parse("203.0.113.66:51413");
    private static final long MS_NS = 1_000_000;

    private TutorialJournal() {
    }

    public static void main(String[] args) throws IOException {
        record(Path.of(args[0]));
    }

    /** Two that are as they should be, one that spoils blocks, one that flaps, and one that is slow. */
    static void record(Path directory) throws IOException {
        List<ScriptedPeer> peers = List.of(
                ScriptedPeer.at(Endpoint.parse("198.51.100.7:6881"), "Transmission 4.0.6").calling("-TR4060-").slow(40 * MS_NS, 70_000),
                ScriptedPeer.at(Endpoint.parse("203.0.113.20:51413"), "qBittorrent/5.0.3").calling("-qB5030-").slow(25 * MS_NS, 90_000),
                ScriptedPeer.at(LIAR, "uTorrent 3.5.5").calling("-UT3550-").slow(60 * MS_NS, 20_000).with(Habit.SPOILS_BLOCKS),
                ScriptedPeer.at(Endpoint.parse("198.51.100.90:6889"), "Deluge 2.1.1").calling("-DE211s-").slow(80 * MS_NS, 50_000).with(Habit.FLAPS),
                ScriptedPeer.at(Endpoint.parse("192.0.2.44:6881"), "libtorrent/1.1.14").calling("-LT1114-").slow(900 * MS_NS, 30_000));
        try (RecordedDownload download = RecordedDownload.begin(directory, SPEC, peers)) {
            if (!download.run(20_000)) {
                throw new IllegalStateException("the download does not complete");
            }
            download.stop();
        }
    }
}
