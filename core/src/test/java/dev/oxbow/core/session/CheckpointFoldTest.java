package dev.oxbow.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.CheckpointEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a checkpoint says, a new process knows: it would write the very same checkpoint. */
class CheckpointFoldTest {
    private static final String TORRENT = "TorrentRestored torrentId=1 spec=A:131072/32768:65536+65536:http://t/a "
            + "directory=/data wish=DOWNLOAD "
            + "announcedComplete=true bytesDownloaded=100 bytesUploaded=50 bytesWasted=7";
    private static final String PIECES = "PiecesRestored torrentId=1 verified=xx...... durable=x.......";
    private static final String STAMPS = "FileStampsRestored torrentId=1 stamps=[0:65536@1000#1 1:65536@2000#2] dirtyFiles=.x......";

    private final SessionState state = new SessionState();

    private void hear(String entry) {
        state.apply(state.sequence() + 1, 1_000_000_000L + state.sequence(), EntryText.parse(entry));
    }

    /** Between the first entry and the last. */
    private void assertKept(String... entries) {
        hear("CheckpointStarted segment=3 nextTorrentId=40 nextConnectionId=77 nextOperationId=9 seed=5 bootId=boot-1 cleanStop=true");
        List<String> expected = new ArrayList<>();
        for (String entry : entries) {
            hear(entry);
            expected.add(EntryText.print(EntryText.parse(entry)));
        }
        hear("CheckpointCompleted stateHash=0");
        List<CheckpointEvent> again = Checkpoint.entries(state, 3);
        assertEquals(EntryText.parse("CheckpointStarted segment=3 nextTorrentId=40 nextConnectionId=77 nextOperationId=9 "
                + "seed=5 bootId=boot-1 "
                + "cleanStop=true"), again.get(0));
        assertEquals(expected, again.stream().skip(1).map(EntryText::print).toList());
    }

    @Test
    void nothingButItsNumbersIsLeftOfAnEmptySession() {
        assertKept();
        assertFalse(state.inCheckpoint);
    }

    @Test
    void isWithinTheCheckpointUntilItIsComplete() {
        hear("CheckpointStarted segment=3 nextTorrentId=1 nextConnectionId=1 nextOperationId=1 seed=5 bootId=boot-1 cleanStop=false");
        assertTrue(state.inCheckpoint);
    }

    @Test
    void keepsATorrentWithItsPiecesAndFiles() {
        assertKept(TORRENT, PIECES, "PartialPieceRestored torrentId=1 pieceIndex=2 writtenBlocks=.x......", STAMPS);
        Torrent torrent = state.torrent(1).orElseThrow();
        assertEquals(2, torrent.picker().verified().count());
        assertEquals(1, torrent.picker().progress(2).writtenCount());
        assertEquals(List.of(1), state.torrents().stream().map(Torrent::torrentId).toList());
        assertEquals(0, state.queue().place(1));
    }

    @Test
    void keepsWhatIsStillToBeChecked() {
        assertKept(TORRENT, PIECES, "ChecksRestored torrentId=1 pieces=..xx.... reason=REQUESTED", STAMPS);
        assertEquals(2, state.torrent(1).orElseThrow().inDoubt().count());
    }

    @Test
    void keepsWhatTheUserWishesOfATorrent() {
        assertKept(TORRENT, "OptionsRestored torrentId=1 sequential=true downBytesPerSec=5000 upBytesPerSec=6000 "
                + "seedRatioPermille=1500 seedSeconds=60 "
                + "priorities=0001", "SuperSeedRestored torrentId=1", "WebSeedRestored torrentId=1 style=GETRIGHT url=http://w/",
                "MoveRestored torrentId=1 directory=/elsewhere", PIECES, STAMPS);
        assertTrue(state.syncsSinceJournalSync > 0, "a move that was interrupted goes on once the journal is safe");
    }

    @Test
    void keepsWhereOthersWereReached() {
        assertKept(TORRENT, PIECES, STAMPS, "CandidateRestored torrentId=1 endpoint=10.0.0.1:6881 source=USER");
    }

    @Test
    void keepsABannedPeerOut() {
        hear("CheckpointStarted segment=3 nextTorrentId=40 nextConnectionId=77 nextOperationId=9 seed=5 bootId=boot-1 cleanStop=true");
        hear("BanRestored endpoint=10.0.0.9:6881 wholeAddress=false reason=DIFFERS_FROM_GOOD_COPY torrentId=1 pieceIndex=2 "
                + "badBlocks=80 badSequence=5 "
                + "goodSequence=9 untilNs=90000000000 detail=bad");
        hear(TORRENT);
        hear("CandidateRestored torrentId=1 endpoint=10.0.0.9:6881 source=USER");
        hear("CandidateRestored torrentId=1 endpoint=10.0.0.8:6881 source=USER");
        assertEquals(List.of(90_000_000_000L, 1_000_000_003L), state.torrent(1).orElseThrow().candidates().all().stream()
                .map(it -> it.nextTryNs()).sorted(Comparator.reverseOrder()).toList(), "when each may be dialled");
    }

    @Test
    void keepsBansUntilTheyEnd() {
        assertKept("BanRestored endpoint=10.0.0.9:6881 wholeAddress=true reason=DIFFERS_FROM_GOOD_COPY torrentId=1 "
                + "pieceIndex=2 badBlocks=x....... badSequence=5 "
                + "goodSequence=9 untilNs=90000000000 detail=bad");
    }

    @Test
    void keepsOurPlaceInTheDht() {
        assertKept("DhtIdRestored ipv6=false nodeId=N", "DhtNodeRestored nodeId=Q endpoint=65.0.0.1:6881 lastAnswerNs=7",
                "DhtIdRestored ipv6=true nodeId=M", "ReachRestored nonce=0102030405060708090a0b0c");
    }

    @Test
    void keepsMagnetLinksAndWhatIsWishedOfThem() {
        assertKept("MagnetRestored torrentId=2 infoHash=B name=thing trackers=[http://t/a http://t/b] webSeeds=[http://w/] "
                + "selectOnly=[1 3] directory=/data "
                + "wish=PAUSE", "OptionsRestored torrentId=2 sequential=true downBytesPerSec=5 upBytesPerSec=6 "
                + "seedRatioPermille=7 seedSeconds=8 priorities=",
                "CandidateRestored torrentId=2 endpoint=10.0.0.1:6881 source=USER");
        assertEquals(0, state.queue().place(2));
    }

    @Test
    void keepsTheOrderOfTheQueueAndWhoNeedNotWait() {
        String magnet = "MagnetRestored torrentId=2 infoHash=B name=thing directory=/data wish=DOWNLOAD";
        assertKept(TORRENT, PIECES, STAMPS, magnet, "QueuePlaceRestored torrentId=2 forced=true",
                "QueuePlaceRestored torrentId=1 forced=false");
        assertEquals(List.of(1, 0), List.of(state.queue().place(1), state.queue().place(2)));
        assertTrue(state.queue().isForced(2));
    }
}
