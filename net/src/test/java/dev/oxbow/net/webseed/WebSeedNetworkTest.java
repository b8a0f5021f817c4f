package dev.oxbow.net.webseed;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.FetchCancelReason;
import dev.oxbow.core.command.FetchReason;
import dev.oxbow.core.command.WebSeedCommand;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.WebSeedEvent;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.WebSeedFault;
import dev.oxbow.core.value.WebSeedStyle;
import dev.oxbow.core.webseed.WebSeedLayout;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commands in, events out. */
@Timeout(30)
class WebSeedNetworkTest implements Inbox {
    private static final int LENGTH = 40_000;
    private static final InfoHash KNOWN = InfoHash.of(new byte[20]);
    private static final InfoHash UNKNOWN = InfoHash.of("unknown-unknown-1234".getBytes(StandardCharsets.US_ASCII));

    private final Vertx vertx = Vertx.vertx();
    private final SlotList slots = new SlotList(8);
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private volatile boolean full;
    private volatile boolean answers = true;
    private HttpServer server;
    private WebSeedNetwork network;

    @Override
    public boolean offer(Event event) {
        return !full && events.add(event);
    }

    @Override
    public boolean hasRoom() {
        return !full;
    }

    @BeforeEach
    void open() {
        server = vertx.createHttpServer().requestHandler(request -> {
            if (answers) {
                request.response().end(Buffer.buffer(new byte[LENGTH]));
            }
        });
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
        WebSeedLayout layout = new WebSeedLayout(KNOWN, new PieceLayout(LENGTH, 32768), FileLayout.ofSingle(LENGTH), false,
                List.of(List.of(ByteString.ofUtf8("name"))));
        network = new WebSeedNetwork(vertx, this, slots, hash -> hash.equals(KNOWN) ? Optional.of(layout) : Optional.empty(), "test", "");
    }

    @AfterEach
    void close() throws Exception {
        network.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void fetch(long fetchId, InfoHash infoHash) {
        network.onFetchWebSeedRange(new WebSeedCommand.FetchWebSeedRange(fetchId, 1, 0, infoHash, WebSeedStyle.GETRIGHT, 0, 0, 3,
                FetchReason.NO_PEER_HAS_IT, "http://127.0.0.1:" + server.actualPort() + "/name"));
    }

    private List<String> blocks() {
        return events.stream().filter(WebSeedEvent.WebSeedBlockReceived.class::isInstance).map(WebSeedEvent.WebSeedBlockReceived.class::cast)
                .map(it -> it.fetchId() + ": " + it.pieceIndex() + "." + it.blockIndex()).toList();
    }

    @Test
    void postsEachBlockAndNothingElse() {
        fetch(-1, KNOWN);
        await().until(() -> events.size() >= 3);
        fetch(-2, KNOWN);
        await().until(() -> events.size() >= 6);
        assertEquals(List.of("-1: 0.0", "-1: 0.1", "-1: 1.0", "-2: 0.0", "-2: 0.1", "-2: 1.0"), blocks());
    }

    @Test
    void aTorrentWhoseMetainfoIsGoneFailsForGood() {
        fetch(-1, UNKNOWN);
        await().until(() -> !events.isEmpty());
        WebSeedEvent.WebSeedFailed failed = (WebSeedEvent.WebSeedFailed) events.get(0);
        assertTrue(failed.fault().isForEver() && failed.fileIndex() == -1, failed.toString());
    }

    @Test
    void saysThatAFetchWasCancelled() {
        answers = false;
        fetch(-1, KNOWN);
        network.onCancelWebSeedFetch(new WebSeedCommand.CancelWebSeedFetch(-1, FetchCancelReason.STOPPED));
        await().until(() -> !events.isEmpty());
        assertEquals(WebSeedFault.CANCELLED, ((WebSeedEvent.WebSeedFailed) events.get(0)).fault());
    }

    @Test
    void readsNothingWhileTheInboxIsFull() {
        full = true;
        fetch(-1, KNOWN);
        await().pollDelay(200, TimeUnit.MILLISECONDS).until(() -> slots.freeCount() == 8);
        assertTrue(events.isEmpty());
        full = false;
        await().until(() -> events.size() == 3);
        assertFalse(blocks().isEmpty());
    }
}
