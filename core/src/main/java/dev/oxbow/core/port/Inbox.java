package dev.oxbow.core.port;

import dev.oxbow.core.event.Event;

/** Where the edges put events for the conductor. Bounded; may be called from any thread. */
public interface Inbox {
    /** @return false when it is full: the caller keeps the event, stops reading what brings more, and tries again */
    boolean offer(Event event);

    /** Whether there is comfortable room; an edge that reads from outside stops reading while there is none. */
    boolean hasRoom();
}
