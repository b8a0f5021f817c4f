package dev.oxbow.replay.page;

import dev.oxbow.core.value.TorrentSpec;
import dev.oxbow.sim.RecordedDownload;
import dev.oxbow.sim.ScriptedPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A small journal of two sessions and three peers: one sends a bad piece, one has a client name that is markup. */
final class Hostile {
    static final String CLIENT = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=2>";
    static final TorrentSpec SPEC = RecordedDownload.spec("<b onmouseover=window.hacked=3>bold</b>", 24, 64 << 10);
    private static final int FIRST_ENTRIES = 180;

    private Hostile() {
    }

    static Path record(Path directory) throws IOException {
        ScriptedPeer good = ScriptedPeer.good(1);
        ScriptedPeer hostile = new ScriptedPeer(good.endpoint(), CLIENT, good.latencyNs(), good.bytesPerSec(), good.corrupts(),
                good.leavesAtBlock());
        List<ScriptedPeer> peers = List.of(hostile, ScriptedPeer.good(2).corrupting(), ScriptedPeer.good(3).leavingAtBlock(20));
        try (RecordedDownload first = RecordedDownload.begin(directory, SPEC, peers)) {
            first.run(FIRST_ENTRIES);
        }
        try (RecordedDownload second = RecordedDownload.begin(directory, SPEC, peers)) {
            second.run(100_000);
            second.stop();
        }
        return directory;
    }
}
