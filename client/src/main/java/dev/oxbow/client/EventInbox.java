package dev.oxbow.client;

import dev.oxbow.core.event.Event;
import dev.oxbow.core.port.Inbox;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/** The bounded ring between the edges and the conductor; wakes the conductor when it sleeps. */
final class EventInbox implements Inbox {
    private static final int CAPACITY = 1 << 15;
    /** Edges stop reading from outside when less than this is left. */
    private static final int RESERVE = CAPACITY / 4;

    private final ManyToOneConcurrentArrayQueue<Event> ring = new ManyToOneConcurrentArrayQueue<>(CAPACITY);
    private final AtomicBoolean parked = new AtomicBoolean();
    private volatile Thread owner;

    @Override
    public boolean offer(Event event) {
        boolean taken = ring.offer(event);
        if (taken && parked.get() && parked.compareAndSet(true, false)) {
            LockSupport.unpark(owner);
        }
        return taken;
    }

    @Override
    public boolean hasRoom() {
        return ring.remainingCapacity() > RESERVE;
    }

    Event poll() {
        return ring.poll();
    }

    /** Sleeps until there is an event, at most so long. The order matters: say so, look again, then sleep. */
    void await(long nanos) {
        owner = Thread.currentThread();
        parked.set(true);
        if (ring.isEmpty()) {
            LockSupport.parkNanos(this, nanos);
        }
        parked.set(false);
    }
}
