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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Magnet links (BEP 9) and peer exchange (BEP 11) between the packaged program and a real libtorrent; there is no tracker. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "libtorrent4j has a native library for Linux on x86-64 only")
class MagnetInteropTest {
    /** Small pieces make long metadata: four pieces of it. */
    private static final int PIECE_BYTES = 1024;
    private static final int PIECES = 3000;
    private static final Duration LIMIT = Duration.ofSeconds(150);

    @TempDir
    private Path home;
    private Path original;
    private byte[] torrent;
    private Path torrentFile;
    private String infoHash;

    @BeforeEach
    void makeTorrent() throws Exception {
        byte[] payload = new byte[PIECES * PIECE_BYTES - 77];
        new Random(13).nextBytes(payload);
        original = Files.createDirectories(home.resolve("original"));
        Files.write(original.resolve("payload"), payload);
        torrent = TorrentMaker.make(original.resolve("payload"), PIECE_BYTES,
                new TorrentMaker.Label(List.of(), List.of(), Optional.empty(), false, OptionalLong.empty(), "test"));
        torrentFile = Files.write(home.resolve("payload.torrent"), torrent);
        infoHash = MetainfoParser.parse(torrent).infoHash().toString();
    }

    private String link(int... ports) {
        StringBuilder out = new StringBuilder("magnet:?xt=urn:btih:").append(infoHash).append("&dn=by%20link");
        Arrays.stream(ports).forEach(port -> out.append("&x.pe=127.0.0.1:").append(port));
        return out.toString();
    }

    private PackagedOxbow oxbow(String command, String what, String name, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command, what, "--dir", home.resolve(name).toString(), "--state",
                home.resolve(name + "-state").toString(), "--bind", "127.0.0.1", "--jsonl"));
        arguments.addAll(List.of(more));
        return PackagedOxbow.start(home, arguments.toArray(String[]::new));
    }

    /** Once it seeds: whoever comes earlier is turned away, and libtorrent waits a minute before it comes again. */
    private static int portOf(PackagedOxbow oxbow) {
        Callable<Optional<String>> listening = () -> oxbow.lines().stream()
                .filter(line -> line.has("listening") && line.get("phase").textValue().equals("SEEDING"))
                .map(line -> line.get("listening").textValue()).findFirst();
        String endpoint = await().atMost(LIMIT).until(listening, Optional::isPresent).orElseThrow();
        return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    }

    private RealLibtorrent seed() {
        RealLibtorrent seed = new RealLibtorrent();
        seed.add(torrent, original);
        await().atMost(LIMIT).until(seed::isSeeding);
        return seed;
    }

    private void assertSame(String name) throws IOException {
        assertEquals(-1, Files.mismatch(original.resolve("payload"), home.resolve(name).resolve("payload")));
    }

    private List<JsonNode> events(String name, String type) throws IOException, InterruptedException {
        try (PackagedOxbow replay = PackagedOxbow.start(home, "replay", "events", "--state", home.resolve(name + "-state").toString(), "-o", "json")) {
            assertEquals(0, replay.await(), replay.said());
            return replay.lines().stream().filter(line -> line.get("type").textValue().equals(type)).toList();
        }
    }

    @Test
    void fetchesMetadataAndPayloadFromLibtorrent() throws Exception {
        try (RealLibtorrent seed = seed(); PackagedOxbow oxbow = oxbow("get", link(seed.port()), "got")) {
            assertEquals(0, oxbow.await(), oxbow.said());
            assertSame("got");
            assertEquals(infoHash, oxbow.result().get("infoHash").textValue());
        }
        int pieces = events("got", "MetadataPieceReceived").size();
        assertTrue(pieces >= 4, pieces + " pieces of metadata");
        try (PackagedOxbow again = oxbow("get", infoHash, "got")) { // nobody is there, and nobody is needed
            assertEquals(0, again.await(), again.said());
        }
        assertEquals(pieces, events("got", "MetadataPieceReceived").size());
        try (PackagedOxbow verify = PackagedOxbow.start(home, "replay", "verify", "--state", home.resolve("got-state").toString(), "-o", "json")) {
            assertEquals(0, verify.await(), verify.said());
            assertEquals("ok", verify.result().get("decisions").textValue());
        }
    }

    @Test
    void givesMetadataAndPayloadToLibtorrent() throws Exception {
        try (PackagedOxbow oxbow = oxbow("seed", torrentFile.toString(), "original"); RealLibtorrent leech = new RealLibtorrent()) {
            leech.addMagnet(link(portOf(oxbow)), infoHash, Files.createDirectories(home.resolve("leeched")));
            await().atMost(LIMIT).until(leech::isSeeding);
            assertSame("leeched");
            oxbow.terminate();
            assertEquals(0, oxbow.await(), oxbow.said());
        }
    }

    @Test
    void tellsLibtorrentOfOtherPeers() throws Exception {
        try (RealLibtorrent seed = seed();
                PackagedOxbow middle = oxbow("seed", torrentFile.toString(), "middle", "--peer", "127.0.0.1:" + seed.port());
                RealLibtorrent leech = new RealLibtorrent()) {
            leech.addMagnet(link(portOf(middle)), infoHash, Files.createDirectories(home.resolve("leeched")));
            await().atMost(LIMIT).until(leech::isSeeding);
            assertSame("leeched");
        }
    }

    @Test
    void hearsOfOtherPeersFromLibtorrent() throws Exception {
        try (RealLibtorrent middle = new RealLibtorrent(); RealLibtorrent other = new RealLibtorrent()) { // nobody has any payload
            middle.add(torrent, Files.createDirectories(home.resolve("middle")));
            other.addMagnet(link(middle.port()), infoHash, Files.createDirectories(home.resolve("other")));
            await().atMost(LIMIT).until(() -> !other.peers().isEmpty());
            try (PackagedOxbow oxbow = oxbow("get", link(middle.port()), "got")) {
                String endpoint = "127.0.0.1:" + other.port();
                await().atMost(LIMIT).pollInterval(Duration.ofSeconds(5)).until(() -> events("got", "Connect").stream()
                        .anyMatch(line -> endpoint.equals(line.get("endpoint").textValue())));
                assertTrue(events("got", "PexReceived").stream().anyMatch(line -> line.get("added").toString().contains(endpoint)));
                oxbow.terminate();
                assertEquals(7, oxbow.await(), oxbow.said());
            }
        }
    }
}
