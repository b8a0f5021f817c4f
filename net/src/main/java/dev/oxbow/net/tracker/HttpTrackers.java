package dev.oxbow.net.tracker;

import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.core.command.TrackerCommandHandler;
import dev.oxbow.core.event.ReachEvent;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.core.reach.ExternalAddresses;
import dev.oxbow.core.tracker.AnnounceAnswer;
import dev.oxbow.core.tracker.AnnounceAnswerDecoder;
import dev.oxbow.core.tracker.TrackerTargets;
import dev.oxbow.net.Outbox;
import dev.oxbow.net.fetch.FetchLimits;
import dev.oxbow.net.fetch.Fetched;
import dev.oxbow.net.fetch.HttpFetch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * Announces to HTTP and HTTPS trackers (BEP 3). Each command is answered by exactly one tracker event, unless {@link #close} comes first:
 * after it nothing is posted.
 */
public final class HttpTrackers implements TrackerCommandHandler, AutoCloseable {
    static final int PARALLEL_MAX = 50;
    private static final int PARALLEL_REGULAR_MAX = 40;
    private static final long TIMEOUT_MS = 30_000;
    private static final long STOPPED_TIMEOUT_MS = 5_000;
    private static final int READ_AT_ONCE_BYTES_MAX = 64 * 1024;

    private final Vertx vertx;
    private final HttpFetch fetch;
    private final Outbox outbox;
    private final AnnounceQueue queue;

    /** @param fetch closed with this */
    public HttpTrackers(Vertx vertx, Inbox inbox, HttpFetch fetch) {
        this(vertx, inbox, fetch, TIMEOUT_MS, STOPPED_TIMEOUT_MS);
    }

    HttpTrackers(Vertx vertx, Inbox inbox, HttpFetch fetch, long timeoutMs, long stoppedTimeoutMs) {
        this.vertx = vertx;
        this.fetch = fetch;
        this.outbox = new Outbox(vertx, inbox);
        AnnounceQueue.Limits limits = new AnnounceQueue.Limits(PARALLEL_MAX, PARALLEL_REGULAR_MAX, timeoutMs, stoppedTimeoutMs);
        this.queue = new AnnounceQueue(vertx, vertx.getOrCreateContext(), outbox, limits, this::announce);
    }

    /** Returns at once. Any thread. */
    @Override
    public void onAnnounce(TrackerCommand.Announce command) {
        queue.add(command);
    }

    private Future<TrackerEvent> announce(TrackerCommand.Announce command, long timeoutMs) {
        FetchLimits limits = new FetchLimits(timeoutMs, timeoutMs, AnnounceAnswerDecoder.LENGTH_BYTES_MAX);
        return fetch.exchange(AnnounceExchange.url(command), limits, TrackerTargets::refusal).compose(fetched -> read(command, fetched));
    }

    /** Ordinary answers are read at once. A huge one would keep the event loop from its sockets, and is read elsewhere. */
    private Future<TrackerEvent> read(TrackerCommand.Announce command, Fetched fetched) {
        Future<AnnounceAnswer> answer = fetched.body().length <= READ_AT_ONCE_BYTES_MAX
                ? Future.succeededFuture(AnnounceAnswerDecoder.decode(fetched.body()))
                : vertx.executeBlocking(() -> AnnounceAnswerDecoder.decode(fetched.body()), false);
        return answer.map(it -> {
            if (it instanceof AnnounceAnswer.Answered answered && ExternalAddresses.isPublic(answered.externalIp()) && fetched.status() == Fetched.OK) {
                outbox.post(new ReachEvent.ExternalAddressLearned(0, command.url(), answered.externalIp())); // BEP 24
            }
            return AnnounceExchange.answered(command, it, fetched.status());
        });
    }

    /** Ends what is under way. Nothing is posted from here on. */
    @Override
    public void close() {
        queue.close();
        outbox.close();
        fetch.close();
    }
}
