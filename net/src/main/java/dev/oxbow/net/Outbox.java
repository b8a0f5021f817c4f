package dev.oxbow.net;

import dev.oxbow.core.event.Event;
import dev.oxbow.core.port.Inbox;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;

/**
 * Posts events in their order, and keeps those for which the inbox has no room until it has. What it holds is for
 * its users to bound: they post no more than they were asked for, or look at {@link #isEmpty} before they read on.
 */
public final class Outbox {
    private static final long RETRY_MS = 5;

    private final Vertx vertx;
    private final Inbox inbox;
    private final ArrayDeque<Event> kept = new ArrayDeque<>();
    private boolean closed;

    public Outbox(Vertx vertx, Inbox inbox) {
        this.vertx = vertx;
        this.inbox = inbox;
    }

    public synchronized void post(Event event) {
        kept.add(event);
        if (kept.size() == 1) {
            deliver();
        }
    }

    private synchronized void deliver() {
        while (!closed && !kept.isEmpty()) {
            if (!inbox.offer(kept.peek())) {
                vertx.setTimer(RETRY_MS, fired -> deliver());
                return;
            }
            kept.remove();
        }
    }

    /** Whether the inbox has taken everything. */
    public synchronized boolean isEmpty() {
        return kept.isEmpty();
    }

    /** No event reaches the inbox after this returns: it may be gone. */
    public synchronized void close() {
        closed = true;
        kept.clear();
    }
}
