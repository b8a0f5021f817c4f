package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oxbow.net.trackerserver.HttpTracker;
import dev.oxbow.storage.TorrentMaker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program and a real libtorrent, through a real announce. {@code -Doxbow.interop.mib=1024} makes the payload larger and
 * {@code -Doxbow.interop.kills=10} kills more often.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "libtorrent4j has a native library for Linux on x86-64 only")
class LibtorrentTest {
    private static final int MIB = Integer.getInteger("oxbow.interop.mib", 96);
    private static final int KILLS = Integer.getInteger("oxbow.interop.kills", 3);
    private static final Duration LIMIT = Duration.ofSeconds(120);
    /** What may be on its way when a process dies: requests outstanding, and as much again received and not yet written. */
    private static final long IN_FLIGHT_BYTES = 2L * 500 * 16384;

    @TempDir
    private Path home;
    private final Vertx vertx = Vertx.vertx();
    private HttpTracker tracker;
    private byte[] torrent;
    private Path torrentFile;

    @BeforeEach
    void makeTorrent() throws IOException {
        tracker = HttpTracker.start(vertx, "127.0.0.1", 0, 5);
        Path payload = Files.createDirectories(home.resolve("original/things/deep"));
        Random random = new Random(7);
        write(payload.resolve("big.bin"), random, MIB * 1048576L - 12345);
        write(payload.resolve("small.bin"), random, 7);
        write(home.resolve("original/things/empty"), random, 0);
        write(home.resolve("original/things/middle.bin"), random, 3_000_001);
        torrent = TorrentMaker.make(home.resolve("original/things"), 0, new TorrentMaker.Label(List.of(List.of(tracker.url())), List.of(),
                Optional.empty(), false, OptionalLong.empty(), "test"));
        torrentFile = Files.write(home.resolve("things.torrent"), torrent);
    }

    @AfterEach
    void closeTracker() {
        tracker.close();
        vertx.close();
    }

    private static void write(Path path, Random random, long bytes) throws IOException {
        byte[] chunk = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(path)) {
            for (long left = bytes; left > 0; left -= Math.min(left, chunk.length)) {
                random.nextBytes(chunk);
                out.write(chunk, 0, (int) Math.min(left, chunk.length));
            }
        }
    }

    private void assertSame(Path directory) throws IOException {
        for (String name : List.of("deep/big.bin", "deep/small.bin", "empty", "middle.bin")) {
            assertEquals(-1, Files.mismatch(home.resolve("original/things").resolve(name), directory.resolve("things").resolve(name)), name);
        }
    }

    private PackagedOxbow get() throws IOException {
        return PackagedOxbow.start(home, "get", torrentFile.toString(), "--dir", home.resolve("got").toString(), "--state",
                home.resolve("state").toString(), "--bind", "127.0.0.1", "--no-dht", "--jsonl");
    }

    private JsonNode replay(String... arguments) throws IOException, InterruptedException {
        String[] all = new String[arguments.length + 5];
        all[0] = "replay";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        System.arraycopy(new String[] {"--state", home.resolve("state").toString(), "-o", "json"}, 0, all, arguments.length + 1, 4);
        try (PackagedOxbow replay = PackagedOxbow.start(home, all)) {
            assertEquals(0, replay.await(), replay.said());
            return replay.result();
        }
    }

    @Test
    void downloadsFromLibtorrentThoughItIsKilledAgainAndAgain() throws Exception {
        try (RealLibtorrent seed = new RealLibtorrent()) {
            seed.add(torrent, home.resolve("original"));
            await().atMost(LIMIT).until(seed::isSeeding);
            long total = MIB * 1048576L;
            for (int kill = 1; kill <= KILLS; kill++) {
                try (PackagedOxbow oxbow = get()) {
                    long goal = total * kill / (KILLS + 1);
                    await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> !oxbow.isAlive() || oxbow.bytesVerified() >= goal);
                    oxbow.kill();
                }
            }
            try (PackagedOxbow oxbow = get()) {
                assertEquals(0, oxbow.await(), oxbow.said());
                JsonNode result = oxbow.result();
                assertEquals("complete", result.get("status").textValue());
                assertEquals(0, result.get("bytesRehashedAtStart").longValue());
                assertSame(home.resolve("got"));
                JsonNode verified = replay("verify");
                assertEquals("ok", verified.get("chain").textValue());
                assertEquals("ok", verified.get("decisions").textValue());
                assertEquals(result.get("stateHash"), verified.get("stateHash"));
                assertEquals(result.get("stateHash"), replay("at", "end").get("stateHash"));
            }
            long served = seed.payloadUploaded();
            System.out.println("libtorrent served " + served + " bytes for " + total + " with " + KILLS + " kills");
            assertTrue(served <= total + 4_000_000 + KILLS * IN_FLIGHT_BYTES, served + " bytes served for " + total);
            assertTrue(tracker.received().stream().anyMatch(it -> it.event().equals("completed")), "the tracker was told that it is complete");
            assertTrue(tracker.received().stream().anyMatch(it -> it.event().equals("stopped")), "the tracker was told that it stopped");
        }
    }

    @Test
    void seedsToLibtorrent() throws Exception {
        try (PackagedOxbow oxbow = PackagedOxbow.start(home, "seed", torrentFile.toString(), "--dir", home.resolve("original").toString(), "--state",
                home.resolve("seed-state").toString(), "--bind", "127.0.0.1", "--no-dht", "--jsonl"); RealLibtorrent leech = new RealLibtorrent()) {
            await().atMost(LIMIT).until(() -> tracker.received().stream().anyMatch(it -> it.leftBytes() == 0));
            Files.createDirectories(home.resolve("leeched"));
            leech.add(torrent, home.resolve("leeched"));
            await().atMost(LIMIT).until(leech::isSeeding);
            assertSame(home.resolve("leeched"));
            oxbow.terminate();
            assertEquals(0, oxbow.await(), oxbow.said());
            assertTrue(oxbow.result().get("bytesUploaded").longValue() >= MIB * 1048576L - 12345);
        }
    }
}
