package dev.oxbow.net.trackerserver;

import dev.oxbow.core.tracker.AnnounceAnswer;
import dev.oxbow.core.tracker.AnnounceAnswerEncoder;
import dev.oxbow.core.tracker.AnnounceRequest;
import dev.oxbow.core.tracker.ScrapeRequest;
import dev.oxbow.core.tracker.TrackerRequest;
import dev.oxbow.core.tracker.TrackerRequestDecoder;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A small HTTP tracker to be embedded: for {@code oxbow demo} and for tests. Announce (BEP 3, 7, 23, 24) and scrape (BEP 48), kept in
 * memory, with a bound on everything. It remembers the announces it got, for tests to look at.
 */
public final class HttpTracker implements AutoCloseable {
    public static final int INTERVAL_SECONDS = 1800;
    private static final int RECEIVED_MAX = 10_000;
    private static final int REQUEST_LINE_MAX = TrackerRequestDecoder.QUERY_LENGTH_MAX + 256;
    private static final int IDLE_SECONDS = 30;
    private static final long START_SECONDS = 10;

    private final HttpServer server;
    private final String host;
    private final Swarms swarms;
    private final ArrayDeque<Received> received = new ArrayDeque<>();

    /** An announce as it came in. @param event empty for a regular one */
    public record Received(InfoHash infoHash, PeerId peerId, String event, long uploadedBytes, long downloadedBytes, long leftBytes,
            int port) {
    }

    private HttpTracker(Vertx vertx, String host, int intervalSeconds) {
        this.host = host;
        this.swarms = new Swarms(intervalSeconds, System::nanoTime);
        HttpServerOptions options = new HttpServerOptions().setMaxInitialLineLength(REQUEST_LINE_MAX).setIdleTimeout(IDLE_SECONDS);
        this.server = vertx.createHttpServer(options).requestHandler(this::answer);
    }

    /** Starts a tracker that wants to hear from its peers every {@link #INTERVAL_SECONDS}. */
    public static HttpTracker start(Vertx vertx, String host, int port) {
        return start(vertx, host, port, INTERVAL_SECONDS);
    }

    /**
     * Starts a tracker. Not to be called on an event loop.
     *
     * @param host the address to listen on
     * @param port 0 lets the system choose
     * @throws IllegalStateException when it cannot listen there
     */
    public static HttpTracker start(Vertx vertx, String host, int port, int intervalSeconds) {
        HttpTracker tracker = new HttpTracker(vertx, host, intervalSeconds);
        try {
            tracker.server.listen(port, host).toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the tracker cannot listen on " + host + ":" + port, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the tracker started", e);
        }
        return tracker;
    }

    public int port() {
        return server.actualPort();
    }

    /** The announce URL, for peers on this machine. */
    public String url() {
        return "http://" + reachableHost() + ":" + port() + "/announce";
    }

    /** Where peers on this machine reach it, as a URL has it. */
    String reachableHost() {
        String reachable = host.equals("0.0.0.0") ? "127.0.0.1" : host.equals("::") ? "::1" : host;
        return reachable.indexOf(':') >= 0 ? "[" + reachable + "]" : reachable;
    }

    /** The announces it got, those over UDP as well, oldest first; the oldest are forgotten when there are many. Any thread. */
    public List<Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    private void answer(HttpServerRequest http) {
        if (!http.method().equals(HttpMethod.GET)) {
            http.response().setStatusCode(405).putHeader("Allow", "GET").end();
            return;
        }
        String query = Optional.ofNullable(http.query()).orElse("");
        String path = String.valueOf(http.path());
        if (path.equals("/announce")) {
            end(http, announce(TrackerRequestDecoder.announce(query), http.remoteAddress().hostAddress()));
        } else if (path.equals("/scrape")) {
            end(http, scrape(TrackerRequestDecoder.scrape(query)));
        } else {
            http.response().setStatusCode(404);
            end(http, refusal("there is only /announce and /scrape here"));
        }
    }

    private static void end(HttpServerRequest http, byte[] body) {
        http.response().putHeader("Content-Type", "text/plain").end(Buffer.buffer(body));
    }

    private static byte[] refusal(String reason) {
        return AnnounceAnswerEncoder.refusal(new AnnounceAnswer.Refused(reason, AnnounceAnswer.UNKNOWN));
    }

    private byte[] announce(TrackerRequest request, String remoteHost) {
        if (request instanceof TrackerRequest.Malformed malformed) {
            return refusal(malformed.reason());
        }
        AnnounceRequest announce = (AnnounceRequest) request;
        remember(announce);
        Optional<Endpoint> asking = AskingPeer.endpoint(announce, remoteHost);
        if (asking.isEmpty()) {
            return refusal("the peer's address is neither IPv4 nor IPv6");
        }
        return swarms.announce(announce, asking.get());
    }

    private byte[] scrape(TrackerRequest request) {
        return request instanceof ScrapeRequest scrape ? swarms.scrape(scrape) : refusal(((TrackerRequest.Malformed) request).reason());
    }

    /** What HTTP and UDP have in common. */
    Swarms swarms() {
        return swarms;
    }

    String host() {
        return host;
    }

    void remember(AnnounceRequest announce) {
        synchronized (received) {
            if (received.size() == RECEIVED_MAX) {
                received.remove();
            }
            received.add(new Received(announce.infoHash(), announce.peerId(), announce.event(), announce.uploadedBytes(),
                    announce.downloadedBytes(), announce.leftBytes(), announce.port()));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
