package dev.oxbow.net.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.event.TrackerEvent.AnnounceSucceeded;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.net.fetch.HttpFetch;
import dev.oxbow.net.trackerserver.HttpTracker;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client and the tracker of this project, talking to each other. */
@Timeout(30)
class EmbeddedTrackerTest {
    private final InboxList inbox = new InboxList();
    private Vertx vertx;
    private HttpTrackers trackers;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        trackers = new HttpTrackers(vertx, inbox, new HttpFetch(vertx, "Oxbow/test", ""));
    }

    @AfterEach
    void close() throws Exception {
        trackers.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void twoPeersFindEachOtherAndPartAgain() {
        try (HttpTracker tracker = HttpTracker.start(vertx, "127.0.0.1", 0, 5)) {
            AnnounceSucceeded seed = announce(tracker, AnnounceEvent.STARTED, 1, 1001, 0);
            assertEquals(new AnnounceSucceeded(3, 1, 1, 5, -1, 1, 0, "", "", List.of()), seed);
            AnnounceSucceeded leecher = announce(tracker, AnnounceEvent.STARTED, 2, 1002, 500);
            assertEquals(new AnnounceSucceeded(3, 1, 2, 5, -1, 1, 1, "", "", List.of(Endpoint.parse("127.0.0.1:1001"))), leecher);
            assertEquals(List.of(Endpoint.parse("127.0.0.1:1002")), announce(tracker, AnnounceEvent.REGULAR, 1, 1001, 0).peers());
            assertEquals(List.of(), announce(tracker, AnnounceEvent.STOPPED, 1, 1001, 0).peers());
            assertEquals(new AnnounceSucceeded(3, 1, 2, 5, -1, 1, 0, "", "", List.of()), announce(tracker, AnnounceEvent.COMPLETED, 2,
                    1002, 0));
            assertEquals(List.of("started", "started", "", "stopped", "completed"), tracker.received().stream()
                    .map(HttpTracker.Received::event).toList());
        }
    }

    @Test
    void peersOnIpv6FindEachOther() {
        try (HttpTracker tracker = HttpTracker.start(vertx, "::1", 0, 5)) {
            announce(tracker, AnnounceEvent.STARTED, 1, 1001, 0);
            assertEquals(List.of(Endpoint.parse("[::1]:1001")), announce(tracker, AnnounceEvent.STARTED, 2, 1002, 500).peers());
        }
    }

    private AnnounceSucceeded announce(HttpTracker tracker, AnnounceEvent event, int number, int port, long leftBytes) {
        inbox.events().clear();
        trackers.onAnnounce(Commands.announce(tracker.url(), event, number, port, leftBytes));
        return (AnnounceSucceeded) inbox.awaitEvents(1).get(0);
    }
}
