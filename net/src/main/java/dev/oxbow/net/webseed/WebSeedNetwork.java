package dev.oxbow.net.webseed;

import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.command.WebSeedCommandHandler;
import dev.oxbow.core.event.WebSeedEvent;
import dev.oxbow.core.port.BlockSlots;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.WebSeedFault;
import dev.oxbow.core.webseed.BlockRun;
import dev.oxbow.core.webseed.WebSeedFailure;
import dev.oxbow.core.webseed.WebSeedLayout;
import dev.oxbow.net.Outbox;
import io.vertx.core.Vertx;
import io.vertx.core.net.TrustOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The edge towards web seeds: fetches in, blocks out as events. Commands come from one thread. */
public final class WebSeedNetwork implements WebSeedCommandHandler, AutoCloseable {
    private static final int LAYOUTS_KEPT_MAX = 16;

    private final Inbox inbox;
    private final Outbox outbox;
    private final WebSeeds webSeeds;
    private final Function<InfoHash, Optional<WebSeedLayout>> layouts;
    /** Those used last: to make one takes time where there are many files. */
    private final Map<InfoHash, WebSeedLayout> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InfoHash, WebSeedLayout> eldest) {
            return size() > LAYOUTS_KEPT_MAX;
        }
    };

    /**
     * @param slots       where blocks are put
     * @param layouts     gives what must be known of a torrent; nothing when its metainfo is gone
     * @param bindAddress the local address to connect from, empty for any
     */
    public WebSeedNetwork(
            Vertx vertx, Inbox inbox, BlockSlots slots, Function<InfoHash, Optional<WebSeedLayout>> layouts, String userAgent,
            String bindAddress) {
        this(vertx, inbox, slots, layouts, userAgent, bindAddress, Optional.empty());
    }

    WebSeedNetwork(
            Vertx vertx, Inbox inbox, BlockSlots slots, Function<InfoHash, Optional<WebSeedLayout>> layouts, String userAgent,
            String bindAddress, Optional<TrustOptions> trust) {
        this.inbox = inbox;
        this.outbox = new Outbox(vertx, inbox);
        this.layouts = layouts;
        this.webSeeds = new WebSeeds(vertx, slots, new Poster(), userAgent, bindAddress, trust);
    }

    @Override
    public void onFetchWebSeedRange(WebSeedCommand.FetchWebSeedRange command) {
        Optional<WebSeedLayout> layout = layout(command.infoHash());
        if (layout.isPresent()) {
            BlockRun run = new BlockRun(command.pieceIndex(), command.firstBlock(), command.blockCount());
            webSeeds.fetch(command.fetchId(), layout.get(), command.style(), command.url(), run);
        } else {
            outbox.post(new WebSeedEvent.WebSeedFailed(command.fetchId(), WebSeedFault.BAD_URL, WebSeedFailure.NO_FILE, 0,
                    "the torrent file is missing in the state directory, and with it the names to ask for"));
        }
    }

    private Optional<WebSeedLayout> layout(InfoHash infoHash) {
        WebSeedLayout known = kept.get(infoHash);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<WebSeedLayout> made = layouts.apply(infoHash);
        made.ifPresent(layout -> kept.put(infoHash, layout));
        return made;
    }

    @Override
    public void onCancelWebSeedFetch(WebSeedCommand.CancelWebSeedFetch command) {
        webSeeds.cancel(command.fetchId());
    }

    @Override
    public void onDistrustWebSeed(WebSeedCommand.DistrustWebSeed command) {
        // Recorded only.
    }

    /** Ends what is under way. No event comes from here on. */
    @Override
    public void close() {
        webSeeds.close();
        outbox.close();
    }

    /** Makes events of what comes. */
    private final class Poster implements WebSeedReceiver {
        @Override
        public boolean hasRoom() {
            return outbox.isEmpty() && inbox.hasRoom();
        }

        @Override
        public void onBlock(long fetchId, int pieceIndex, int blockIndex, int slotId, int crc32c) {
            outbox.post(new WebSeedEvent.WebSeedBlockReceived(fetchId, pieceIndex, blockIndex, slotId, crc32c));
        }

        @Override
        public void onFinished(long fetchId) {
            // Its last block has said so.
        }

        @Override
        public void onFailed(long fetchId, WebSeedFailure failure) {
            outbox.post(new WebSeedEvent.WebSeedFailed(
                    fetchId, failure.fault(), failure.fileIndex(), failure.retryAfterSeconds(), failure.detail()));
        }
    }
}
