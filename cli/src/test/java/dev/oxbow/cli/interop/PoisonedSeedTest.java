package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oxbow.storage.TorrentMaker;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real seeds whose files were changed behind their backs after they had checked them. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "libtorrent4j has a native library for Linux on x86-64 only")
class PoisonedSeedTest {
    private static final int PIECE_BYTES = 1 << 20;
    private static final int PIECES = 48;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path home;
    private byte[] payload;
    private byte[] torrent;
    private Path torrentFile;

    @BeforeEach
    void makeTorrent() throws IOException {
        payload = new byte[PIECES * PIECE_BYTES];
        new Random(11).nextBytes(payload);
        Path original = Files.createDirectories(home.resolve("original")).resolve("payload");
        Files.write(original, payload);
        torrent = TorrentMaker.make(original, PIECE_BYTES,
                new TorrentMaker.Label(List.of(), List.of(), Optional.empty(), false, OptionalLong.empty(), "test"));
        torrentFile = Files.write(home.resolve("payload.torrent"), torrent);
    }

    private RealLibtorrent seed(String name) throws IOException {
        Path directory = Files.createDirectories(home.resolve(name));
        Files.write(directory.resolve("payload"), payload);
        RealLibtorrent seed = new RealLibtorrent();
        seed.add(torrent, directory);
        await().atMost(LIMIT).until(seed::isSeeding);
        return seed;
    }

    private void poison(String name, int fromPiece, int pieces) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(home.resolve(name).resolve("payload").toFile(), "rw")) {
            for (int piece = fromPiece; piece < fromPiece + pieces; piece++) {
                file.seek((long) piece * PIECE_BYTES + 5 * 16384 + 17);
                file.write(~payload[piece * PIECE_BYTES + 5 * 16384 + 17]); // one byte of block 5
            }
        }
    }

    private PackagedOxbow get(List<Integer> ports, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("get", torrentFile.toString(), "--dir", home.resolve("got").toString(), "--state",
                home.resolve("state").toString(), "--bind", "127.0.0.1", "--no-dht", "--jsonl"));
        ports.forEach(port -> arguments.addAll(List.of("--peer", "127.0.0.1:" + port)));
        arguments.addAll(List.of(more));
        return PackagedOxbow.start(home, arguments.toArray(String[]::new));
    }

    private List<JsonNode> ban(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("ban"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--state", home.resolve("state").toString(), "-o", "json"));
        try (PackagedOxbow ban = PackagedOxbow.start(home, all.toArray(String[]::new))) {
            assertEquals(0, ban.await(), ban.said());
            return ban.lines();
        }
    }

    private JsonNode why(String... question) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("replay", "why"));
        all.addAll(List.of(question));
        all.addAll(List.of("--state", home.resolve("state").toString(), "-o", "json"));
        try (PackagedOxbow why = PackagedOxbow.start(home, all.toArray(String[]::new))) {
            assertEquals(0, why.await(), why.said());
            return why.lines().get(0);
        }
    }

    @Test
    void bansTheOneThatSendsBadBlocksAndProvesIt() throws Exception {
        try (RealLibtorrent good = seed("good"); RealLibtorrent bad = seed("bad"); RealLibtorrent other = seed("other")) {
            poison("bad", 0, PIECES);
            try (PackagedOxbow oxbow = get(List.of(good.port(), bad.port(), other.port()))) {
                assertEquals(0, oxbow.await(), oxbow.said());
                JsonNode result = oxbow.result();
                System.out.println("one poisoned seed of three: " + result.get("bytesWasted") + " bytes wasted, pieces of " + PIECE_BYTES);
                assertEquals(-1, Files.mismatch(home.resolve("original/payload"), home.resolve("got/payload")));
                assertTrue(result.get("bytesWasted").longValue() <= 2 * PIECE_BYTES, result.toString());
            }
            List<JsonNode> bans = ban("list");
            assertEquals(List.of("127.0.0.1:" + bad.port()), bans.stream().map(it -> it.get("peer").textValue()).toList());
            JsonNode shown = ban("show", "127.0.0.1:" + bad.port()).get(0);
            assertEquals("[5]", shown.get("badBlocks").toString(), shown.toString());
            assertEquals(2, shown.get("entries").size(), shown.toString());
            assertTrue(shown.get("entries").get(0).get("type").textValue().matches("Blocks?Received"), shown.toString());
            assertEquals(5, shown.get("entries").get(1).get("blockIndex").intValue());
            int piece = shown.get("pieceIndex").intValue();
            JsonNode why = why("piece", Integer.toString(piece));
            assertTrue(why.get("answer").textValue().contains("127.0.0.1:" + bad.port() + ", proved"), why.toString());
            assertTrue(why.get("tree").toString().contains("proof: block 5 of attempt"), why.toString());
            shown.get("evidence").forEach(entry -> assertTrue(why.get("evidence").toString().contains(entry.toString()), why.toString()));
            assertTrue(why("ban", "127.0.0.1:" + bad.port()).get("tree").toString().contains("would it be banned without"));
            assertTrue(why("stalled").get("answer").textValue().contains("nothing is missing"));
            try (PackagedOxbow undo = PackagedOxbow.start(home, "ban", "undo", "127.0.0.1:" + bad.port(), "--state", home.resolve("state").toString())) {
                assertEquals(0, undo.await(), undo.said());
            }
            assertEquals(List.of(), ban("list"));
            try (PackagedOxbow verify = PackagedOxbow.start(home, "replay", "verify", "--state", home.resolve("state").toString(), "-o", "json")) {
                assertEquals(0, verify.await(), verify.said());
                assertEquals("ok", verify.result().get("decisions").textValue());
            }
        }
    }

    @Test
    void keepsTheOnlySourceOfAPieceAndSaysWhatIsMissing() throws Exception {
        try (RealLibtorrent bad = seed("bad")) {
            poison("bad", 7, 1);
            try (PackagedOxbow oxbow = get(List.of(bad.port()), "--stall-timeout", "4s")) {
                assertEquals(5, oxbow.await(), oxbow.said());
                assertTrue(oxbow.said().contains("piece 7"), oxbow.said());
                assertFalse(oxbow.said().contains("Exception"), oxbow.said());
                assertEquals((long) (PIECES - 1) * PIECE_BYTES, oxbow.bytesVerified());
            }
            assertEquals(List.of(), ban("list"));
        }
    }
}
