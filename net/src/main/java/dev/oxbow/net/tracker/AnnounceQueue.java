package dev.oxbow.net.tracker;

import dev.oxbow.core.command.TrackerCommand.Announce;
import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.net.Outbox;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;

/**
 * Lets a bounded number of announces be under way; the others wait their turn. Farewells go before all others, and some places are kept
 * for them, so that dead trackers cannot make a session leave its swarms without a word. Each command is answered by exactly one event.
 */
final class AnnounceQueue {
    private final Vertx vertx;
    private final Context context;
    private final Outbox outbox;
    private final Carrier carrier;
    private final Limits limits;
    // The rest belongs to the context's thread.
    private final ArrayDeque<Waiting> farewells = new ArrayDeque<>();
    private final ArrayDeque<Waiting> others = new ArrayDeque<>();
    private int underWay;
    private volatile boolean closed;

    /** Carries out one announce. */
    interface Carrier {
        /**
         * Called on the context's thread.
         *
         * @return the event to post; a failure's message is a sentence for people
         */
        Future<TrackerEvent> carryOut(Announce command, long timeoutMs);
    }

    /**
     * @param parallelMax        announces under way at once
     * @param parallelRegularMax so many of them may be no farewells
     * @param stoppedTimeoutMs   for a farewell, from the command to its answer, waiting included: nobody waits long for one
     */
    record Limits(int parallelMax, int parallelRegularMax, long timeoutMs, long stoppedTimeoutMs) {
    }

    /** A command that has no place yet. @param sinceNs when it came */
    private record Waiting(Announce command, long sinceNs) {
    }

    AnnounceQueue(Vertx vertx, Context context, Outbox outbox, Limits limits, Carrier carrier) {
        this.vertx = vertx;
        this.context = context;
        this.outbox = outbox;
        this.limits = limits;
        this.carrier = carrier;
    }

    /** Returns at once. Any thread. */
    void add(Announce command) {
        context.runOnContext(now -> accept(new Waiting(command, System.nanoTime())));
    }

    private void accept(Waiting waiting) {
        if (isFarewell(waiting)) {
            farewells.add(waiting);
            vertx.setTimer(limits.stoppedTimeoutMs(), fired -> giveUp(waiting));
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
        while (underWay < limits.parallelMax() && !farewells.isEmpty()) {
            start(farewells.remove());
        }
        while (underWay < limits.parallelRegularMax() && !others.isEmpty()) {
            start(others.remove());
        }
    }

    private void start(Waiting waiting) {
        underWay++;
        long waitedMs = (System.nanoTime() - waiting.sinceNs()) / 1_000_000;
        long leftMs = isFarewell(waiting) ? Math.max(1, limits.stoppedTimeoutMs() - waitedMs) : limits.timeoutMs();
        Announce command = waiting.command();
        carrier.carryOut(command, leftMs).onComplete(result -> context.runOnContext(now -> finish(command, result)));
    }

    private void finish(Announce command, AsyncResult<TrackerEvent> result) {
        underWay--;
        outbox.post(result.succeeded() ? result.result() : AnnounceExchange.failed(command, result.cause().getMessage()));
        startWhatHasRoom();
    }

    /** Nothing more is started. */
    void close() {
        closed = true;
    }
}
