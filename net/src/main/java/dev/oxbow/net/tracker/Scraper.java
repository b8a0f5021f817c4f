package dev.oxbow.net.tracker;

import dev.oxbow.core.event.Event;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.core.tracker.ScrapeAnswer;
import dev.oxbow.core.tracker.ScrapeAnswerDecoder;
import dev.oxbow.core.tracker.ScrapeRequest;
import dev.oxbow.core.tracker.TrackerTargets;
import dev.oxbow.core.tracker.TrackerUrl;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.Text;
import dev.oxbow.net.fetch.FetchLimits;
import dev.oxbow.net.fetch.Fetched;
import dev.oxbow.net.fetch.HttpFetch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks trackers how many take part in a swarm, without taking part in it: over HTTP (BEP 48) and over UDP (BEP 15). Writes no journal. */
public final class Scraper implements AutoCloseable {
    /** Time enough for a second question over UDP. */
    public static final long TIMEOUT_MS = 20_000;
    private static final int SCHEME_CHARS_MAX = 20;

    /** Nothing is announced, so nothing is to be heard of. */
    private static final Inbox NO_EVENTS = new Inbox() {
        @Override
        public boolean offer(Event event) {
            return true;
        }

        @Override
        public boolean hasRoom() {
            return true;
        }
    };

    private final HttpFetch fetch;
    private final UdpTrackers udp;
    private final long timeoutMs;

    /**
     * @param userAgent   for HTTP
     * @param bindAddress numeric; nothing is sent from another address; empty for any
     */
    public Scraper(Vertx vertx, String userAgent, String bindAddress) {
        this(vertx, userAgent, bindAddress, TIMEOUT_MS);
    }

    Scraper(Vertx vertx, String userAgent, String bindAddress, long timeoutMs) {
        this.fetch = new HttpFetch(vertx, userAgent, bindAddress);
        this.udp = new UdpTrackers(vertx, NO_EVENTS, bindAddress);
        this.timeoutMs = timeoutMs;
    }

    /**
     * What the tracker knows of one swarm. Any thread.
     *
     * @param announceUrl of any kind of tracker
     * @return a failure's message is a sentence for people
     */
    public Future<ScrapeAnswer.SwarmCounts> scrape(String announceUrl, InfoHash infoHash) {
        return ask(announceUrl, infoHash).compose(answer -> counts(answer, infoHash)).timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .recover(error -> error instanceof TimeoutException ? failed("the tracker did not answer within " + timeoutMs / 1000 + " s")
                        : Future.failedFuture(error));
    }

    private Future<ScrapeAnswer> ask(String url, InfoHash infoHash) {
        String scheme = url.substring(0, Math.max(0, url.indexOf(':'))).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "http", "https" -> askOverHttp(url, infoHash);
            case "udp" -> udp.scrape(url, List.of(infoHash));
            default -> failed(scheme.isEmpty() ? "the tracker's URL is malformed"
                    : Text.printable(scheme, SCHEME_CHARS_MAX) + ":// trackers are not supported yet");
        };
    }

    private Future<ScrapeAnswer> askOverHttp(String url, InfoHash infoHash) {
        Optional<String> scrapeUrl = TrackerUrl.scrape(url);
        if (scrapeUrl.isEmpty()) {
            return failed("the tracker offers no scrape: its URL does not end in announce");
        }
        FetchLimits limits = new FetchLimits(timeoutMs, timeoutMs, ScrapeAnswerDecoder.LENGTH_BYTES_MAX);
        return fetch.exchange(new ScrapeRequest(List.of(infoHash)).toUrl(scrapeUrl.get()), limits, TrackerTargets::refusal)
                .compose(Scraper::read);
    }

    /** A tracker's own words count whatever the HTTP status. */
    private static Future<ScrapeAnswer> read(Fetched fetched) {
        ScrapeAnswer answer = ScrapeAnswerDecoder.decode(fetched.body());
        boolean counts = answer instanceof ScrapeAnswer.Refused || fetched.status() == Fetched.OK;
        return counts ? Future.succeededFuture(answer) : failed("the tracker answered HTTP " + fetched.status());
    }

    private static Future<ScrapeAnswer.SwarmCounts> counts(ScrapeAnswer answer, InfoHash infoHash) {
        if (answer instanceof ScrapeAnswer.Answered answered) {
            return answered.swarms().stream().filter(swarm -> swarm.infoHash().equals(infoHash)).findFirst().map(Future::succeededFuture)
                    .orElseGet(() -> failed("the tracker does not know this torrent"));
        }
        return failed(answer instanceof ScrapeAnswer.Refused refused ? refused.reason() : ((ScrapeAnswer.Malformed) answer).reason());
    }

    private static <T> Future<T> failed(String sentence) {
        return Future.failedFuture(new NoAnswerException(sentence));
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        udp.close();
        fetch.close();
    }
}
