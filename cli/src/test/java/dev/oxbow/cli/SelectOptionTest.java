package dev.oxbow.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oxbow.client.Oxbow;
import dev.oxbow.client.OxbowException;
import dev.oxbow.client.OxbowOptions;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.metainfo.MetainfoException;
import dev.oxbow.core.metainfo.MetainfoParser;
import dev.oxbow.storage.TorrentMaker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code get} of a part of five files of 100,000 bytes, in pieces of 64 KiB. */
class SelectOptionTest {
    private static final int FILE_BYTES = 100_000;

    @TempDir
    private Path home;
    private String torrent;
    private Oxbow seeder;

    private record Run(int exit, List<JsonNode> lines, String error) {
        JsonNode last() {
            return lines.get(lines.size() - 1);
        }
    }

    @BeforeEach
    void seed() throws Exception {
        Path data = Files.createDirectories(home.resolve("original/d"));
        Random random = new Random(8);
        for (int i = 0; i < 5; i++) {
            byte[] content = new byte[FILE_BYTES];
            random.nextBytes(content);
            Files.write(data.resolve("f" + i), content);
        }
        torrent = home.resolve("d.torrent").toString();
        Files.write(Path.of(torrent), TorrentMaker.make(data, 65536,
                new TorrentMaker.Label(List.of(), List.of(), Optional.empty(), false, OptionalLong.empty(), "test")));
        seeder = Oxbow.open(OxbowOptions.in(home.resolve("seeder")).withBindAddress("127.0.0.1"));
        seeder.add(Files.readAllBytes(Path.of(torrent)), home.resolve("original"), TorrentWish.SEED).completion().get(30, TimeUnit.SECONDS);
        await().until(() -> seeder.view().listening().isPresent());
    }

    @AfterEach
    void close() throws OxbowException {
        seeder.close();
    }

    private Run get(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("get", torrent, "--dir", home.resolve("copy").toString(), "--state",
                home.resolve("state").toString(), "--bind", "127.0.0.1", "--no-dht", "--jsonl", "--stall-timeout", "30s", "--peer",
                "127.0.0.1:" + seeder.view().listening().orElseThrow().port()));
        arguments.addAll(List.of(more));
        PrintStream out = System.out;
        PrintStream error = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errorBytes = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(errorBytes, true, StandardCharsets.UTF_8));
            int exit = Main.run(arguments.toArray(new String[0]));
            List<JsonNode> lines = new ArrayList<>();
            for (String line : outBytes.toString(StandardCharsets.UTF_8).lines().filter(it -> it.startsWith("{")).toList()) {
                lines.add(new ObjectMapper().readTree(line));
            }
            return new Run(exit, lines, errorBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(error);
        }
    }

    private void assertThere(int... files) throws IOException {
        int at = 0;
        for (int i = 0; i < 5; i++) {
            Path copy = home.resolve("copy/d/f" + i);
            if (at < files.length && files[at] == i) {
                assertArrayEquals(Files.readAllBytes(home.resolve("original/d/f" + i)), Files.readAllBytes(copy), "file " + i);
                at++;
            } else {
                assertFalse(Files.exists(copy), "file " + i);
            }
        }
    }

    @Test
    void fetchesTheFilesThatAreNamedAndRemembersThem() throws IOException {
        Run some = get("--select", "1,3-4", "--sequential");
        assertEquals(0, some.exit(), some.error());
        assertEquals("complete", some.last().get("status").textValue());
        assertThere(1, 3, 4);
        Run again = get();
        assertEquals(0, again.exit(), again.error());
        assertEquals(0, again.last().get("bytesDownloaded").longValue());
        assertTrue(again.lines().stream().anyMatch(line -> line.path("text").asText().contains("2 of 5 files are not wanted")), again.lines().toString());
        assertThere(1, 3, 4);
        Run all = get("--select", "all", "--prefer", "2");
        assertEquals(0, all.exit(), all.error());
        assertThere(0, 1, 2, 3, 4);
        assertTrue(all.last().get("bytesDownloaded").longValue() < 2 * FILE_BYTES, "what was there is not fetched again: " + all.last());
        assertEquals(0, all.last().get("bytesRehashedAtStart").longValue());
    }

    @Test
    void choosesOfAMagnetLinkBeforeAndAfterItsMetadataIsThere() throws IOException, MetainfoException {
        torrent = "magnet:?xt=urn:btih:" + MetainfoParser.parse(Files.readAllBytes(Path.of(torrent))).infoHash() + "&so=0";
        Run other = get("--select", "1,4");
        assertEquals(0, other.exit(), other.error());
        assertThere(1, 4);
        Run known = get("--select", "2,1");
        assertEquals(0, known.exit(), known.error());
        assertThere(1, 2, 4);
        Run nowhere = get("--select", "5");
        assertEquals(2, nowhere.exit(), nowhere.error());
        assertTrue(nowhere.error().contains("names file 5"), nowhere.error());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "0,9", "3-2", "a", "1,,2", "-1", "0-", "1.5", "99999999999999999999"})
    void refusesFilesThatAreNotThere(String select) throws IOException {
        Run run = get("--select=" + select);
        assertEquals(2, run.exit(), run.error());
        assertTrue(run.error().startsWith("oxbow: ") && run.error().indexOf('\n') == run.error().length() - 1, run.error());
        assertFalse(Files.exists(home.resolve("state")), "nothing was begun");
    }

    @Test
    void endsOnceItWasSeededForLongEnough() throws IOException {
        Run run = get("--select", "0", "--seed", "--seed-time", "1s", "--max-download", "10M", "--max-upload", "1M");
        assertEquals(0, run.exit(), run.error());
        assertEquals("complete", run.last().get("status").textValue());
        assertTrue(run.lines().stream().anyMatch(line -> line.path("why").asText().contains("seeded as much")), run.lines().toString());
        Run ratio = get("--seed-ratio", "0");
        assertEquals(0, ratio.exit(), ratio.error());
    }

    @Test
    void refusesRatesAndRatiosThatAreNone() throws IOException {
        assertEquals(2, get("--max-download", "fast").exit());
        assertEquals(2, get("--seed-ratio", "-1").exit());
        assertEquals(2, get("--seed-ratio", "NaN").exit());
    }
}
