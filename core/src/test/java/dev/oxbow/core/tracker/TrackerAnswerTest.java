package dev.oxbow.core.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** BEP 3 "trackers", BEP 7, 23, 24, 31 and 48. */
class TrackerAnswerTest {
    private static final InfoHash HASH = InfoHash.ofHex("00ff41".repeat(6) + "2d7e");

    private static TrackerAnswer announce(String bencoded) {
        return TrackerAnswer.announce(bencoded.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String url(String base, AnnounceEvent event, String trackerId) {
        return AnnounceUrl.announce(new TrackerCommand.Announce(1, 0, 1, base, HASH, PeerId.ofHex("2d4f58".repeat(6) + "0a20"), event, 6881, 1, 2, 3, 50,
                0xabc, trackerId));
    }

    @Test
    void bytesAreEscapedAsRfc3986Says() {
        assertTrue(url("http://t/announce", AnnounceEvent.REGULAR, "").startsWith("http://t/announce?info_hash=%00%ffA%00%ffA"));
        assertTrue(url("http://t/announce", AnnounceEvent.REGULAR, "").contains("-~&peer_id=-OX"));
    }

    @Test
    void everyParameterOfARequestIsThere() {
        String url = url("http://t/a?pass=1", AnnounceEvent.STARTED, "id x");
        for (String part : new String[] {"?pass=1&info_hash=", "&port=6881", "&uploaded=1", "&downloaded=2", "&left=3", "&compact=1", "&no_peer_id=1",
            "&numwant=50", "&key=abc", "&event=started", "&trackerid=id%20x"}) {
            assertTrue(url.contains(part), url + " lacks " + part);
        }
        assertTrue(!url("http://t/a", AnnounceEvent.REGULAR, "").contains("event="));
    }

    @Test
    void readsEveryFieldOfAnAnswer() {
        TrackerAnswer.Announced it = (TrackerAnswer.Announced) announce("d8:completei5e11:external ip4:\1\2\3\4" + "10:incompletei6e8:intervali1800e"
                + "12:min intervali60e5:peers12:\177\0\0\1\32\341\12\0\0\1\0\0" + "6:peers618:" + "\0".repeat(15) + "\1\32\341" + "10:tracker id2:ab"
                + "15:warning message5:hello" + "e");
        assertEquals(1800, it.intervalSeconds());
        assertEquals(60, it.minIntervalSeconds());
        assertEquals(5, it.seedCount());
        assertEquals(6, it.leecherCount());
        assertEquals("ab", it.trackerId());
        assertEquals("hello", it.warning());
        assertEquals("01020304", it.externalAddress().toHex());
        assertEquals("[127.0.0.1:6881, [::1]:6881]", it.peers().toString(), "a peer without a port is left out");
    }

    @Test
    void readsPeersAsDictionaries() {
        TrackerAnswer.Announced it = (TrackerAnswer.Announced) announce("d5:peersld2:ip9:127.0.0.14:porti1eed2:ip3:::14:porti2eed2:ip4:name4:porti3eeee");
        assertEquals("[127.0.0.1:1, [::1]:2]", it.peers().toString());
        assertEquals(-1, it.intervalSeconds());
    }

    @Test
    void tellsFailuresAndWhenToComeBack() {
        TrackerAnswer.Failed it = (TrackerAnswer.Failed) announce("d14:failure reason5:no\33!x8:retry ini3ee");
        assertEquals("the tracker says: no\uFFFD!x", it.reason());
        assertEquals(180, it.retryInSeconds());
        assertEquals(Integer.MAX_VALUE, ((TrackerAnswer.Failed) announce("d14:failure reason1:x8:retry in5:nevere")).retryInSeconds());
        assertEquals(-1, ((TrackerAnswer.Failed) announce("d14:failure reason1:xe")).retryInSeconds());
    }

    @Test
    void garbageIsAFailure() {
        for (String garbage : new String[] {"", "<html>", "le", "i1e", "d", "llllllllllllllllllee"}) {
            assertInstanceOf(TrackerAnswer.Failed.class, announce(garbage), garbage);
        }
        byte[] whole = "d8:intervali1800e5:peers6:\177\0\0\1\32\341e".getBytes(StandardCharsets.ISO_8859_1);
        for (int seed = 0; seed < 3000; seed++) {
            byte[] damaged = whole.clone();
            damaged[Rng.below(whole.length, seed, Rng.Purpose.PIECE_ORDER, 1, 1)] = (byte) Rng.bits(seed, Rng.Purpose.PIECE_ORDER, 2, 2);
            TrackerAnswer answer = TrackerAnswer.announce(damaged);
            boolean sound = answer instanceof TrackerAnswer.Failed || ((TrackerAnswer.Announced) answer).peers().size() <= 1;
            assertTrue(sound, "seed " + seed + ": " + answer);
        }
    }

    @Test
    void scrapesWhereTheUrlAllowsIt() {
        ByteString hash = HASH.bytes();
        assertTrue(AnnounceUrl.scrape("http://t/x/announce.php?a=1", hash).orElseThrow().startsWith("http://t/x/scrape.php?a=1&info_hash=%00"));
        assertTrue(AnnounceUrl.scrape("http://t/a", hash).isEmpty());
        byte[] answer = ("d5:filesd20:" + new String(hash.toArray(), StandardCharsets.ISO_8859_1) + "d8:completei1e10:downloadedi2e10:incompletei3eeee")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(new TrackerAnswer.Scraped(1, 2, 3), TrackerAnswer.scrape(answer, HASH));
        assertInstanceOf(TrackerAnswer.Failed.class, TrackerAnswer.scrape("d5:filesdee".getBytes(StandardCharsets.US_ASCII), HASH));
    }
}
