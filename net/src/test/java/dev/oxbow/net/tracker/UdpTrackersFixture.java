package dev.oxbow.net.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.TrackerEvent.AnnounceFailed;
import dev.oxbow.core.event.TrackerEvent.AnnounceSucceeded;
import dev.oxbow.core.tracker.TrackerTargets;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** UDP trackers whose time-outs and hosts a test chooses. */
abstract class UdpTrackersFixture {
    /** Patient: nothing is sent twice within a test. */
    static final UdpTimes PATIENT = new UdpTimes(10_000, 8, 20_000, 400, 60_000, 300);
    /** Sends again after 100, 200, 400 ms, and gives up after a second. */
    static final UdpTimes QUICK = new UdpTimes(100, 8, 1_000, 400, 60_000, 300);
    static final AnnounceSucceeded ANSWERED =
            new AnnounceSucceeded(3, 1, 1, 900, -1, 5, 7, "", "", List.of(Endpoint.parse("192.0.2.7:7")));

    final InboxList inbox = new InboxList();
    /** What names lead to. */
    final Map<String, List<ByteString>> hosts = new ConcurrentHashMap<>();
    private final List<UdpTrackers> opened = new ArrayList<>();
    private Vertx vertx;

    @BeforeEach
    void openVertx() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void closeVertx() throws Exception {
        opened.forEach(UdpTrackers::close);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    UdpTrackers trackers(UdpTimes times) {
        return trackers(times, "");
    }

    UdpTrackers trackers(UdpTimes times, String bindAddress) {
        HostLookup literals = new HostLookup(vertx);
        return open(times, bindAddress, host -> {
            List<ByteString> known = hosts.get(host);
            return TrackerTargets.literal(host).isPresent() ? literals.addresses(host) : known != null ? Future.succeededFuture(known)
                    : Future.failedFuture(new NoAnswerException("could not find the host " + host));
        });
    }

    UdpTrackers open(UdpTimes times, String bindAddress, Function<String, Future<List<ByteString>>> lookup) {
        UdpTrackers trackers = new UdpTrackers(vertx, inbox, bindAddress, times, lookup, () -> { });
        opened.add(trackers);
        return trackers;
    }

    static AnnounceFailed failed(String reason) {
        return new AnnounceFailed(3, 1, 1, reason, -1);
    }

    /** The one event that an announce to the URL brings. */
    Event only(UdpTrackers trackers, String url) {
        inbox.events().clear();
        trackers.onAnnounce(Commands.announce(url, AnnounceEvent.STARTED));
        List<Event> events = inbox.awaitEvents(1);
        assertEquals(1, events.size());
        return events.get(0);
    }
}
