package dev.oxbow.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.InfoHash;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever the user does: no more run than may, and nobody waits for a place that is free. */
class QueueKeeperTest {
    private static final int RUNS = 200;
    private static final int STEPS = 150;
    private static final int TORRENTS = 7;
    private static final int PIECE_BYTES = 16384;

    private long seed;
    private int draws;
    private Conversation conversation;

    @Test
    void neverRunsMoreThanMayAndLeavesNoPlaceFree() {
        int waited = 0;
        for (seed = 1; seed <= RUNS; seed++) {
            draws = 0;
            conversation = new Conversation();
            start(1 + below(3), 1 + below(3));
            for (int step = 0; step < STEPS; step++) {
                conversation.waitFor("1s");
                conversation.hear(next());
                check();
                waited += conversation.state().torrents().stream().anyMatch(torrent -> torrent.phase() == TorrentPhase.QUEUED) ? 1 : 0;
            }
        }
        assertTrue(waited > RUNS, "hardly anybody ever waited: " + waited);
    }

    private int below(int bound) {
        return Rng.below(bound, seed, Rng.Purpose.PIECE_ORDER, draws++, 0);
    }

    private void start(int downloads, int seeds) {
        conversation.hear(new SessionEvent.QueueLimitsChanged(downloads, seeds));
        conversation.hear("SessionStarted seed=" + seed + " version=1 bootId=boot-1 peerId=O processId=10");
    }

    private static InfoHash hash(int which) {
        return ((UserEvent.PauseTorrentRequested) EntryText.parse("PauseTorrentRequested requestId=1 infoHash=" + (char) ('A' + which))).infoHash();
    }

    private Event next() {
        int which = below(TORRENTS);
        int id = 1 + below(TORRENTS);
        return switch (below(12)) {
            case 0, 1 -> (Event) EntryText.parse("AddTorrentRequested requestId=1 spec=" + (char) ('A' + which) + ":16384/16384:16384 directory=/data wish="
                    + TorrentWish.values()[below(3)]);
            case 2 -> new UserEvent.PauseTorrentRequested(1, hash(which));
            case 3 -> new UserEvent.ResumeTorrentRequested(1, hash(which));
            case 4 -> new UserEvent.StartNowRequested(1, hash(which));
            case 5 -> new UserEvent.QueueMoveRequested(1, hash(which), below(TORRENTS));
            case 6 -> new SessionEvent.QueueLimitsChanged(below(4), below(4));
            case 7 -> new UserEvent.RecheckRequested(1, hash(which));
            case 8 -> restartOr(new StorageEvent.FilesClosed(id));
            case 9 -> new StorageEvent.BlockWriteFailed(id, 0, 0, StorageFault.IO_ERROR, "broken");
            default -> answer(id);
        };
    }

    private Event restartOr(Event event) {
        if (below(4) > 0) {
            return event;
        }
        List<Integer> before = List.copyOf(conversation.state().queue().order());
        conversation.restart();
        assertEquals(before, List.copyOf(conversation.state().queue().order()), "seed " + seed + ": the order is lost");
        start(1 + below(3), 1 + below(3));
        return event;
    }

    /** What the disk owes. */
    private Event answer(int torrentId) {
        Torrent torrent = conversation.state().torrent(torrentId).orElse(null);
        if (torrent != null && !torrent.checking().isEmpty()) {
            return below(2) == 0 ? new StorageEvent.PieceVerified(torrentId, 0) : new StorageEvent.PieceHashMismatched(torrentId, 0);
        }
        FileStamp stamp = below(2) == 0 ? new FileStamp(0, PIECE_BYTES, 1, 5) : FileStamp.missing(0);
        return new StorageEvent.FilesOpened(torrentId, List.of(stamp), 0);
    }

    private void check() {
        SessionState state = conversation.state();
        for (boolean seeds : new boolean[] {false, true}) {
            int max = seeds ? state.queue().activeSeedsMax() : state.queue().activeDownloadsMax();
            boolean opening = false;
            boolean waiting = false;
            int running = 0;
            for (int i = 0; i < state.queue().order().size(); i++) {
                Torrent torrent = state.torrent(state.queue().order().getInt(i)).orElseThrow();
                boolean forced = state.queue().isForced(torrent.torrentId());
                if ((torrent.isComplete() || torrent.wish() == TorrentWish.SEED) == seeds) {
                    running += torrent.isRunning() && !forced ? 1 : 0;
                    waiting |= torrent.phase() == TorrentPhase.QUEUED;
                    opening |= torrent.phase() == TorrentPhase.OPENING;
                    assertFalse(torrent.phase() == TorrentPhase.QUEUED && (forced || torrent.wish() == TorrentWish.PAUSE), "seed " + seed + ": " + torrent.wish());
                }
            }
            assertTrue(max == TorrentQueue.NO_LIMIT || running <= max, "seed " + seed + ": " + running + " run, and " + max + " may");
            assertFalse(waiting && !opening && (max == TorrentQueue.NO_LIMIT || running < max), "seed " + seed + ": a place is free, and somebody waits");
        }
        assertEquals(state.torrents().size(), state.queue().order().size(), "seed " + seed);
    }
}
