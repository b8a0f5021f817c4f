package dev.oxbow.net.webseed;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.WebSeedFault;
import dev.oxbow.core.webseed.BlockRun;
import dev.oxbow.core.webseed.WebSeedFailure;
import dev.oxbow.core.webseed.WebSeedLayout;
import dev.oxbow.core.value.WebSeedStyle;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against a server that knows its manners. */
@Timeout(60)
class WebSeedsTest {
    private static final int PIECE = 64 * 1024;

    private Vertx vertx;
    private SlotList slots;
    private HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<String> connections = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        slots = new SlotList(8);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertEquals(8, slots.freeCount(), "slots were lost");
    }

    private static byte[] bytes(int count) {
        byte[] out = new byte[count];
        for (int i = 0; i < count; i++) {
            out[i] = (byte) (i * 31 + i / 251);
        }
        return out;
    }

    private static WebSeedLayout single(int lengthBytes) {
        return new WebSeedLayout(InfoHash.of(new byte[20]), new PieceLayout(lengthBytes, PIECE), FileLayout.ofSingle(lengthBytes), false,
                List.of(List.of(ByteString.ofUtf8("name"))));
    }

    private void serve(Consumer<HttpServerRequest> handler) throws Exception {
        server = vertx.createHttpServer().requestHandler(request -> {
            requests.add(request.uri() + " " + request.getHeader("Range"));
            connections.add(request.remoteAddress().toString());
            handler.accept(request);
        });
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private String url(String target) {
        return "http://127.0.0.1:" + server.actualPort() + target;
    }

    private static void sendRange(HttpServerRequest request, byte[] file) {
        String[] range = request.getHeader("Range").substring("bytes=".length()).split("-");
        int first = Integer.parseInt(range[0]);
        int last = Integer.parseInt(range[1]);
        request.response().setStatusCode(206).putHeader("Content-Range", "bytes " + first + "-" + last + "/" + file.length)
                .end(Buffer.buffer(Arrays.copyOfRange(file, first, last + 1)));
    }

    private WebSeeds seeds(BlockList blocks) {
        return new WebSeeds(vertx, slots, blocks, "Oxbow/test", "", Optional.empty());
    }

    @Test
    void fetchesARunAcrossPieces() throws Exception {
        byte[] file = bytes(200_000);
        serve(request -> sendRange(request, file));
        BlockList blocks = new BlockList(single(file.length), slots);
        try (WebSeeds seeds = seeds(blocks)) {
            seeds.fetch(7, single(file.length), WebSeedStyle.GETRIGHT, url("/f"), new BlockRun(0, 2, 11));
            assertEquals(Optional.empty(), blocks.awaitEnd(7));
        }
        assertEquals(List.of("0:2", "0:3", "1:0", "1:1", "1:2", "1:3", "2:0", "2:1", "2:2", "2:3", "3:0"), blocks.blocks());
        assertArrayEquals(Arrays.copyOfRange(file, 32768, file.length), Arrays.copyOfRange(blocks.payload(), 32768, file.length));
        assertEquals(List.of("/f bytes=32768-199999"), requests);
    }

    @Test
    void fetchesFilesThatShareABlockAndFillsPadFilesWithZeros() throws Exception {
        int[] lengths = {5, 3, 16376, 20_000, 12_768, 70_000};
        WebSeedLayout layout = new WebSeedLayout(InfoHash.of(new byte[20]), new PieceLayout(119_152, PIECE),
                FileLayout.of(Arrays.stream(lengths).asLongStream().toArray(), new boolean[] {false, false, false, false, true, false}),
                true,
                List.of("a b", "\u00e9", "c", "d", ".pad", "e/f").stream()
                        .map(path -> List.of(ByteString.ofUtf8("n"), ByteString.ofUtf8(path))).toList());
        byte[] whole = bytes(119_152);
        Arrays.fill(whole, 36_384, 49_152, (byte) 0);
        serve(request -> {
            int file = List.of("/n/a%20b", "/n/%C3%A9", "/n/c", "/n/d", "/n/.pad", "/n/e%2Ff").indexOf(request.uri());
            int offset = Arrays.stream(lengths, 0, file).sum();
            sendRange(request, Arrays.copyOfRange(whole, offset, offset + lengths[file]));
        });
        BlockList blocks = new BlockList(layout, slots);
        try (WebSeeds seeds = seeds(blocks)) {
            seeds.fetch(1, layout, WebSeedStyle.GETRIGHT, url("/"), new BlockRun(0, 0, 8));
            assertEquals(Optional.empty(), blocks.awaitEnd(1));
        }
        assertArrayEquals(whole, blocks.payload());
        assertEquals(List.of("/n/a%20b bytes=0-4", "/n/%C3%A9 bytes=0-2", "/n/c bytes=0-16375", "/n/d bytes=0-19999",
                "/n/e%2Ff bytes=0-69999"),
                requests);
        assertEquals(1, connections.size(), "one connection serves them all");
    }

    @Test
    void asksAScriptForPieces() throws Exception {
        byte[] file = bytes(100_000);
        serve(request -> {
            int piece = Integer.parseInt(request.getParam("piece"));
            String wholePiece = "0-" + (Math.min(PIECE, file.length - piece * PIECE) - 1);
            String[] range = Optional.ofNullable(request.getParam("ranges")).orElse(wholePiece).split("-");
            request.response().end(Buffer.buffer(Arrays.copyOfRange(file, piece * PIECE + Integer.parseInt(range[0]),
                    piece * PIECE + Integer.parseInt(range[1]) + 1)));
        });
        BlockList blocks = new BlockList(single(file.length), slots);
        try (WebSeeds seeds = seeds(blocks)) {
            seeds.fetch(1, single(file.length), WebSeedStyle.HOFFMAN, url("/seed.php"), new BlockRun(0, 1, 6));
            assertEquals(Optional.empty(), blocks.awaitEnd(1));
        }
        String hash = "%00".repeat(20);
        String asked = "/seed.php?info_hash=" + hash;
        assertEquals(List.of(asked + "&piece=0&ranges=16384-65535 null", asked + "&piece=1 null"), requests);
        assertArrayEquals(Arrays.copyOfRange(file, 16384, file.length), Arrays.copyOfRange(blocks.payload(), 16384, file.length));
    }

    @Test
    void saysThatItTakesNoPackingAndWhoItIs() throws Exception {
        byte[] file = bytes(100);
        List<String> heads = new CopyOnWriteArrayList<>();
        serve(request -> {
            heads.add(request.getHeader("Accept-Encoding") + ", " + request.getHeader("User-Agent"));
            sendRange(request, file);
        });
        BlockList blocks = new BlockList(single(file.length), slots);
        try (WebSeeds seeds = seeds(blocks)) {
            seeds.fetch(1, single(file.length), WebSeedStyle.GETRIGHT, url("/f"), new BlockRun(0, 0, 1));
            assertEquals(Optional.empty(), blocks.awaitEnd(1));
        }
        assertEquals(List.of("identity, Oxbow/test"), heads);
    }

    @Test
    void stopsReadingWhileThereIsNoSlotOrNoRoom() throws Exception {
        byte[] file = bytes(4 << 20);
        serve(request -> sendRange(request, file));
        BlockList blocks = new BlockList(single(file.length), slots);
        blocks.hold(true);
        try (WebSeeds seeds = seeds(blocks)) {
            seeds.fetch(1, single(file.length), WebSeedStyle.GETRIGHT, url("/f"), new BlockRun(0, 0, 256));
            await().until(() -> blocks.blocks().size() == 8);
            assertEquals(0, slots.freeCount());
            blocks.room(false);
            blocks.hold(false);
            await().during(50, TimeUnit.MILLISECONDS).until(() -> blocks.blocks().size() == 8);
            blocks.room(true);
            assertEquals(Optional.empty(), blocks.awaitEnd(1));
        }
        assertArrayEquals(file, blocks.payload());
        assertEquals(1, requests.size());
    }

    @Test
    void waitsForSlotsForZerosToo() {
        WebSeedLayout layout = new WebSeedLayout(InfoHash.of(new byte[20]), new PieceLayout(20 * 16384, PIECE),
                FileLayout.of(new long[] {20 * 16384}, new boolean[] {true}), true, List.of(List.of(ByteString.ofUtf8("n"))));
        BlockList blocks = new BlockList(layout, slots);
        blocks.hold(true);
        try (WebSeeds seeds = seeds(blocks)) {
            seeds.fetch(1, layout, WebSeedStyle.GETRIGHT, "http://127.0.0.1:1/", new BlockRun(0, 0, 20));
            await().until(() -> blocks.blocks().size() == 8);
            blocks.hold(false);
            assertEquals(Optional.empty(), blocks.awaitEnd(1));
        }
        assertEquals(20, blocks.blocks().size());
    }

    @Test
    void usesAConnectionAgain() throws Exception {
        byte[] file = bytes(PIECE);
        serve(request -> sendRange(request, file));
        BlockList blocks = new BlockList(single(file.length), slots);
        try (WebSeeds seeds = seeds(blocks)) {
            for (int i = 0; i < 4; i++) {
                seeds.fetch(i, single(file.length), WebSeedStyle.GETRIGHT, url("/f"), new BlockRun(0, i, 1));
                assertEquals(Optional.empty(), blocks.awaitEnd(i));
            }
        }
        assertArrayEquals(file, blocks.payload());
        assertEquals(1, connections.size());
    }

    @Test
    void fetchesSeveralRunsAtTheSameTime() throws Exception {
        byte[] file = bytes(6 * PIECE);
        serve(request -> sendRange(request, file));
        BlockList blocks = new BlockList(single(file.length), slots);
        try (WebSeeds seeds = seeds(blocks)) {
            for (int i = 0; i < 6; i++) {
                seeds.fetch(i, single(file.length), WebSeedStyle.GETRIGHT, url("/f"), new BlockRun(i, 0, 4));
            }
            for (int i = 0; i < 6; i++) {
                assertEquals(Optional.empty(), blocks.awaitEnd(i));
            }
        }
        assertArrayEquals(file, blocks.payload());
    }

    @Test
    void canBeCancelled() throws Exception {
        byte[] file = bytes(1 << 20);
        serve(request -> request.response().setStatusCode(206).putHeader("Content-Range", "bytes 0-1048575/1048576")
                .putHeader("Content-Length", "1048576").write(Buffer.buffer(Arrays.copyOf(file, 40_000))));
        BlockList blocks = new BlockList(single(file.length), slots);
        try (WebSeeds seeds = seeds(blocks)) {
            seeds.fetch(1, single(file.length), WebSeedStyle.GETRIGHT, url("/f"), new BlockRun(0, 0, 64));
            await().until(() -> blocks.blocks().size() == 2);
            seeds.cancel(1);
            seeds.cancel(1);
            seeds.cancel(99);
            assertEquals(WebSeedFault.CANCELLED, blocks.awaitEnd(1).orElseThrow().fault());
            assertEquals(8, slots.freeCount(), "the half-filled slot went back");
        }
    }

    @Test
    void saysNothingOnceItIsClosed() throws Exception {
        byte[] file = bytes(1 << 20);
        serve(request -> request.response().setStatusCode(206).putHeader("Content-Range", "bytes 0-1048575/1048576")
                .putHeader("Content-Length", "1048576").write(Buffer.buffer(Arrays.copyOf(file, 40_000))));
        BlockList blocks = new BlockList(single(file.length), slots);
        WebSeeds seeds = seeds(blocks);
        seeds.fetch(1, single(file.length), WebSeedStyle.GETRIGHT, url("/f"), new BlockRun(0, 0, 64));
        await().until(() -> blocks.blocks().size() == 2);
        seeds.close();
        await().until(() -> slots.freeCount() == 8);
        assertFalse(blocks.hasEnded(1));
    }

    @Test
    void refusesBlocksThatTheTorrentDoesNotHave() {
        BlockList blocks = new BlockList(single(PIECE), slots);
        try (WebSeeds seeds = seeds(blocks)) {
            assertThrows(IllegalArgumentException.class,
                    () -> seeds.fetch(1, single(PIECE), WebSeedStyle.GETRIGHT, "http://h/", new BlockRun(0, 0, 5)));
        }
    }

    @Test
    void remembersWhereARedirectLed() throws Exception {
        byte[] file = bytes(PIECE);
        serve(request -> {
            if (request.path().equals("/f")) {
                request.response().setStatusCode(302).putHeader("Location", "/there?sig=1").end();
            } else {
                sendRange(request, file);
            }
        });
        BlockList blocks = new BlockList(single(file.length), slots);
        try (WebSeeds seeds = seeds(blocks)) {
            for (int i = 0; i < 3; i++) {
                seeds.fetch(i, single(file.length), WebSeedStyle.GETRIGHT, url("/f"), new BlockRun(0, i, 1));
                assertEquals(Optional.empty(), blocks.awaitEnd(i));
            }
        }
        assertEquals(List.of("/f bytes=0-16383", "/there?sig=1 bytes=0-16383", "/there?sig=1 bytes=16384-32767",
                "/there?sig=1 bytes=32768-49151"),
                requests);
    }

    @Test
    void beginsAgainWhenARememberedTargetHasExpired() throws Exception {
        byte[] file = bytes(PIECE);
        int[] signature = {1};
        serve(request -> {
            if (request.path().equals("/f")) {
                request.response().setStatusCode(307).putHeader("Location", "/there?sig=" + signature[0]).end();
            } else if (request.uri().endsWith("=" + signature[0])) {
                sendRange(request, file);
                signature[0]++;
            } else {
                request.response().setStatusCode(403).end("expired");
            }
        });
        BlockList blocks = new BlockList(single(file.length), slots);
        try (WebSeeds seeds = seeds(blocks)) {
            for (int i = 0; i < 2; i++) {
                seeds.fetch(i, single(file.length), WebSeedStyle.GETRIGHT, url("/f"), new BlockRun(0, i, 1));
                assertEquals(Optional.empty(), blocks.awaitEnd(i));
            }
        }
        assertEquals(List.of("/f", "/there?sig=1", "/there?sig=1", "/f", "/there?sig=2"),
                requests.stream().map(r -> r.split(" ")[0]).toList());
    }

    @Test
    void givesUpInARedirectLoop() throws Exception {
        serve(request -> request.response().setStatusCode(301).putHeader("Location", "/f").end());
        BlockList blocks = new BlockList(single(PIECE), slots);
        try (WebSeeds seeds = seeds(blocks)) {
            seeds.fetch(1, single(PIECE), WebSeedStyle.GETRIGHT, url("/f"), new BlockRun(0, 0, 1));
            WebSeedFailure failure = blocks.awaitEnd(1).orElseThrow();
            assertEquals(WebSeedFault.BAD_REDIRECT, failure.fault());
            assertTrue(failure.detail().endsWith(" redirects more than 5 times"), failure.detail());
        }
        assertEquals(6, requests.size());
    }

    @Test
    void followsNoRedirectFromTheInternetToALocalNetwork() throws Exception {
        byte[] file = bytes(PIECE);
        serve(request -> {
            if (request.localAddress().host().equals("127.0.0.1") && request.path().equals("/f")) {
                request.response().setStatusCode(302).putHeader("Location", "http://127.0.0.2:" + server.actualPort() + "/secret").end();
            } else {
                sendRange(request, file);
            }
        });
        HttpServer inner = vertx.createHttpServer().requestHandler(request -> {
            requests.add("inner " + request.uri());
            sendRange(request, file);
        });
        inner.listen(server.actualPort(), "127.0.0.2").toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        BlockList blocks = new BlockList(single(file.length), slots);
        AddressScope onlyTwoIsPrivate = address -> address.getHostAddress().equals("127.0.0.2");
        try (WebSeeds seeds =
                new WebSeeds(vertx, slots, blocks, "Oxbow/test", "", Optional.empty(), onlyTwoIsPrivate, WebSeedLimits.DEFAULT)) {
            seeds.fetch(1, single(file.length), WebSeedStyle.GETRIGHT, url("/f"), new BlockRun(0, 0, 1));
            WebSeedFailure failure = blocks.awaitEnd(1).orElseThrow();
            assertEquals(WebSeedFault.REDIRECT_TO_PRIVATE_ADDRESS, failure.fault());
            assertEquals(0, failure.fileIndex());
            assertEquals(List.of("/f bytes=0-16383"), requests);
            String local = "http://127.0.0.2:" + server.actualPort() + "/f";
            seeds.fetch(2, single(file.length), WebSeedStyle.GETRIGHT, local, new BlockRun(0, 0, 1));
            assertEquals(Optional.empty(), blocks.awaitEnd(2), "whoever names a local server himself may have it");
        }
    }

    @Test
    void readsBusyScriptsAndServers() throws Exception {
        serve(request -> {
            switch (request.path()) {
                case "/header" -> request.response().setStatusCode(503).putHeader("Retry-After", "77").end("ignored");
                case "/body" -> request.response().setStatusCode(503).end(" 120\n");
                case "/long" -> request.response().setStatusCode(503).end("<html>".repeat(100));
                case "/date" -> request.response().setStatusCode(429).putHeader("Retry-After", "Tue, 31 Dec 2199 23:59:59 GMT").end();
                default -> request.response().setStatusCode(429).putHeader("Retry-After", "soon").end();
            }
        });
        BlockList blocks = new BlockList(single(PIECE), slots);
        try (WebSeeds seeds = seeds(blocks)) {
            List<String> paths = List.of("/header", "/body", "/long", "/date", "/soon");
            for (int i = 0; i < paths.size(); i++) {
                seeds.fetch(i, single(PIECE), WebSeedStyle.HOFFMAN, url(paths.get(i)), new BlockRun(0, 0, 1));
                assertEquals(WebSeedFault.BUSY, blocks.awaitEnd(i).orElseThrow().fault());
            }
            assertEquals(77, blocks.awaitEnd(0).orElseThrow().retryAfterSeconds());
            assertEquals(120, blocks.awaitEnd(1).orElseThrow().retryAfterSeconds());
            assertEquals(0, blocks.awaitEnd(2).orElseThrow().retryAfterSeconds());
            assertTrue(blocks.awaitEnd(3).orElseThrow().retryAfterSeconds() > 1_000_000_000L);
            assertEquals(0, blocks.awaitEnd(4).orElseThrow().retryAfterSeconds());
        }
    }
}
