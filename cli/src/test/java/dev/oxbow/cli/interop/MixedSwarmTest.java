package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.client.Oxbow;
import dev.oxbow.client.OxbowOptions;
import dev.oxbow.client.TorrentView;
import dev.oxbow.core.event.TorrentWish;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One seed with a limit (ours: libtorrent heeds none on a loopback), four of ours and four real libtorrents: everybody gets everything, mostly from each other. Times are printed, not judged. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "libtorrent4j has a native library for Linux on x86-64 only")
class MixedSwarmTest {
    private static final int MIB = Integer.getInteger("oxbow.swarm.mib", 24);
    private static final int SEED_BYTES_PER_SEC = 3 << 20;
    private static final int EACH = 4;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    private Path home;

    @Test
    void everybodyGetsEverything() throws Exception {
        byte[] payload = new byte[MIB << 20];
        new Random(5).nextBytes(payload);
        Path original = Files.createDirectories(home.resolve("original")).resolve("payload");
        Files.write(original, payload);
        Vertx vertx = Vertx.vertx();
        List<Oxbow> ours = new ArrayList<>();
        List<RealLibtorrent> theirs = new ArrayList<>();
        try (HttpTracker tracker = HttpTracker.start(vertx, "127.0.0.1", 0, 2);
                Oxbow seed = Oxbow.open(OxbowOptions.in(home.resolve("seed")).withBindAddress("127.0.0.1"))) {
            byte[] torrent = TorrentMaker.make(original, 256 << 10, new TorrentMaker.Label(List.of(List.of(tracker.url())), List.of(),
                    Optional.empty(), false, OptionalLong.empty(), "test"));
            seed.limit(0, SEED_BYTES_PER_SEC);
            seed.add(torrent, original.getParent(), TorrentWish.SEED).completion().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            await().atMost(LIMIT).until(() -> !tracker.received().isEmpty());
            long began = System.nanoTime();
            List<CompletableFuture<Double>> ends = new ArrayList<>();
            for (int i = 0; i < EACH; i++) {
                RealLibtorrent leech = new RealLibtorrent();
                theirs.add(leech);
                leech.add(torrent, Files.createDirectories(home.resolve("theirs" + i)));
                Oxbow oxbow = Oxbow.open(OxbowOptions.in(home.resolve("state" + i)).withBindAddress("127.0.0.1"));
                ours.add(oxbow);
                ends.add(oxbow.add(torrent, home.resolve("ours" + i), TorrentWish.DOWNLOAD).completion().thenApply(done -> seconds(began)));
            }
            double[] theirEnds = new double[EACH];
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> {
                for (int i = 0; i < EACH; i++) {
                    theirEnds[i] = theirEnds[i] == 0 && theirs.get(i).isSeeding() ? seconds(began) : theirEnds[i];
                }
                return ends.stream().allMatch(CompletableFuture::isDone) && theirs.stream().allMatch(RealLibtorrent::isSeeding);
            });
            for (int i = 0; i < EACH; i++) {
                TorrentView view = ours.get(i).view().torrents().get(0);
                System.out.printf(Locale.ROOT, "mixed swarm: libtorrent %d in %.1f s, ratio %.2f; Oxbow %d in %.1f s, ratio %.2f, wasted %d bytes%n", i,
                        theirEnds[i], theirs.get(i).payloadUploaded() / (double) payload.length, i, ends.get(i).get(1, TimeUnit.SECONDS),
                        view.bytesUploaded() / (double) payload.length, view.bytesWasted());
                assertEquals(-1, Files.mismatch(original, home.resolve("ours" + i).resolve("payload")));
            }
            System.out.printf(Locale.ROOT, "mixed swarm: the seed served %.2f copies%n", seed.view().torrents().get(0).bytesUploaded() / (double) payload.length);
        } finally {
            for (Oxbow oxbow : ours) {
                oxbow.close();
            }
            theirs.forEach(RealLibtorrent::close);
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
        for (int i = 0; i < EACH; i++) {
            assertEquals(Optional.empty(), Verifier.verify(home.resolve("state" + i)).divergence(), "decisions of Oxbow " + i);
        }
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
