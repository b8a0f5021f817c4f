package dev.oxbow.net.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.tracker.ScrapeAnswer.SwarmCounts;
import dev.oxbow.net.fetch.HttpFetch;
import dev.oxbow.net.fetch.RudeServer;
import dev.oxbow.net.trackerserver.HttpTracker;
import dev.oxbow.net.trackerserver.UdpTracker;
import io.vertx.core.Vertx;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ScraperTest {
    private static final long TIMEOUT_MS = 2_000;

    private final Vertx vertx = Vertx.vertx();
    private Scraper scraper;

    @BeforeEach
    void open() {
        scraper = new Scraper(vertx, "Oxbow/test", "", TIMEOUT_MS);
    }

    @AfterEach
    void close() throws Exception {
        scraper.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private SwarmCounts scrape(String url) throws Exception {
        return scraper.scrape(url, Commands.INFO_HASH).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private String failure(String url) {
        return assertThrows(ExecutionException.class, () -> scrape(url)).getCause().getMessage();
    }

    @Test
    void countsOverHttpAndOverUdp() throws Exception {
        InboxList inbox = new InboxList();
        try (HttpTracker tracker = HttpTracker.start(vertx, "127.0.0.1", 0); UdpTracker beside = UdpTracker.start(vertx, tracker, 0);
                Trackers trackers = new Trackers(vertx, inbox, new HttpFetch(vertx, "Oxbow/test", ""), "")) {
            assertEquals("the tracker does not know this torrent", failure(tracker.url()));
            trackers.onAnnounce(Commands.announce(tracker.url(), AnnounceEvent.STARTED, 1, 1001, 0));
            trackers.onAnnounce(Commands.announce(beside.url(), AnnounceEvent.STARTED, 2, 1002, 500));
            inbox.awaitEvents(2);
            SwarmCounts counts = new SwarmCounts(Commands.INFO_HASH, 1, 1, 0);
            assertEquals(counts, scrape(tracker.url()));
            assertEquals(counts, scrape(beside.url()));
        }
    }

    @Test
    void saysWhyThereAreNoCounts() throws Exception {
        assertEquals("the tracker offers no scrape: its URL does not end in announce", failure("http://127.0.0.1:9/tracker.php"));
        assertEquals("wss:// trackers are not supported yet", failure("wss://127.0.0.1:9/announce"));
        assertEquals("the tracker's URL is malformed", failure("nonsense"));
        try (RudeServer server = RudeServer.answering((request, out) -> out.write(RudeServer.response("HTTP/1.1 404 Not Found", new byte[0])))) {
            assertEquals("the tracker answered HTTP 404", failure(server.url("/announce")));
        }
        try (RudeServer server = RudeServer.answering((request, out) -> out.write(RudeServer.ok("d14:failure reason2:noe")))) {
            assertEquals("no", failure(server.url("/announce")));
        }
        try (RudeServer server = RudeServer.answering((request, out) -> out.write(RudeServer.ok("d5:filesd20:" + "x".repeat(20) + "d8:completei7eeeee")))) {
            assertEquals("the tracker does not know this torrent", failure(server.url("/announce")), "but another");
        }
    }

    @Test
    void waitsForNobodyForLong() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
                RudeServer server = RudeServer.answering((request, out) -> RudeServer.holdOn())) {
            assertEquals("the tracker did not answer within 2 s", failure("udp://127.0.0.1:" + silent.getLocalPort()));
            failure(server.url("/announce"));
        }
    }
}
