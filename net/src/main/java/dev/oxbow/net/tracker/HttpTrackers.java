package dev.oxbow.net.tracker;

import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.core.command.TrackerCommandHandler;
import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.core.tracker.AnnounceAnswerDecoder;
import dev.oxbow.net.fetch.FetchLimits;
import dev.oxbow.net.fetch.Fetched;
import dev.oxbow.net.fetch.HttpFetch;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Locale;

/**
 * Announces to HTTP and HTTPS trackers (BEP 3). Each command is answered by exactly one event, unless {@link #close} comes first:
 * after it nothing is posted. At most {@link #PARALLEL_MAX} announces are under way, the others wait their turn; farewells go before
 * all others, and some places are kept for them, so that dead trackers cannot make a session leave its swarms without a word.
 */
public final class HttpTrackers implements TrackerCommandHandler, AutoCloseable {
    static final int PARALLEL_MAX = 50;
    private static final int PARALLEL_REGULAR_MAX = 40;
    private static final long TIMEOUT_MS = 30_000;
    /** From the command to its answer, waiting included: nobody waits long for a farewell. */
    private static final long STOPPED_TIMEOUT_MS = 5_000;
    private static final int READ_AT_ONCE_BYTES_MAX = 64 * 1024;

    private final Vertx vertx;
    private final Context context;
    private final HttpFetch fetch;
    private final Outbox outbox;
    private final long timeoutMs;
    private final long stoppedTimeoutMs;
    // The rest belongs to the context's thread.
    private final ArrayDeque<Waiting> farewells = new ArrayDeque<>();
    private final ArrayDeque<Waiting> others = new ArrayDeque<>();
    private int underWay;
    private volatile boolean closed;

    /** A command that has no place yet. @param sinceNs when it came */
    private record Waiting(TrackerCommand.Announce command, long sinceNs) {
    }

    /** @param fetch closed with this */
    public HttpTrackers(Vertx vertx, Inbox inbox, HttpFetch fetch) {
        this(vertx, inbox, fetch, TIMEOUT_MS, STOPPED_TIMEOUT_MS);
    }

    HttpTrackers(Vertx vertx, Inbox inbox, HttpFetch fetch, long timeoutMs, long stoppedTimeoutMs) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.fetch = fetch;
        this.outbox = new Outbox(vertx, inbox);
        this.timeoutMs = timeoutMs;
        this.stoppedTimeoutMs = stoppedTimeoutMs;
    }

    /** Returns at once. Any thread. */
    @Override
    public void onAnnounce(TrackerCommand.Announce command) {
        context.runOnContext(now -> accept(new Waiting(command, System.nanoTime())));
    }

    private void accept(Waiting waiting) {
        String url = waiting.command().url();
        String scheme = url.substring(0, Math.max(0, url.indexOf(':'))).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            outbox.post(AnnounceExchange.unsupported(waiting.command(), scheme));
        } else if (isFarewell(waiting)) {
            farewells.add(waiting);
            vertx.setTimer(stoppedTimeoutMs, fired -> giveUp(waiting));
        } else {
            others.add(waiting);
        }
        startWhatHasRoom();
    }

    private static boolean isFarewell(Waiting waiting) {
        return waiting.command().event() == AnnounceEvent.STOPPED;
    }

    private void giveUp(Waiting farewell) {
        if (farewells.remove(farewell)) {
            outbox.post(AnnounceExchange.failed(farewell.command(), "not told in time: other trackers were slow to answer"));
        }
    }

    private void startWhatHasRoom() {
        if (closed) {
            return;
        }
        while (underWay < PARALLEL_MAX && !farewells.isEmpty()) {
            start(farewells.remove());
        }
        while (underWay < PARALLEL_REGULAR_MAX && !others.isEmpty()) {
            start(others.remove());
        }
    }

    private void start(Waiting waiting) {
        underWay++;
        long waitedMs = (System.nanoTime() - waiting.sinceNs()) / 1_000_000;
        long leftMs = isFarewell(waiting) ? Math.max(1, stoppedTimeoutMs - waitedMs) : timeoutMs;
        FetchLimits limits = new FetchLimits(leftMs, leftMs, AnnounceAnswerDecoder.LENGTH_BYTES_MAX);
        TrackerCommand.Announce command = waiting.command();
        fetch.exchange(AnnounceExchange.url(command), limits).compose(fetched -> read(command, fetched))
                .onComplete(result -> context.runOnContext(now -> finish(command, result)));
    }

    /** Ordinary answers are read at once. A huge one would keep the event loop from its sockets, and is read elsewhere. */
    private Future<TrackerEvent> read(TrackerCommand.Announce command, Fetched fetched) {
        return fetched.body().length <= READ_AT_ONCE_BYTES_MAX ? Future.succeededFuture(AnnounceExchange.answered(command, fetched))
                : vertx.executeBlocking(() -> AnnounceExchange.answered(command, fetched), false);
    }

    private void finish(TrackerCommand.Announce command, AsyncResult<TrackerEvent> result) {
        underWay--;
        outbox.post(result.succeeded() ? result.result() : AnnounceExchange.failed(command, result.cause().getMessage()));
        startWhatHasRoom();
    }

    /** Ends what is under way. Nothing is posted from here on. */
    @Override
    public void close() {
        closed = true;
        outbox.close();
        fetch.close();
    }
}
