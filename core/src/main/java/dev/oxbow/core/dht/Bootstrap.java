package dev.oxbow.core.dht;

import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Endpoint;
import java.util.List;
import java.util.function.LongConsumer;

/** How we get into the DHT: whom to begin with, and when to try (again). Only records. */
final class Bootstrap {
    private static final int ROUTERS_MAX = 8;
    /** After so many attempts in vain the routers are sought anew: they may have moved. */
    private static final int ATTEMPTS_PER_SEARCH = 3;

    private List<Endpoint> routers = List.of();
    private int attempts;
    private long nextNs;
    private boolean due = true;
    private boolean stale;
    private boolean inVain;

    Bootstrap(long timeNs) {
        nextNs = timeNs;
    }

    /** Whether to ask where the routers are before trying again. */
    boolean needsRouters() {
        return routers.isEmpty() || stale;
    }

    /** Whether nobody answered the last time. */
    boolean isInVain() {
        return inVain;
    }

    /** Endpoints to begin with; whose ids, we do not know. */
    List<Endpoint> routers() {
        return routers;
    }

    /** When to look for our own neighbours; {@code small}: we know too few nodes to be content. {@link Deadline#NONE} for never. */
    long nextNs(boolean small) {
        return due || small ? nextNs : Deadline.NONE;
    }

    void describe(LongConsumer out) {
        out.accept(attempts);
        out.accept(nextNs);
        out.accept((due ? 1 : 0) + (stale ? 2 : 0) + (inVain ? 4 : 0));
        routers.forEach(router -> Digest.add(router, out));
    }

    void onRoutersFound(List<Endpoint> endpoints, long timeNs) {
        routers = endpoints.stream().filter(Addresses::isUsable).distinct().limit(ROUTERS_MAX).toList();
        stale = false;
        if (!routers.isEmpty()) {
            nextNs = timeNs;
        }
    }

    void onRoutersSought(long timeNs) {
        stale = false;
        retryLater(timeNs);
    }

    /** @param lonely whether we know no node but the routers */
    void onStarted(boolean lonely, long timeNs) {
        due = false;
        retryLater(timeNs);
        if (lonely && attempts % ATTEMPTS_PER_SEARCH == 0) {
            stale = true;
        }
    }

    /** @param reached whether anybody answered; else it is due again */
    void onEnded(boolean reached) {
        inVain = !reached;
        due |= inVain;
    }

    void onAnswered() {
        inVain = false;
    }

    /** BEP 5: upon inserting the first node, or with a new id. */
    void onFirstNode(long timeNs) {
        due = true;
        inVain = false;
        nextNs = timeNs;
        attempts = 0;
    }

    private void retryLater(long timeNs) {
        nextNs = timeNs + Math.min(DhtTimes.BOOTSTRAP_RETRY_NS << Math.min(attempts, 10), DhtTimes.BOOTSTRAP_RETRY_NS_MAX);
        attempts++;
    }
}
