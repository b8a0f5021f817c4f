package dev.oxbow.net.tracker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.TrackerCommand.Announce;
import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.TrackerEvent.AnnounceFailed;
import dev.oxbow.core.event.TrackerEvent.AnnounceSucceeded;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.net.fetch.HttpFetch;
import dev.oxbow.net.fetch.RudeServer;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.dns.AddressResolverOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpTrackersTest {
    private static final String EMPTY = "d8:intervali1800e5:peers0:e";

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
    void tellsTheTrackerEverythingAndPostsItsAnswer() throws Exception {
        String body = "d8:completei5e10:incompletei7e8:intervali900e12:min intervali60e5:peers6:abcdef"
                + "10:tracker id2:t&15:warning message4:slowe";
        try (RudeServer server = RudeServer.answering((request, out) -> out.write(RudeServer.ok(body)))) {
            Announce command = Commands.announce(server.url("/announce?passkey=p"), AnnounceEvent.STARTED);
            trackers.onAnnounce(command);
            assertEquals(List.of(new AnnounceSucceeded(3, 1, 1, 900, 60, 5, 7, "t%26", "slow",
                    List.of(Endpoint.parse("97.98.99.100:25958")))),
                    inbox.awaitEvents(1));
            String request = server.requests().get(0);
            assertTrue(request.contains("GET /announce?passkey=p&info_hash=%00%FF%7F%80%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25"
                    + "&peer_id=-OX0100-%00%00%00%00%00%00%00%00%00%00%00%01&port=6881&uploaded=10&downloaded=20&left=1000"
                    + "&compact=1&no_peer_id=1&numwant=50&event=started&key=0a0b0c0d HTTP/1.1"), request);
        }
    }

    @Test
    void sendsTheTrackerIdBack() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> out.write(RudeServer.ok(EMPTY)))) {
            trackers.onAnnounce(new Announce(1, 1, 1, server.url("/announce"), Commands.INFO_HASH, Commands.peerId(1),
                    AnnounceEvent.REGULAR, 1,
                    0, 0, 0, 0, 0, "t%26"));
            inbox.awaitEvents(1);
            assertTrue(server.requests().get(0).contains("&key=00000000&trackerid=t%26 HTTP"), server.requests().toString());
        }
    }

    @Test
    void postsTheTrackersOwnWordsWhateverTheStatus() throws Exception {
        String refusal = "d14:failure reason21:unregistered\u001b torrent8:retry ini2ee";
        for (String status : List.of("200 OK", "400 Bad Request", "403 Forbidden")) {
            try (RudeServer server = RudeServer.answering((request, out) ->
                    out.write(RudeServer.response("HTTP/1.1 " + status, refusal.getBytes(StandardCharsets.ISO_8859_1))))) {
                assertEquals(new AnnounceFailed(3, 1, 1, "unregistered\ufffd torrent", 120), only(server.url("/announce")));
            }
        }
    }

    @Test
    void saysWhichStatusAServerAnswered() throws Exception {
        try (RudeServer server = RudeServer.saying("HTTP/1.1 503 Later\r\nContent-Length: 2\r\n\r\nno")) {
            assertEquals(failed("the tracker answered HTTP 503"), only(server.url("/announce")));
        }
    }

    @Test
    void saysWhenAWebPageAnswers() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> out.write(RudeServer.ok("<html>parked</html>")))) {
            assertEquals(failed("the tracker answered with a web page"), only(server.url("/announce")));
        }
    }

    @Test
    void failsMalformedUrlsWithoutAnException() {
        for (String url : List.of("http:", "http://", "http://tr\u00e4cker.example/announce", "http://t/\u0000", "http://t:x/",
                "https://[::1/", "http://t/a b")) {
            assertEquals(failed("the URL is malformed, or neither http:// nor https://"), only(url), url);
        }
    }

    @Test
    void aLocalTrackerMayRedirectToAnother() throws Exception {
        try (RudeServer inner = RudeServer.answering((request, out) -> out.write(RudeServer.ok(EMPTY)));
                RudeServer outer = RudeServer.saying("HTTP/1.1 302 Found\r\nLocation: " + inner.url("/")
                        + "\r\nContent-Length: 0\r\n\r\n")) {
            assertEquals(new AnnounceSucceeded(3, 1, 1, 1800, -1, -1, -1, "", "", List.of()), only(outer.url("/announce")));
        }
    }

    @Test
    void doesNotAskALocalServiceUnderAPublicName() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> out.write(RudeServer.ok(EMPTY)))) {
            Vertx lied = Vertx.vertx(new VertxOptions().setAddressResolverOptions(
                    new AddressResolverOptions().setHostsValue(Buffer.buffer("127.0.0.1 tracker.example\n"))));
            try (HttpTrackers led = new HttpTrackers(lied, inbox, new HttpFetch(lied, "Oxbow/test", ""))) {
                String port = server.authority().substring(server.authority().indexOf(':'));
                led.onAnnounce(Commands.announce("http://tracker.example" + port + "/announce", AnnounceEvent.REGULAR));
                assertEquals(List.of(failed("the tracker leads to an address of this machine or network without saying so, "
                        + "and is not asked")), inbox.awaitEvents(1));
            } finally {
                lied.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            }
            assertTrue(server.requests().stream().noneMatch(request -> request.contains("GET")), server.requests().toString());
        }
    }

    @Test
    void saysWhenAServerAnswersTooMuch() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> out.write(RudeServer.ok("x".repeat(10 << 20))))) {
            assertEquals(failed("the answer is larger than 1 MiB"), only(server.url("/announce")));
        }
    }

    @Test
    void readsALargeAnswer() throws Exception {
        String peers = "d2:ip9:192.0.2.14:porti7ee".repeat(20_000);
        try (RudeServer server = RudeServer.answering((request, out) -> out.write(RudeServer.ok("d5:peersl" + peers + "ee")))) {
            AnnounceSucceeded event = (AnnounceSucceeded) only(server.url("/announce"));
            assertEquals(List.of(Endpoint.parse("192.0.2.1:7")), event.peers());
        }
    }

    @Test
    void waitsLessForAFarewell() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> RudeServer.holdOn()); HttpTrackers quick = trackers(20_000, 300)) {
            quick.onAnnounce(Commands.announce(server.url("/announce"), AnnounceEvent.STOPPED));
            AnnounceFailed event = (AnnounceFailed) inbox.awaitEvents(1).get(0);
            assertTrue(event.reason().startsWith(server.authority() + ": no complete answer within "), event.reason());
        }
    }

    @Test
    void answersEachCommandOnceAndNeverAsksMoreThanFortyAtOnce() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicBoolean letGo = new AtomicBoolean();
        try (RudeServer server = RudeServer.answering((request, out) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            while (!letGo.get() && !Thread.currentThread().isInterrupted()) {
                RudeServer.wait(5);
            }
            now.decrementAndGet();
            out.write(RudeServer.ok(EMPTY));
        })) {
            for (int i = 0; i < 200; i++) {
                trackers.onAnnounce(Commands.announce(server.url("/announce"), AnnounceEvent.REGULAR, i, 1, 1));
            }
            await().until(() -> now.get() == 40);
            trackers.onAnnounce(Commands.announce(server.url("/announce"), AnnounceEvent.STOPPED, 200, 1, 1));
            await().until(() -> now.get() == 41);
            letGo.set(true);
            Set<Long> answered = new TreeSet<>();
            for (Event event : inbox.awaitEvents(201)) {
                assertTrue(answered.add(((AnnounceSucceeded) event).operationId()), "answered twice: " + event);
            }
            assertEquals(201, answered.size());
            assertTrue(most.get() <= HttpTrackers.PARALLEL_MAX, most + " at once");
        }
    }

    @Test
    void saysWhenAFarewellFoundNoPlaceInTime() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> RudeServer.holdOn()); HttpTrackers busy = trackers(20_000, 500)) {
            for (int i = 0; i < 200; i++) {
                busy.onAnnounce(Commands.announce(server.url("/announce"), AnnounceEvent.STOPPED, i, 1, 1));
            }
            Set<Long> answered = new ConcurrentSkipListSet<>();
            inbox.awaitEvents(200).forEach(event -> answered.add(((AnnounceFailed) event).operationId()));
            assertEquals(200, answered.size());
            assertTrue(inbox.events().stream().anyMatch(event ->
                    ((AnnounceFailed) event).reason().equals("not told in time: other trackers were slow to answer")));
        }
    }

    @Test
    void keepsEventsWhileTheInboxIsFull() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> out.write(RudeServer.ok(EMPTY)))) {
            inbox.setFull(true);
            trackers.onAnnounce(Commands.announce(server.url("/announce"), AnnounceEvent.REGULAR, 1, 1, 1));
            trackers.onAnnounce(Commands.announce("http://", AnnounceEvent.REGULAR, 2, 1, 1));
            await().until(() -> inbox.refusals() > 3 && server.requests().size() == 1);
            assertEquals(List.of(), inbox.events());
            inbox.setFull(false);
            assertEquals(2, inbox.awaitEvents(2).size());
        }
    }

    @Test
    void postsNothingOnceItIsClosed() throws Exception {
        try (RudeServer server = RudeServer.answering((request, out) -> RudeServer.holdOn())) {
            for (int i = 0; i < 60; i++) {
                trackers.onAnnounce(Commands.announce(server.url("/announce"), AnnounceEvent.REGULAR, i, 1, 1));
            }
            await().until(() -> server.requests().size() == 40);
            trackers.close();
            trackers.onAnnounce(Commands.announce("http://", AnnounceEvent.REGULAR));
            await().during(300, TimeUnit.MILLISECONDS).until(() -> inbox.events().isEmpty());
            assertEquals(40, server.requests().size(), "a closed session asks nobody");
        }
    }

    private HttpTrackers trackers(long timeoutMs, long stoppedTimeoutMs) {
        return new HttpTrackers(vertx, inbox, new HttpFetch(vertx, "Oxbow/test", ""), timeoutMs, stoppedTimeoutMs);
    }

    private static AnnounceFailed failed(String reason) {
        return new AnnounceFailed(3, 1, 1, reason, -1);
    }

    /** The one event that an announce to the URL brings. */
    private Event only(String url) {
        inbox.events().clear();
        trackers.onAnnounce(Commands.announce(url, AnnounceEvent.REGULAR));
        List<Event> events = inbox.awaitEvents(1);
        assertEquals(1, events.size());
        return events.get(0);
    }
}
