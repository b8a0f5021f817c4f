package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One seed and four leechers, the packaged program each, that nothing but opentracker brings together: some over HTTP, some over UDP. */
@Timeout(200)
class OpentrackerSwarmTest {
    private static final int PAYLOAD_BYTES = 8 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    private Path home;
    private Process opentracker;
    private int port;

    @BeforeEach
    void start() throws Exception {
        Optional<Path> program = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, "opentracker")).filter(Files::isExecutable).findFirst();
        assumeTrue(program.isPresent(), "opentracker is not installed");
        Path root = Files.createDirectories(home.resolve("opentracker"));
        for (Path shown : List.of(home, root)) { // it gives up its rights before it reads
            Files.setPosixFilePermissions(shown, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        SmallTorrent torrent = new SmallTorrent(home, PAYLOAD_BYTES, false);
        Files.writeString(root.resolve("torrents"), torrent.infoHash + "\n", StandardCharsets.US_ASCII);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        String number = Integer.toString(port);
        ProcessBuilder builder = new ProcessBuilder(program.get().toString(), "-i", "127.0.0.1", "-p", number, "-P", number, "-d",
                root.toString(), "-w", "torrents").directory(root.toFile()).redirectErrorStream(true).redirectOutput(home.resolve("log").toFile());
        builder.environment().remove("LD_PRELOAD");
        opentracker = builder.start();
        await().until(() -> !opentracker.isAlive() || listens());
        assumeTrue(opentracker.isAlive(), "opentracker does not run here");
    }

    private boolean listens() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (opentracker != null) {
            opentracker.destroy();
            assertTrue(opentracker.waitFor(10, TimeUnit.SECONDS));
        }
    }

    private SmallTorrent announcedOver(String scheme) throws IOException {
        SmallTorrent torrent = new SmallTorrent(home, PAYLOAD_BYTES, false, scheme + "://127.0.0.1:" + port + "/announce");
        Files.copy(torrent.file, home.resolve(scheme + ".torrent"));
        return torrent;
    }

    private PackagedOxbow oxbow(SmallTorrent torrent, String scheme, String command, String name) throws IOException {
        return PackagedOxbow.start(home, torrent.arguments(command, home.resolve(scheme + ".torrent").toString(), name, "--bind", "127.0.0.1",
                "--no-dht", "--no-pex"));
    }

    @Test
    void bringsAWholeSwarmTogether() throws Exception {
        SmallTorrent http = announcedOver("http");
        SmallTorrent udp = announcedOver("udp");
        List<PackagedOxbow> leechers = new ArrayList<>();
        try (PackagedOxbow seed = oxbow(http, "http", "seed", "original")) {
            await().atMost(LIMIT).until(() -> seed.lines().stream().anyMatch(line -> line.path("phase").asText().equals("SEEDING"))
                    && !http.events("original", "AnnounceSucceeded").isEmpty());
            for (int i = 0; i < 4; i++) {
                leechers.add(oxbow(http, i % 2 == 0 ? "http" : "udp", "get", "leech" + i));
            }
            for (int i = 0; i < leechers.size(); i++) {
                http.assertDownloaded(leechers.get(i), "leech" + i);
            }
            for (String scheme : List.of("http", "udp")) {
                await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).until(() -> scraped(scheme).equals(List.of(1, 0, 4)));
            }
            seed.terminate();
            assertEquals(0, seed.await(), seed.said());
        } finally {
            leechers.forEach(PackagedOxbow::close);
        }
        for (int i = 0; i < 4; i++) {
            List<JsonNode> answers = udp.events("leech" + i, "AnnounceSucceeded");
            assertTrue(answers.stream().anyMatch(it -> it.get("seedCount").intValue() >= 1 && !it.get("peers").isEmpty()), answers.toString());
            assertEquals(List.of(), udp.events("leech" + i, "AnnounceFailed"));
        }
    }

    /** Seeders, leechers and downloads as {@code oxbow scrape} has them: those that are done have said farewell. */
    private List<Integer> scraped(String scheme) throws IOException, InterruptedException {
        try (PackagedOxbow scrape = PackagedOxbow.start(home, "scrape", "--json", home.resolve(scheme + ".torrent").toString())) {
            assertEquals(0, scrape.await(), scrape.said());
            JsonNode tracker = scrape.result().get("trackers").get(0);
            return Stream.of("seeders", "leechers", "downloads").map(count -> tracker.get(count).intValue()).toList();
        }
    }
}
