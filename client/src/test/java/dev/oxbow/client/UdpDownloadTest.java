package dev.oxbow.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.net.trackerserver.HttpTracker;
import dev.oxbow.net.trackerserver.UdpTracker;
import dev.oxbow.storage.TorrentMaker;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A download whose only tracker speaks UDP. */
class UdpDownloadTest {
    @TempDir
    Path home;

    @Test
    @Timeout(60)
    void findsItsSeedOverUdpAndSaysFarewell() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (Fixture fixture = new Fixture(home, 1 << 20); UdpTracker udp = UdpTracker.start(vertx, fixture.tracker, 0)) {
            byte[] torrent = TorrentMaker.make(fixture.original.resolve("payload"), 65536, new TorrentMaker.Label(
                    List.of(List.of(udp.url())), List.of(), Optional.empty(), false, OptionalLong.empty(), "test"));
            try (Oxbow seeder = fixture.open("seeder"); Oxbow leecher = fixture.open("leecher")) {
                seeder.add(torrent, fixture.original, TorrentWish.SEED).completion().get(30, TimeUnit.SECONDS);
                leecher.add(torrent, home.resolve("copy"), TorrentWish.DOWNLOAD).completion().get(30, TimeUnit.SECONDS);
                assertTrue(fixture.isSame("copy"));
                await().until(() -> fixture.tracker.received().stream().anyMatch(it -> it.event().equals("completed")));
            }
            List<String> events = fixture.tracker.received().stream().map(HttpTracker.Received::event).toList();
            assertEquals(2, events.stream().filter("started"::equals).count(), events.toString());
            assertEquals(2, events.stream().filter("stopped"::equals).count(), events.toString());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }
}
