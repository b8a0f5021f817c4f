package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oxbow.net.trackerserver.HttpTracker;
import dev.oxbow.net.trackerserver.UdpTracker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program finds a real libtorrent that has the payload by one way and no other, and its journal says by which. More of them:
 * the DHT in {@link DhtInteropTest}, magnet links in {@link MagnetInteropTest}, neighbours in {@link NeighboursInteropTest}, web servers
 * in {@link WebSeedTest}.
 */
@Timeout(200)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "libtorrent4j has a native library for Linux on x86-64 only")
class EachWayAloneTest {
    private static final int PAYLOAD_BYTES = 8 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    private Path home;
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void closeVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static void seeds(RealLibtorrent seed, SmallTorrent torrent) {
        seed.add(torrent.bytes, torrent.original);
        await().atMost(LIMIT).until(seed::isSeeding);
    }

    private static void assertTracked(HttpTracker tracker) {
        await().atMost(LIMIT).until(() -> tracker.received().stream().anyMatch(it -> it.leftBytes() == 0));
    }

    @Test
    void anHttpTracker() throws Exception {
        try (HttpTracker tracker = HttpTracker.start(vertx, "127.0.0.1", 0); RealLibtorrent seed = new RealLibtorrent()) {
            SmallTorrent torrent = new SmallTorrent(home, PAYLOAD_BYTES, false, tracker.url());
            seeds(seed, torrent);
            assertTracked(tracker);
            try (PackagedOxbow oxbow = torrent.get("got", "--no-pex")) {
                torrent.assertDownloaded(oxbow, "got");
                torrent.assertReplaysByCommand("got");
            }
            assertEquals("AnnounceSucceeded", torrent.toldBy("got", "127.0.0.1:" + seed.port()));
        }
    }

    @Test
    void aUdpTracker() throws Exception {
        try (HttpTracker beside = HttpTracker.start(vertx, "127.0.0.1", 0);
                UdpTracker tracker = UdpTracker.start(vertx, beside, 0);
                RealLibtorrent seed = new RealLibtorrent()) {
            SmallTorrent torrent = new SmallTorrent(home, PAYLOAD_BYTES, false, tracker.url());
            seeds(seed, torrent);
            assertTracked(beside);
            try (PackagedOxbow oxbow = torrent.get("got", "--no-pex")) {
                torrent.assertDownloaded(oxbow, "got");
                torrent.assertReplaysByCommand("got");
            }
            assertEquals("AnnounceSucceeded", torrent.toldBy("got", "127.0.0.1:" + seed.port()));
        }
    }

    /** The one peer that is named has no payload and fetches none; it knows who has. That one hears of us as well. */
    @Test
    void peerExchange() throws Exception {
        try (RealLibtorrent seed = RealLibtorrent.sociable(); RealLibtorrent middle = RealLibtorrent.sociable()) {
            SmallTorrent torrent = new SmallTorrent(home, PAYLOAD_BYTES, false);
            seeds(seed, torrent);
            middle.join(torrent.bytes, Files.createDirectories(home.resolve("middle")), "127.0.0.1", seed.port());
            await().atMost(LIMIT).until(() -> !middle.peers().isEmpty());
            try (PackagedOxbow oxbow = torrent.get("got", "--peer", "127.0.0.1:" + middle.port())) {
                torrent.assertDownloaded(oxbow, "got");
                torrent.assertReplaysByCommand("got");
            }
            assertTrue(torrent.events("got", "PexReceived").stream().anyMatch(line -> line.get("added").toString().contains(":" + seed.port() + "\"")));
            assertEquals(1, torrent.events("got", "AddPeerRequested").size());
            assertEquals(List.of(), torrent.events("got", "AnnounceSucceeded", "DhtResponseReceived", "LocalPeerDiscovered"));
            assertEquals(0, middle.payloadUploaded());
        }
    }

    @Test
    void ipv6WithoutAnyIpv4() throws Exception {
        assumeTrue(hasIpv6(), "this machine has no ::1");
        try (HttpTracker tracker = HttpTracker.start(vertx, "::1", 0);
                UdpTracker udp = UdpTracker.start(vertx, tracker, 0);
                RealLibtorrent seed = RealLibtorrent.at("::1")) {
            SmallTorrent torrent = new SmallTorrent(home, PAYLOAD_BYTES, false, tracker.url());
            seeds(seed, torrent);
            assertTracked(tracker);
            for (String url : new String[] {tracker.url(), udp.url()}) {
                String name = url.substring(0, url.indexOf(':'));
                SmallTorrent told = new SmallTorrent(home, PAYLOAD_BYTES, false, url);
                try (PackagedOxbow oxbow = PackagedOxbow.start(home, told.arguments("get", told.file.toString(), name, "--bind", "::1", "--no-dht"))) {
                    told.assertDownloaded(oxbow, name);
                    told.assertReplaysByCommand(name);
                }
                assertEquals("AnnounceSucceeded", told.toldBy(name, "[::1]:" + seed.port()));
                assertTrue(told.events(name).stream().noneMatch(line -> line.toString().contains("127.0.0.1")), name);
            }
        }
    }

    private static boolean hasIpv6() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return probe.isBound();
        } catch (IOException none) {
            return false;
        }
    }
}
