package dev.oxbow.net.tracker;

import dev.oxbow.core.command.TrackerCommand.Announce;
import dev.oxbow.core.command.TrackerCommandHandler;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.core.tracker.AnnounceAnswer;
import dev.oxbow.core.tracker.ScrapeAnswer;
import dev.oxbow.core.tracker.UdpAnswerDecoder;
import dev.oxbow.core.tracker.UdpRequestEncoder;
import dev.oxbow.core.tracker.UdpTrackerUrl;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.net.Outbox;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Announces to UDP trackers (BEP 15, 41), and scrapes them. Each command is answered by exactly one event, unless {@link #close} comes
 * first: after it nothing is posted.
 */
public final class UdpTrackers implements TrackerCommandHandler, AutoCloseable {
    static final int PARALLEL_MAX = 200;
    private static final int PARALLEL_REGULAR_MAX = 160;
    private static final String MALFORMED = "the tracker's URL is malformed: udp:// needs a host and a port";

    private final Vertx vertx;
    private final Context context;
    private final UdpTimes times;
    private final Outbox outbox;
    private final AnnounceQueue queue;
    private final Function<String, Future<List<ByteString>>> lookup;
    private final Runnable closeLookup;
    private final UdpClient client;
    private int scrapes;

    /** @param bindAddress numeric; nothing is sent from another address; empty for any */
    public UdpTrackers(Vertx vertx, Inbox inbox, String bindAddress) {
        this(vertx, inbox, bindAddress, UdpTimes.USUAL, new HostLookup(vertx));
    }

    private UdpTrackers(Vertx vertx, Inbox inbox, String bindAddress, UdpTimes times, HostLookup lookup) {
        this(vertx, inbox, bindAddress, times, lookup::addresses, lookup::close);
    }

    /** @param lookup gives a host's addresses, or a {@link NoAnswerException} */
    UdpTrackers(Vertx vertx, Inbox inbox, String bindAddress, UdpTimes times, Function<String, Future<List<ByteString>>> lookup,
            Runnable closeLookup) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.times = times;
        this.outbox = new Outbox(vertx, inbox);
        this.lookup = lookup;
        this.closeLookup = closeLookup;
        this.client = new UdpClient(vertx, bindAddress, times);
        AnnounceQueue.Limits limits =
                new AnnounceQueue.Limits(PARALLEL_MAX, PARALLEL_REGULAR_MAX, times.giveUpMs(), times.stoppedGiveUpMs());
        this.queue = new AnnounceQueue(vertx, context, outbox, limits, this::announce);
    }

    /** Returns at once. Any thread. */
    @Override
    public void onAnnounce(Announce command) {
        queue.add(command);
    }

    private Future<TrackerEvent> announce(Announce command, long timeoutMs) {
        Optional<UdpTrackerUrl> url = UdpTrackerUrl.parse(command.url());
        if (url.isEmpty()) {
            return Future.succeededFuture(AnnounceExchange.failed(command, MALFORMED, AnnounceAnswer.NEVER));
        }
        long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        return servers(url.get(), timeoutMs)
                .compose(servers -> UdpAnnounce.ask(vertx, client, times, servers, AnnounceExchange.request(command), url.get().urlData(),
                        leftMs(untilNs)))
                .map(answer -> AnnounceExchange.answered(command, answer));
    }

    private static long leftMs(long untilNs) {
        return Math.max(1, TimeUnit.NANOSECONDS.toMillis(untilNs - System.nanoTime()));
    }

    private Future<List<Endpoint>> servers(UdpTrackerUrl url, long timeoutMs) {
        return lookup.apply(url.host()).timeout(timeoutMs, TimeUnit.MILLISECONDS)
                .recover(error -> Future.failedFuture(error instanceof TimeoutException
                        ? new NoAnswerException("could not find the host " + url.host() + " in time") : error))
                .compose(addresses -> {
                    try {
                        return Future.succeededFuture(UdpTargets.choose(url, addresses, client::speaks));
                    } catch (NoAnswerException none) {
                        return Future.failedFuture(none);
                    }
                });
    }

    /**
     * Asks a tracker for the counts of some swarms. Any thread. A failure's message is a sentence for people.
     *
     * @param url        the announce URL: BEP 15 has no other for scrapes
     * @param infoHashes from 1 to {@link UdpRequestEncoder#scrapeHashesMax}
     */
    public Future<ScrapeAnswer> scrape(String url, List<InfoHash> infoHashes) {
        Promise<ScrapeAnswer> answer = Promise.promise();
        context.runOnContext(now -> {
            Optional<UdpTrackerUrl> parsed = UdpTrackerUrl.parse(url);
            if (parsed.isEmpty()) {
                answer.fail(new NoAnswerException(MALFORMED));
            } else if (scrapes == PARALLEL_MAX) {
                answer.fail(new NoAnswerException("too many trackers are being asked already"));
            } else {
                scrapes++;
                servers(parsed.get(), times.giveUpMs())
                        .compose(servers -> client.ask(servers.get(0), new ScrapeQuestion(infoHashes), times.giveUpMs()).answer())
                        .onComplete(done -> scrapes--).onComplete(answer);
            }
        });
        return answer.future();
    }

    private record ScrapeQuestion(List<InfoHash> infoHashes) implements UdpQuestion<ScrapeAnswer> {
        @Override
        public byte[] encode(long connectionId, int transactionId) {
            return UdpRequestEncoder.scrape(connectionId, transactionId, infoHashes);
        }

        @Override
        public ScrapeAnswer decode(byte[] datagram, int transactionId) {
            return UdpAnswerDecoder.scrape(datagram, transactionId, infoHashes);
        }
    }

    /** Ends what is under way. Nothing is posted from here on. */
    @Override
    public void close() {
        queue.close();
        outbox.close();
        context.runOnContext(now -> {
            client.close();
            closeLookup.run();
        });
    }
}
