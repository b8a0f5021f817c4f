package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program and a real libtorrent on a network of their own, where they hear of each other by local discovery (BEP 14) and by
 * nothing else. Whoever comes first announces in vain and is silent for minutes; so it is the other whom it has to hear.
 */
@Timeout(200)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "libtorrent4j has a native library for Linux on x86-64 only")
class NeighboursInteropTest {
    private static final int PAYLOAD_BYTES = 8 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String[] LOCAL_DISCOVERY_ALONE = {"--no-dht", "--no-pex", "--no-port-map"};

    @TempDir
    private Path home;
    private OwnNetwork network;
    private SmallTorrent torrent;

    @BeforeEach
    void open() throws Exception {
        Optional<OwnNetwork> own = OwnNetwork.open();
        assumeTrue(own.isPresent(), "this system lets us have no network namespace");
        network = own.get();
        torrent = new SmallTorrent(home, PAYLOAD_BYTES, false);
    }

    @AfterEach
    void close() throws InterruptedException {
        if (network != null) {
            network.close();
        }
    }

    private PackagedOxbow oxbow(String command, String what, String name) throws Exception {
        PackagedOxbow oxbow = PackagedOxbow.startIn(network, home, torrent.arguments(command, what, name, LOCAL_DISCOVERY_ALONE));
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(500)).until(() -> Files.exists(torrent.state(name))
                && oxbow.lines().size() > 1 && !torrent.events(name, "AnnounceLocally").isEmpty());
        return oxbow;
    }

    private void hearsOfLibtorrent(String what) throws Exception {
        try (PackagedOxbow oxbow = oxbow("get", what, "got")) {
            Process seed = network.libtorrent(home.resolve("seed.log"), "seed", torrent.file.toString(), torrent.original.toString(),
                    OwnNetwork.ADDRESS);
            try {
                torrent.assertDownloaded(oxbow, "got");
                torrent.assertReplaysByCommand("got");
            } finally {
                seed.destroyForcibly();
            }
        }
        String told = torrent.events("got", "LocalPeerDiscovered").get(0).get("endpoint").textValue();
        assertEquals("LocalPeerDiscovered", torrent.toldBy("got", told));
        assertTrue(torrent.events("got", "Connect").stream().anyMatch(line -> line.get("endpoint").textValue().equals(told)), told);
    }

    @Test
    void hearsOfLibtorrentInTheNeighbourhood() throws Exception {
        hearsOfLibtorrent(torrent.file.toString());
    }

    @Test
    void hearsOfItWithNothingButAnInfoHash() throws Exception {
        hearsOfLibtorrent(torrent.infoHash);
    }

    @Test
    void isHeardByLibtorrent() throws Exception {
        Process leech = network.libtorrent(home.resolve("leech.log"), "leech", torrent.file.toString(),
                Files.createDirectories(home.resolve("leeched")).toString(), OwnNetwork.ADDRESS);
        try (PackagedOxbow oxbow = oxbow("seed", torrent.file.toString(), "original")) {
            assertTrue(leech.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS), Files.readString(home.resolve("leech.log")) + oxbow.said());
            assertEquals(0, leech.exitValue(), Files.readString(home.resolve("leech.log")));
            assertEquals(-1, Files.mismatch(torrent.original.resolve("payload"), home.resolve("leeched/payload")));
            oxbow.terminate();
            assertEquals(0, oxbow.await(), oxbow.said());
        } finally {
            leech.destroyForcibly();
        }
        torrent.assertReplays("original");
    }
}
