package dev.oxbow.net.tracker;

import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.core.command.TrackerCommandHandler;
import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.core.tracker.AnnounceUrl;
import dev.oxbow.core.tracker.TrackerAnswer;
import dev.oxbow.net.fetch.HttpFetch;
import io.vertx.core.Vertx;
import java.util.Locale;

/** Announces to HTTP and HTTPS trackers. Each command is answered by exactly one event. */
public final class HttpTrackers implements TrackerCommandHandler, AutoCloseable {
    private static final long TIMEOUT_MS = 30_000;
    /** Nobody waits long for a farewell. */
    private static final long STOPPED_TIMEOUT_MS = 5_000;
    private static final long RETRY_MS = 2;

    private final Vertx vertx;
    private final Inbox inbox;
    private final HttpFetch fetch;

    public HttpTrackers(Vertx vertx, Inbox inbox, HttpFetch fetch) {
        this.vertx = vertx;
        this.inbox = inbox;
        this.fetch = fetch;
    }

    @Override
    public void onAnnounce(TrackerCommand.Announce command) {
        String scheme = command.url().substring(0, Math.max(0, command.url().indexOf(':'))).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            post(failed(command, "trackers of this kind (" + scheme + ") are not supported yet", Integer.MAX_VALUE));
            return;
        }
        long timeoutMs = command.event() == AnnounceEvent.STOPPED ? STOPPED_TIMEOUT_MS : TIMEOUT_MS;
        fetch.get(AnnounceUrl.announce(command), timeoutMs, TrackerAnswer.ANSWER_MAX_BYTES).onComplete(result -> post(result.succeeded()
                ? answered(command, TrackerAnswer.announce(result.result().getBytes())) : failed(command, result.cause().getMessage(), -1)));
    }

    private static Event answered(TrackerCommand.Announce command, TrackerAnswer answer) {
        if (answer instanceof TrackerAnswer.Announced it) {
            return new TrackerEvent.AnnounceSucceeded(command.torrentId(), command.trackerIndex(), command.operationId(),
                    it.intervalSeconds(), it.minIntervalSeconds(), it.seedCount(), it.leecherCount(), it.trackerId(), it.warning(), it.peers());
        }
        TrackerAnswer.Failed failed = (TrackerAnswer.Failed) answer;
        return failed(command, failed.reason(), failed.retryInSeconds());
    }

    private static Event failed(TrackerCommand.Announce command, String reason, int retryInSeconds) {
        return new TrackerEvent.AnnounceFailed(command.torrentId(), command.trackerIndex(), command.operationId(), reason, retryInSeconds);
    }

    private void post(Event event) {
        if (!inbox.offer(event)) {
            vertx.setTimer(RETRY_MS, timer -> post(event));
        }
    }

    @Override
    public void close() {
        fetch.close();
    }
}
