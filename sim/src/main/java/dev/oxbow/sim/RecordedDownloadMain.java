package dev.oxbow.sim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes a journal of any length: {@code DIR ENTRIES [PEERS]}. */
public final class RecordedDownloadMain {
    private static final int PIECE_BYTES = 4 << 20;
    private static final int BLOCKS_IN_PIECE = PIECE_BYTES >> 14;
    private static final int PEERS = 40;

    private RecordedDownloadMain() {
    }

    public static void main(String[] args) throws Exception {
        long entries = Long.parseLong(args[1]);
        int count = args.length > 2 ? Integer.parseInt(args[2]) : PEERS;
        List<ScriptedPeer> peers = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            peers.add(ScriptedPeer.good(i));
        }
        int pieces = (int) Math.max(16, entries / 2 / BLOCKS_IN_PIECE); // a block makes two entries at least
        try (RecordedDownload download = RecordedDownload.begin(Path.of(args[0]), RecordedDownload.spec("recorded", pieces, PIECE_BYTES), peers)) {
            boolean complete = download.run(entries);
            System.out.println(download.state().sequence() + 1 + " entries, " + (complete ? "complete" : "not complete") + ", "
                    + download.state().timeNs() / 1_000_000_000L + " s");
        }
    }
}
