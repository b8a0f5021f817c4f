package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oxbow.core.metainfo.MetainfoParser;
import dev.oxbow.storage.TorrentMaker;
import java.io.IOException;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A DHT of real libtorrents on 127.0.0.1 and the packaged program: nobody has a tracker, and nobody is told of anybody else. */
@Timeout(300)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "libtorrent4j has a native library for Linux on x86-64 only")
class DhtInteropTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final int PAYLOAD_BYTES = 3_000_001;

    @TempDir
    private Path home;
    private byte[] torrent;
    private Path torrentFile;
    private final RealLibtorrent first = RealLibtorrent.inDht();
    private final RealLibtorrent second = RealLibtorrent.inDht();
    private final RealLibtorrent third = RealLibtorrent.inDht();

    @BeforeEach
    void makeTorrentAndDht() throws IOException {
        byte[] payload = new byte[PAYLOAD_BYTES];
        new Random(5).nextBytes(payload);
        Files.write(Files.createDirectories(home.resolve("original")).resolve("payload.bin"), payload);
        torrent = TorrentMaker.make(home.resolve("original/payload.bin"), 0, new TorrentMaker.Label(
                List.of(), List.of(), Optional.empty(), false, OptionalLong.empty(), "test"));
        torrentFile = Files.write(home.resolve("payload.torrent"), torrent);
        await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).until(this::allHaveMet);
    }

    private boolean allHaveMet() {
        List<RealLibtorrent> all = List.of(first, second, third);
        all.forEach(one -> all.stream().filter(other -> other != one).forEach(one::meet));
        return all.stream().allMatch(one -> one.dhtNodes() >= 2);
    }

    @AfterEach
    void closeDht() {
        third.close();
        second.close();
        first.close();
    }

    private PackagedOxbow oxbow(String command, Path directory) throws IOException {
        return PackagedOxbow.start(home, command, torrentFile.toString(), "--dir", directory.toString(), "--state",
                home.resolve(command + "-state").toString(), "--bind", "127.0.0.1", "--dht-bootstrap", "127.0.0.1:" + third.port(),
                "--jsonl");
    }

    private static long dhtNodes(PackagedOxbow oxbow) throws IOException {
        return oxbow.lines().stream().filter(line -> line.has("dhtNodes")).mapToLong(line -> line.get("dhtNodes").longValue()).max()
                .orElse(0);
    }

    private void assertSame(Path directory) throws IOException {
        assertEquals(-1, Files.mismatch(home.resolve("original/payload.bin"), directory.resolve("payload.bin")));
    }

    @Test
    void downloadsWhatLibtorrentAnnouncedInTheDht() throws Exception {
        first.add(torrent, home.resolve("original"));
        await().atMost(LIMIT).until(first::isSeeding);
        await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).until(() -> {
            first.announceInDht();
            return third.peersInDht(torrent, 2).contains(first.port());
        });
        try (PackagedOxbow oxbow = oxbow("get", home.resolve("got"))) {
            assertEquals(0, oxbow.await(), oxbow.said());
            assertSame(home.resolve("got"));
            JsonNode result = oxbow.result();
            assertEquals("complete", result.get("status").textValue());
            String state = home.resolve("get-state").toString();
            try (PackagedOxbow replay = PackagedOxbow.start(home, "replay", "verify", "--state", state, "-o", "json")) {
                assertEquals(0, replay.await(), replay.said());
                assertEquals(result.get("stateHash"), replay.result().get("stateHash"));
            }
        }
    }

    /** By a link that names nobody: the metadata comes from us as well. */
    @Test
    void isFoundByLibtorrentInTheDht() throws Exception {
        try (PackagedOxbow oxbow = oxbow("seed", home.resolve("original"))) {
            await().atMost(LIMIT).until(() -> dhtNodes(oxbow) >= 2);
            String infoHash = MetainfoParser.parse(torrent).infoHash().toString();
            second.addMagnet("magnet:?xt=urn:btih:" + infoHash, infoHash, Files.createDirectories(home.resolve("leeched")));
            await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).until(() -> {
                second.announceInDht();
                return second.isSeeding();
            });
            assertSame(home.resolve("leeched"));
            oxbow.terminate();
            assertEquals(0, oxbow.await(), oxbow.said());
            assertTrue(oxbow.result().get("bytesUploaded").longValue() >= PAYLOAD_BYTES, oxbow.said());
        }
    }
}
