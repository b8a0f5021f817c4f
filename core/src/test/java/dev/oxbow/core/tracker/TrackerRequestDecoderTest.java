package dev.oxbow.core.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrackerRequestDecoderTest {
    private static final String LEAST = "info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=bbbbbbbbbbbbbbbbbbbb&port=1";

    @Test
    void readsWhatTheClientSideWrites() {
        for (AnnounceRequest request : List.of(
                Announces.regular(),
                Announces.with("started", "192.0.2.1", 7, "k y", "id"),
                new AnnounceRequest(Announces.INFO_HASH, Announces.PEER_ID, 0, Long.MAX_VALUE, 0, 0, "stopped", false, true, "", 0, "",
                        ""))) {
            String url = request.toUrl("http://t/announce?passkey=x");
            assertEquals(request, TrackerRequestDecoder.announce(url.substring(url.indexOf('?') + 1)));
        }
    }

    @Test
    void fillsInWhatALaxClientLeavesOut() {
        AnnounceRequest request = (AnnounceRequest) TrackerRequestDecoder.announce(LEAST);
        assertEquals(1, request.leftBytes());
        assertTrue(request.compact());
        assertEquals(AnnounceAnswer.UNKNOWN, request.peersWanted());
    }

    @Test
    void takesAnEventItDoesNotKnowForARegularAnnounce() {
        assertEquals("", ((AnnounceRequest) TrackerRequestDecoder.announce(LEAST + "&event=paused")).event());
    }

    @Test
    void refusesRequestsWithoutWhatIsNeeded() {
        assertEquals("info_hash is missing", reason(""));
        assertEquals("info_hash is not 20 bytes, percent-encoded", reason("info_hash=abc"));
        assertEquals("info_hash is not 20 bytes, percent-encoded", reason("info_hash=%zz"));
        assertEquals("peer_id is missing", reason("info_hash=aaaaaaaaaaaaaaaaaaaa"));
        assertEquals("port is missing", reason("info_hash=aaaaaaaaaaaaaaaaaaaa&peer_id=bbbbbbbbbbbbbbbbbbbb"));
    }

    @Test
    void refusesNumbersThatAreNone() {
        assertEquals("port is not a number from 0 to 65535", reason(LEAST.replace("port=1", "port=65536")));
        assertEquals("port is not a number from 0 to 65535", reason(LEAST.replace("port=1", "port=-1")));
        assertEquals("left is not a number from 0 to 9223372036854775807", reason(LEAST + "&left=9223372036854775808"));
        assertEquals("numwant is not a number from 0 to 2147483647", reason(LEAST + "&numwant=many"));
    }

    @Test
    void refusesLongQueriesAndLongTexts() {
        assertEquals("the query is longer than 8192 characters", reason("x".repeat(9000)));
        assertEquals("key is malformed", reason(LEAST + "&key=" + "k".repeat(257)));
    }

    @Test
    void readsScrapesWithSeveralHashes() {
        ScrapeRequest request = new ScrapeRequest(List.of(Announces.INFO_HASH, Announces.INFO_HASH));
        String url = request.toUrl("http://t/scrape");
        assertEquals(request, TrackerRequestDecoder.scrape(url.substring(url.indexOf('?') + 1)));
        assertEquals(new ScrapeRequest(List.of()), TrackerRequestDecoder.scrape(""));
    }

    @Test
    void refusesScrapesOfTooMuchOrOfNothingReal() {
        assertEquals(new TrackerRequest.Malformed("info_hash is not 20 bytes, percent-encoded"),
                TrackerRequestDecoder.scrape("info_hash=a"));
        assertEquals(new TrackerRequest.Malformed("more than 100 info hashes"),
                TrackerRequestDecoder.scrape("info_hash=aaaaaaaaaaaaaaaaaaaa&".repeat(101)));
    }

    private static String reason(String query) {
        return ((TrackerRequest.Malformed) TrackerRequestDecoder.announce(query)).reason();
    }
}
