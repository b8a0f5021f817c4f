package dev.oxbow.net.tracker;


import dev.oxbow.core.event.Event;
import dev.oxbow.core.port.Inbox;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** An inbox that keeps what it gets, and can be full for a while. */
final class InboxList implements Inbox {
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean full;

    @Override
    public boolean offer(Event event) {
        if (full) {
            refusals.incrementAndGet();
            return false;
        }
        return events.add(event);
    }

    @Override
    public boolean hasRoom() {
        return !full;
    }

    void setFull(boolean full) {
        this.full = full;
    }

    int refusals() {
        return refusals.get();
    }

    List<Event> events() {
        return events;
    }

    /** The events, once there are as many. */
    List<Event> awaitEvents(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> events.size() >= count);
        return events;
    }
}
