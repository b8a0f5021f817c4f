package dev.oxbow.net.webseed;

import dev.oxbow.core.port.BlockSlots;
import dev.oxbow.core.value.WebSeedFault;
import dev.oxbow.core.webseed.BlockRun;
import dev.oxbow.core.webseed.Redirects;
import dev.oxbow.core.webseed.WebSeedFailure;
import dev.oxbow.core.webseed.WebSeedLayout;
import dev.oxbow.core.webseed.WebSeedMapping;
import dev.oxbow.core.value.WebSeedStyle;
import dev.oxbow.net.fetch.HttpClients;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.net.TrustOptions;
import java.util.Optional;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Fetches runs of blocks from web servers over HTTP and HTTPS. Whole blocks go to the receiver one by one; every fetch ends with exactly
 * one {@code onFinished} or {@code onFailed}, unless {@link #close} comes first: after it nothing is received. How many fetches are under
 * way is for the caller to bound. Any thread may use it; nothing waits.
 */
public final class WebSeeds implements AutoCloseable {
    private static final int CONNECTIONS_PER_HOST_MAX = 8;
    private static final int REDIRECTS_REMEMBERED_MAX = 1000;

    /** What all exchanges share. */
    record Http(HttpClientAgent client, String userAgent, Redirects redirects, AddressScope scope, WebSeedLimits limits) {
    }

    private final Vertx vertx;
    private final Context context;
    private final BlockSlots slots;
    private final WebSeedReceiver receiver;
    private final Http http;
    /** Belongs to the context's thread. */
    private final Long2ObjectHashMap<WebSeedFetch> underWay = new Long2ObjectHashMap<>();
    private final Object delivery = new Object();
    private boolean closed;

    /**
     * @param slots       where blocks are put
     * @param bindAddress the local address to connect from, empty for any
     * @param trust       whose certificates are believed; the platform's trust store when empty
     */
    public WebSeeds(
            Vertx vertx, BlockSlots slots, WebSeedReceiver receiver, String userAgent, String bindAddress, Optional<TrustOptions> trust) {
        this(vertx, slots, receiver, userAgent, bindAddress, trust, AddressScope.REAL, WebSeedLimits.DEFAULT);
    }

    WebSeeds(
            Vertx vertx, BlockSlots slots, WebSeedReceiver receiver, String userAgent, String bindAddress, Optional<TrustOptions> trust,
            AddressScope scope, WebSeedLimits limits) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.slots = slots;
        this.receiver = receiver;
        HttpClientAgent client = HttpClients.build(vertx, bindAddress, trust, true, CONNECTIONS_PER_HOST_MAX);
        this.http = new Http(client, userAgent, new Redirects(REDIRECTS_REMEMBERED_MAX), scope, limits);
    }

    /**
     * Begins to fetch a run of blocks.
     *
     * @param fetchId the caller's; never used twice
     * @param url     as the torrent names it
     * @throws IllegalArgumentException when the torrent has no such blocks
     */
    public void fetch(long fetchId, WebSeedLayout layout, WebSeedStyle style, String url, BlockRun run) {
        if (!run.isWithin(layout.pieces())) {
            throw new IllegalArgumentException("the torrent has no such blocks: " + run);
        }
        WebSeedMapping mapping = new WebSeedMapping(layout, style, url);
        context.runOnContext(now -> {
            WebSeedFetch fetch = new WebSeedFetch(vertx, http, layout, mapping, run, slots, new Delivery(fetchId));
            underWay.put(fetchId, fetch);
            fetch.start();
        });
    }

    /** Ends a fetch; its blocks may come until {@code onFailed} says that it was cancelled. Nothing happens when it has ended already. */
    public void cancel(long fetchId) {
        context.runOnContext(now -> {
            WebSeedFetch fetch = underWay.get(fetchId);
            if (fetch != null) {
                fetch.fail(new WebSeedFailure(WebSeedFault.CANCELLED, WebSeedFailure.NO_FILE, "given up by us", 0));
            }
        });
    }

    /** Ends what is under way. Nothing is received from here on. */
    @Override
    public void close() {
        synchronized (delivery) {
            closed = true;
        }
        context.runOnContext(now -> {
            underWay.values().forEach(WebSeedFetch::end);
            underWay.clear();
        });
        http.client().close();
    }

    /** Hands one fetch's blocks on, as long as there is somebody to take them. */
    private final class Delivery implements WebSeedFetch.Listener {
        private final long fetchId;

        Delivery(long fetchId) {
            this.fetchId = fetchId;
        }

        @Override
        public boolean hasRoom() {
            synchronized (delivery) {
                return !closed && receiver.hasRoom();
            }
        }

        @Override
        public void onBlock(int pieceIndex, int blockIndex, int slotId, int crc32c) {
            synchronized (delivery) {
                if (closed) {
                    slots.release(slotId);
                } else {
                    receiver.onBlock(fetchId, pieceIndex, blockIndex, slotId, crc32c);
                }
            }
        }

        @Override
        public void onFinished() {
            underWay.remove(fetchId);
            synchronized (delivery) {
                if (!closed) {
                    receiver.onFinished(fetchId);
                }
            }
        }

        @Override
        public void onFailed(WebSeedFailure failure) {
            underWay.remove(fetchId);
            synchronized (delivery) {
                if (!closed) {
                    receiver.onFailed(fetchId, failure);
                }
            }
        }
    }
}
