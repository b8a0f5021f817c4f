package dev.oxbow.net.tracker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.TrackerEvent.AnnounceFailed;
import dev.oxbow.core.event.TrackerEvent.AnnounceSucceeded;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.net.fetch.HttpFetch;
import dev.oxbow.net.trackerserver.HttpTracker;
import dev.oxbow.net.trackerserver.UdpTracker;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TrackersTest {
    private final InboxList inbox = new InboxList();
    private Vertx vertx;
    private Trackers trackers;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        trackers = new Trackers(vertx, inbox, new HttpFetch(vertx, "Oxbow/test", ""), "");
    }

    @AfterEach
    void close() throws Exception {
        trackers.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void httpAndUdpBringTogetherThePeersOfOneSwarm() {
        try (HttpTracker http = HttpTracker.start(vertx, "127.0.0.1", 0, 5); UdpTracker udp = UdpTracker.start(vertx, http, 0)) {
            only(http.url(), 1, 1001);
            assertEquals(new AnnounceSucceeded(3, 1, 2, 5, -1, 0, 2, "", "", List.of(Endpoint.parse("127.0.0.1:1001"))),
                    only(udp.url().replace("udp:", "UDP:"), 2, 1002));
            assertEquals(List.of("started", "started"), http.received().stream().map(HttpTracker.Received::event).toList());
        }
    }

    @Test
    void neverAsksTrackersOfOtherKinds() {
        for (String scheme : List.of("wss", "WSS", "ws", "i2p")) {
            assertEquals(new AnnounceFailed(3, 1, 1, scheme.toLowerCase(Locale.ROOT) + ":// trackers are not supported yet",
                    Integer.MAX_VALUE), only(scheme + "://tracker.example:6969/announce", 1, 1));
        }
        assertEquals(new AnnounceFailed(3, 1, 1, "a\ufffdb:// trackers are not supported yet", Integer.MAX_VALUE), only("a\nb://t/", 1, 1));
    }

    @Test
    void saysWhenAUrlHasNoScheme() {
        for (String url : List.of("", "tracker.example/announce", "://")) {
            assertEquals(new AnnounceFailed(3, 1, 1, "the tracker's URL is malformed", Integer.MAX_VALUE), only(url, 1, 1), url);
        }
    }

    @Test
    void postsNothingOnceItIsClosed() {
        trackers.close();
        for (String url : List.of("http://", "udp://", "wss://t/", "udp://127.0.0.1:9/", "http://127.0.0.1:9/")) {
            trackers.onAnnounce(Commands.announce(url, AnnounceEvent.REGULAR));
        }
        await().during(200, TimeUnit.MILLISECONDS).until(() -> inbox.events().isEmpty());
    }

    private Event only(String url, int number, int port) {
        inbox.events().clear();
        trackers.onAnnounce(Commands.announce(url, AnnounceEvent.STARTED, number, port, 1000));
        List<Event> events = inbox.awaitEvents(1);
        assertEquals(1, events.size());
        return events.get(0);
    }
}
