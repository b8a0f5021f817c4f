package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oxbow.net.trackerserver.HttpTracker;
import dev.oxbow.replay.Verifier;
import dev.oxbow.storage.TorrentMaker;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** BEP 16: the packaged program gives a torrent to four real libtorrents, and uploads little more than one copy. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "libtorrent4j has a native library for Linux on x86-64 only")
class SuperSeedTest {
    private static final int PAYLOAD_BYTES = Integer.getInteger("oxbow.superseed.mib", 8) << 20;
    private static final int PIECE_BYTES = 64 << 10;
    private static final int LEECHERS = 4;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    private byte[] torrent;

    @Test
    void uploadsLittleMoreThanOneCopy() throws Exception {
        byte[] payload = new byte[PAYLOAD_BYTES];
        new Random(16).nextBytes(payload);
        Path original = Files.createDirectories(home.resolve("original")).resolve("payload");
        Files.write(original, payload);
        Vertx vertx = Vertx.vertx();
        try (HttpTracker tracker = HttpTracker.start(vertx, "127.0.0.1", 0, 1800)) {
            torrent = TorrentMaker.make(original, PIECE_BYTES, new TorrentMaker.Label(List.of(List.of(tracker.url())), List.of(),
                    Optional.empty(), false, OptionalLong.empty(), "test"));
            Files.write(home.resolve("it.torrent"), torrent);
            double plain = copiesUploaded(tracker, "plain");
            double superSeeded = copiesUploaded(tracker, "super", "--super-seed");
            System.out.printf(Locale.ROOT, "super-seeding to %d libtorrents: %.2f copies uploaded, %.2f without it%n", LEECHERS, superSeeded, plain);
            assertTrue(superSeeded < 1.25, superSeeded + " copies uploaded");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    /** Whether or not it pretends to have nothing, everybody gets everything, and decides again as it did. */
    private double copiesUploaded(HttpTracker tracker, String name, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("seed", home.resolve("it.torrent").toString(), "--dir", home.resolve("original").toString(),
                "--state", home.resolve(name).toString(), "--bind", "127.0.0.1", "--no-dht", "--max-upload", "2M", "--jsonl"));
        arguments.addAll(List.of(more));
        List<RealLibtorrent> leechers = new ArrayList<>();
        try (PackagedOxbow seed = PackagedOxbow.start(home, arguments.toArray(String[]::new))) {
            int before = tracker.received().size();
            await().atMost(LIMIT).until(() -> tracker.received().size() > before); // libtorrent does not ask for peers twice in five minutes
            for (int i = 0; i < LEECHERS; i++) {
                leechers.add(new RealLibtorrent());
                leechers.get(i).add(torrent, Files.createDirectories(home.resolve(name + i)));
            }
            await().atMost(LIMIT).until(() -> leechers.stream().allMatch(RealLibtorrent::isSeeding));
            seed.terminate();
            assertEquals(0, seed.await(), seed.said());
            assertEquals(Optional.empty(), Verifier.verify(home.resolve(name)).divergence());
            JsonNode result = seed.result();
            return result.get("bytesUploaded").longValue() / (double) PAYLOAD_BYTES;
        } finally {
            leechers.forEach(RealLibtorrent::close);
        }
    }
}
