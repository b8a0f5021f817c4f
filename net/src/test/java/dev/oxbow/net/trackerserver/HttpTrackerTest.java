package dev.oxbow.net.trackerserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.tracker.AnnounceAnswer;
import dev.oxbow.core.tracker.AnnounceAnswerDecoder;
import dev.oxbow.core.tracker.AnnounceRequest;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.net.fetch.FetchLimits;
import dev.oxbow.net.fetch.Fetched;
import dev.oxbow.net.fetch.HttpFetch;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpTrackerTest {
    private static final InfoHash INFO_HASH = InfoHash.ofHex("ab".repeat(20));

    private Vertx vertx;
    private HttpFetch fetch;
    private HttpTracker tracker;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        fetch = new HttpFetch(vertx, "Oxbow/test", "");
        tracker = HttpTracker.start(vertx, "127.0.0.1", 0);
    }

    @AfterEach
    void close() throws Exception {
        tracker.close();
        fetch.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void answersWithTheIntervalTheCountsAndTheAddressItSees() throws Exception {
        AnnounceAnswer.Answered answer = (AnnounceAnswer.Answered) announce(request(1, 1001, 0, true, ""));
        assertEquals(new AnnounceAnswer.Answered(1800, -1, 1, 0, "", "", ByteString.ofHex("7f000001"), List.of()), answer);
    }

    @Test
    void answersInTheFormThatIsAskedFor() throws Exception {
        announce(request(1, 1001, 0, true, ""));
        assertTrue(text(get(request(2, 1002, 5, true, "").toUrl(tracker.url()))).contains("5:peers6:\u007f\u0000\u0000\u0001\u0003\u00e9"));
        assertTrue(text(get(request(2, 1002, 5, false, "").toUrl(tracker.url()))).contains(
                "5:peersld2:ip9:127.0.0.17:peer id20:" + "\u0001".repeat(20) + "4:porti1001eee"));
    }

    @Test
    void remembersWhatItWasTold() throws Exception {
        announce(new AnnounceRequest(INFO_HASH, peerId(1), 1001, 7, 8, 9, "completed", true, true, "", -1, "", ""));
        assertEquals(List.of(new HttpTracker.Received(INFO_HASH, peerId(1), "completed", 7, 8, 9, 1001)), tracker.received());
    }

    @Test
    void letsAPeerOnThisMachineNameItsAddress() throws Exception {
        announce(request(1, 1001, 0, true, "192.0.2.7"));
        announce(request(2, 1002, 0, true, "2001:db8::2"));
        announce(request(3, 1003, 0, true, "not.numeric"));
        AnnounceAnswer.Answered answer = (AnnounceAnswer.Answered) announce(request(4, 1004, 5, true, ""));
        assertEquals(List.of(Endpoint.parse("192.0.2.7:1001"), Endpoint.parse("127.0.0.1:1003"), Endpoint.parse("[2001:db8::2]:1002")),
                answer.peers());
    }

    @Test
    void refusesMalformedRequestsWithAReason() throws Exception {
        assertEquals("d14:failure reason20:info_hash is missinge", text(get(tracker.url())));
        assertEquals("d14:failure reason42:info_hash is not 20 bytes, percent-encodede", text(get(tracker.url() + "?info_hash=x")));
        assertEquals(404, get(tracker.url().replace("/announce", "/other")).status());
        assertEquals(List.of(), tracker.received());
    }

    @Test
    void scrapesWhatItIsAskedForAndOtherwiseAll() throws Exception {
        announce(request(1, 1001, 0, true, ""));
        announce(request(2, 1002, 5, true, ""));
        String counts = "d8:completei1e10:downloadedi0e10:incompletei1ee";
        String scrape = tracker.url().replace("/announce", "/scrape");
        String entry = "20:" + "\u00ab".repeat(20) + counts;
        assertEquals("d5:filesd" + entry + "ee", text(get(scrape)));
        assertEquals("d5:filesd" + entry + "ee", text(get(scrape + "?info_hash=" + "%ab".repeat(20) + "&info_hash=" + "a".repeat(20))));
        assertEquals("d5:filesdee", text(get(scrape + "?info_hash=" + "a".repeat(20))));
    }

    @Test
    void readsAScrapeOfManyHashes() throws Exception {
        assertEquals("d5:filesdee", text(get(tracker.url().replace("/announce", "/scrape?x=y") + ("&info_hash=" + "%ab".repeat(20))
                .repeat(100))));
    }

    @Test
    void saysWhereItCannotListen() {
        IllegalStateException e = assertThrows(IllegalStateException.class, () -> HttpTracker.start(vertx, "127.0.0.1", tracker.port()));
        assertEquals("the tracker cannot listen on 127.0.0.1:" + tracker.port(), e.getMessage());
    }

    private static PeerId peerId(int number) {
        return PeerId.ofHex(String.format("%02x", number).repeat(20));
    }

    private static AnnounceRequest request(int number, int port, long leftBytes, boolean compact, String ip) {
        return new AnnounceRequest(INFO_HASH, peerId(number), port, 0, 0, leftBytes, "started", compact, false, ip, -1, "", "");
    }

    private AnnounceAnswer announce(AnnounceRequest request) throws Exception {
        return AnnounceAnswerDecoder.decode(get(request.toUrl(tracker.url())).body());
    }

    private Fetched get(String url) throws Exception {
        return fetch.exchange(url, new FetchLimits(5000, 5000, 1 << 20)).toCompletionStage().toCompletableFuture().get(10,
                TimeUnit.SECONDS);
    }

    private static String text(Fetched fetched) {
        return new String(fetched.body(), StandardCharsets.ISO_8859_1);
    }
}
