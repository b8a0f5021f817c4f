package dev.oxbow.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.value.WebSeedStyle;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the user asks for is in the state from then on, and what was asked of a magnet link holds for the torrent that it becomes. */
class WishesFoldTest {
    private static final String PAYLOAD = "131072/32768:65536+65536";

    private final SessionState state = new SessionState();

    WishesFoldTest() {
        hear("SessionStarted seed=1 version=1 bootId=boot-1 peerId=O processId=10");
    }

    private void hear(String entry) {
        state.apply(state.sequence() + 1, 1_000_000_000L + state.sequence(), EntryText.parse(entry));
    }

    private Torrent torrent() {
        return state.torrent(1).orElseThrow();
    }

    private MagnetTorrent magnet() {
        return state.magnet(1).orElseThrow();
    }

    private void addTorrent() {
        hear("AddTorrentRequested requestId=1 spec=A:" + PAYLOAD + " directory=/data wish=DOWNLOAD");
    }

    private void addMagnet(String more) {
        hear("AddMagnetRequested requestId=1 infoHash=A name=thing " + more + " directory=/data wish=DOWNLOAD");
    }

    private void wishAll() {
        hear("PickOrderRequested requestId=2 infoHash=A sequential=true");
        hear("TorrentLimitsRequested requestId=3 infoHash=A downBytesPerSec=5000 upBytesPerSec=0");
        hear("SeedGoalRequested requestId=4 infoHash=A ratioPermille=1500 seedSeconds=60");
    }

    private void assertWishes() {
        assertTrue(torrent().picker().isSequential());
        assertEquals(5000, torrent().downLimit.bytesPerSec());
        assertEquals(0, torrent().upLimit.bytesPerSec());
        assertEquals(1500, torrent().seedRatioPermille());
        assertEquals(60, torrent().seedSeconds());
    }

    @Test
    void aTorrentKeepsWhatIsWished() {
        addTorrent();
        wishAll();
        assertWishes();
        hear("TorrentLimitsRequested requestId=5 infoHash=A downBytesPerSec=0 upBytesPerSec=7000");
        assertEquals(0, torrent().downLimit.bytesPerSec());
        assertEquals(7000, torrent().upLimit.bytesPerSec());
        hear("TorrentLimitsRequested requestId=6 infoHash=A downBytesPerSec=-1 upBytesPerSec=1");
        hear("TorrentLimitsRequested requestId=7 infoHash=A downBytesPerSec=1 upBytesPerSec=-1");
        assertEquals(7000, torrent().upLimit.bytesPerSec(), "no limit is below nought");
    }

    @Test
    void whatAMagnetLinkWasToldHoldsForItsTorrent() {
        addMagnet("webSeeds=[http://w/] selectOnly=[1]");
        wishAll();
        assertEquals(new MagnetTorrent.Options(true, 5000, 0, 1500, 60), magnet().options());
        hear("MetadataAssembled torrentId=1 spec=A#4464:" + PAYLOAD);
        assertTrue(state.magnets().isEmpty());
        assertEquals(List.of(torrent()), state.torrents());
        assertWishes();
        assertFalse(torrent().isWanted(0));
        assertTrue(torrent().isWanted(1));
        assertTrue(torrent().hasWebSeed(WebSeedStyle.GETRIGHT, "http://w/"));
    }

    @Test
    void aMagnetLinkThatChoosesNoFileWantsAll() {
        addMagnet("");
        hear("MetadataAssembled torrentId=1 spec=A#4464:" + PAYLOAD);
        assertTrue(torrent().isWanted(0) && torrent().isWanted(1));
    }

    @Test
    void pausesAndResumesTorrentsAndMagnetLinks() {
        addTorrent();
        hear("StartNowRequested requestId=2 infoHash=A");
        assertTrue(state.queue().isForced(1));
        hear("PauseTorrentRequested requestId=3 infoHash=A");
        assertEquals(TorrentWish.PAUSE, torrent().wish());
        assertFalse(state.queue().isForced(1), "what is paused waits for its turn again");
        hear("ResumeTorrentRequested requestId=4 infoHash=A");
        assertEquals(TorrentWish.DOWNLOAD, torrent().wish());
        hear("AddMagnetRequested requestId=5 infoHash=B name=thing directory=/data wish=DOWNLOAD");
        hear("PauseTorrentRequested requestId=6 infoHash=B");
        assertEquals(TorrentWish.PAUSE, state.magnet(2).orElseThrow().wish());
        hear("StartNowRequested requestId=7 infoHash=B");
        assertEquals(TorrentWish.DOWNLOAD, state.magnet(2).orElseThrow().wish());
        assertTrue(state.queue().isForced(2));
    }

    @Test
    void resumingLeavesASeedASeed() {
        hear("AddTorrentRequested requestId=1 spec=A:" + PAYLOAD + " directory=/data wish=SEED");
        hear("ResumeTorrentRequested requestId=2 infoHash=A");
        assertEquals(TorrentWish.SEED, torrent().wish());
    }

    @Test
    void addingAgainChangesTheWishOnlyWhereTheFilesLie() {
        addTorrent();
        hear("AddTorrentRequested requestId=2 spec=A:" + PAYLOAD + " directory=/elsewhere wish=PAUSE");
        hear("AddMagnetRequested requestId=3 infoHash=A name=thing directory=/elsewhere wish=PAUSE");
        assertEquals(TorrentWish.DOWNLOAD, torrent().wish());
        hear("AddMagnetRequested requestId=4 infoHash=A name=thing directory=/data wish=PAUSE");
        assertEquals(TorrentWish.PAUSE, torrent().wish());
        hear("AddTorrentRequested requestId=5 spec=A:" + PAYLOAD + " directory=/data wish=SEED");
        assertEquals(TorrentWish.SEED, torrent().wish());
        assertEquals(1, state.swarms().size());
    }

    @Test
    void addingAMagnetLinkAgainChangesItsWishOnlyWhereTheFilesAreToLie() {
        addMagnet("");
        hear("AddMagnetRequested requestId=2 infoHash=A name=thing directory=/elsewhere wish=PAUSE");
        assertEquals(TorrentWish.DOWNLOAD, magnet().wish());
        hear("AddMagnetRequested requestId=3 infoHash=A name=thing directory=/data wish=PAUSE");
        assertEquals(TorrentWish.PAUSE, magnet().wish());
        assertEquals(1, state.swarms().size());
    }

    @Test
    void theFileOfAMagnetLinksTorrentTakesItsPlaceOnlyInTheSameDirectory() {
        addMagnet("");
        hear("AddTorrentRequested requestId=2 spec=A:" + PAYLOAD + " directory=/elsewhere wish=DOWNLOAD");
        assertTrue(state.torrents().isEmpty());
        hear("AddTorrentRequested requestId=3 spec=A:" + PAYLOAD + " directory=/data wish=DOWNLOAD");
        assertTrue(state.magnets().isEmpty());
        assertEquals("/data", torrent().directory());
    }

    @Test
    void movesInTheQueueButNeverBeforeItsHead() {
        addTorrent();
        hear("AddMagnetRequested requestId=2 infoHash=B name=thing directory=/data wish=DOWNLOAD");
        assertEquals(1, state.queue().place(2), "newcomers come last");
        hear("QueueMoveRequested requestId=3 infoHash=B place=-1");
        assertEquals(1, state.queue().place(2));
        hear("QueueMoveRequested requestId=4 infoHash=B place=0");
        assertEquals(0, state.queue().place(2));
        assertEquals(1, state.queue().place(1));
    }
}
