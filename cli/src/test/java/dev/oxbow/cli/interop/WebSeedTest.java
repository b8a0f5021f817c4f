package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program downloads from a web server, is killed in the middle, and goes on. */
class WebSeedTest {
    private static final int BIG_BYTES = 64 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    /** What may be on its way when a process dies: four ranges. */
    private static final long IN_FLIGHT_BYTES = 4L << 24;

    @TempDir
    private Path home;
    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong served = new AtomicLong();
    private HttpServer server;
    private volatile long delayMs = 30;

    @BeforeEach
    void serve() throws IOException {
        Files.createDirectories(home.resolve("www/item"));
        Random random = new Random(11);
        for (int length : new int[] {BIG_BYTES, 12_345, 3_000_001}) {
            byte[] content = new byte[length];
            random.nextBytes(content);
            Files.write(home.resolve("www/item/" + length + ".bin"), content);
        }
        server = vertx.createHttpServer().requestHandler(request -> vertx.setTimer(delayMs, fired -> answer(request)));
        server.listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().join();
    }

    private void answer(HttpServerRequest request) {
        Path file = home.resolve("www").resolve(URI.create(request.uri()).getPath().substring(1));
        Matcher range = RANGE.matcher(String.valueOf(request.getHeader("Range")));
        if (!range.matches() || !Files.exists(file)) {
            request.response().setStatusCode(404).end();
            return;
        }
        long from = Long.parseLong(range.group(1));
        long length = Long.parseLong(range.group(2)) + 1 - from;
        served.addAndGet(length);
        request.response().setStatusCode(206)
                .putHeader("Content-Range", "bytes " + from + "-" + (from + length - 1) + "/" + file.toFile().length())
                .sendFile(file.toString(), from, length);
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/";
    }

    private void run(String... arguments) throws IOException, InterruptedException {
        try (PackagedOxbow oxbow = PackagedOxbow.start(home, arguments)) {
            assertEquals(0, oxbow.await(), oxbow.said());
        }
    }

    private PackagedOxbow get(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("get", home.resolve("item.torrent").toString(), "--dir", home.resolve("got").toString(),
                "--state", home.resolve("state").toString(), "--bind", "127.0.0.1", "--jsonl"));
        arguments.addAll(List.of(more));
        return PackagedOxbow.start(home, arguments.toArray(String[]::new));
    }

    private JsonNode replay(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("replay"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--state", home.resolve("state").toString(), "-o", "json"));
        try (PackagedOxbow replay = PackagedOxbow.start(home, all.toArray(String[]::new))) {
            assertEquals(0, replay.await(), replay.said());
            return replay.result();
        }
    }

    private void assertComplete(PackagedOxbow oxbow) throws Exception {
        assertEquals(0, oxbow.await(), oxbow.said());
        assertEquals("complete", oxbow.result().get("status").textValue());
        assertEquals(0, oxbow.result().get("bytesRehashedAtStart").longValue());
        for (String name : List.of(BIG_BYTES + ".bin", "12345.bin", "3000001.bin")) {
            assertEquals(-1, Files.mismatch(home.resolve("www/item").resolve(name), home.resolve("got/item").resolve(name)), name);
        }
    }

    @Test
    void goesOnAfterAKillInTheMiddle() throws Exception {
        run("create", home.resolve("www/item").toString(), "-o", home.resolve("item.torrent").toString(), "--web-seed", url());
        try (PackagedOxbow oxbow = get()) {
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> !oxbow.isAlive() || oxbow.bytesVerified() >= BIG_BYTES / 3);
            oxbow.kill();
        }
        delayMs = 1;
        try (PackagedOxbow oxbow = get()) {
            assertComplete(oxbow);
            JsonNode verified = replay("verify");
            assertEquals("ok", verified.get("decisions").textValue());
            assertEquals(oxbow.result().get("stateHash"), verified.get("stateHash"));
        }
        long total = BIG_BYTES + 12_345 + 3_000_001;
        assertTrue(served.get() >= total && served.get() <= total + IN_FLIGHT_BYTES, served.get() + " bytes served for " + total);
        JsonNode peer = replay("peers");
        assertEquals(url(), peer.get("peer").textValue());
        assertTrue(peer.get("bytesUseful").longValue() >= total, peer.toString());
    }

    @Test
    void takesAWebSeedFromTheCommandLine() throws Exception {
        run("create", home.resolve("www/item").toString(), "-o", home.resolve("item.torrent").toString());
        try (PackagedOxbow oxbow = get("--web-seed", url())) {
            assertComplete(oxbow);
        }
        try (PackagedOxbow oxbow = get("--web-seed", "ftp://127.0.0.1/")) {
            assertEquals(2, oxbow.await(), oxbow.said());
        }
    }
}
