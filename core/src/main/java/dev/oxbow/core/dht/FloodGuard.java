package dev.oxbow.core.dht;

import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.ByteString;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Who sends too much: more than {@link #MESSAGES_MAX} messages in ten seconds from one address (an IPv6 /64 counts as one), and it is
 * ignored for five minutes. Knows {@link #ADDRESSES_MAX} addresses at most and forgets the one met longest ago. Local addresses are
 * free. Only records; an edge may well keep one of its own, so that a flood does not even become events.
 */
public final class FloodGuard {
    static final int MESSAGES_MAX = 50;
    static final int ADDRESSES_MAX = 1024;
    static final long WINDOW_NS = 10 * Deadline.SECOND_NS;
    static final long IGNORED_NS = 5 * DhtTimes.MINUTE_NS;

    private final Map<ByteString, Counter> byHost = new LinkedHashMap<>();

    /** What one address sent. */
    private static final class Counter {
        private long windowNs;
        private int messages;
        private long ignoredUntilNs = Long.MIN_VALUE;

        private Counter(long timeNs) {
            windowNs = timeNs;
        }
    }

    public boolean isIgnored(ByteString address, long timeNs) {
        Counter counter = byHost.get(Addresses.host(address));
        return counter != null && timeNs < counter.ignoredUntilNs;
    }

    void describe(LongConsumer out) {
        byHost.forEach((host, counter) -> {
            Digest.add(host, out);
            out.accept(counter.windowNs);
            out.accept(counter.messages);
            out.accept(counter.ignoredUntilNs);
        });
    }

    /** A datagram came from the address, whatever was in it. */
    public void onMessage(ByteString address, long timeNs) {
        if (Addresses.isLocal(address)) {
            return;
        }
        ByteString host = Addresses.host(address);
        Counter counter = byHost.get(host);
        if (counter == null) {
            if (byHost.size() == ADDRESSES_MAX) {
                byHost.remove(byHost.keySet().iterator().next());
            }
            counter = new Counter(timeNs);
            byHost.put(host, counter);
        }
        if (timeNs - counter.windowNs >= WINDOW_NS) {
            counter.windowNs = timeNs;
            counter.messages = 0;
        }
        counter.messages++;
        if (counter.messages > MESSAGES_MAX && timeNs >= counter.ignoredUntilNs) {
            counter.ignoredUntilNs = timeNs + IGNORED_NS;
        }
    }
}
