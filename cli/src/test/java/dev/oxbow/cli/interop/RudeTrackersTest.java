package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Trackers that do everything wrong: they are named, they are left alone for a while, and the download from a real libtorrent goes on. */
@Timeout(200)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "libtorrent4j has a native library for Linux on x86-64 only")
class RudeTrackersTest {
    private static final int PAYLOAD_BYTES = 2 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final List<String> QUICK = List.of("garbage", "page", "empty", "broken", "loop", "refusal", "huge", "hangup");
    private static final Duration BACK_OFF = Duration.ofSeconds(5);
    /** Within so long a program that is asked to stop ends, whatever its trackers do. */
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    @TempDir
    private Path home;
    private RudeTracker tracker;
    private final RealLibtorrent seed = new RealLibtorrent();

    @BeforeEach
    void open() throws IOException {
        tracker = new RudeTracker();
        SmallTorrent torrent = new SmallTorrent(home, PAYLOAD_BYTES, false);
        seed.add(torrent.bytes, torrent.original);
        await().atMost(LIMIT).until(seed::isSeeding);
    }

    @AfterEach
    void close() throws IOException {
        seed.close();
        tracker.close();
    }

    private SmallTorrent torrent(String... ways) throws IOException {
        SmallTorrent torrent = new SmallTorrent(home, PAYLOAD_BYTES, false, List.of(ways).stream().map(tracker::url).toArray(String[]::new));
        Files.move(torrent.file, home.resolve(ways[0] + ".torrent"));
        return torrent;
    }

    private PackagedOxbow get(SmallTorrent torrent, String way) throws IOException {
        return PackagedOxbow.start(home, torrent.arguments("get", home.resolve(way + ".torrent").toString(), way, "--bind", "127.0.0.1", "--no-dht",
                "--seed", "--peer", "127.0.0.1:" + seed.port()));
    }

    private static boolean isComplete(PackagedOxbow oxbow) throws IOException {
        return oxbow.bytesVerified() == PAYLOAD_BYTES;
    }

    private void stop(SmallTorrent torrent, PackagedOxbow oxbow, String way) throws Exception {
        Instant asked = Instant.now();
        oxbow.terminate();
        assertEquals(0, oxbow.await(), oxbow.said());
        Duration took = Duration.between(asked, Instant.now());
        assertTrue(took.compareTo(FAREWELL) < 0, way + " took " + took);
        torrent.assertDownloaded(oxbow, way);
    }

    @Test
    void eachThatFailsIsNamedAndTheNextRoundWaits() throws Exception {
        SmallTorrent torrent = torrent(QUICK.toArray(String[]::new));
        try (PackagedOxbow oxbow = get(torrent, "garbage")) {
            await().atMost(LIMIT).until(() -> isComplete(oxbow) && tracker.count("garbage") > 1);
            for (String way : QUICK) {
                List<String> failures = oxbow.lines().stream().filter(line -> line.path("url").asText().equals(tracker.url(way)))
                        .map(line -> line.path("failure").asText()).toList();
                assertFalse(failures.isEmpty(), way + " is not named: " + oxbow.said());
                failures.forEach(failure -> assertTrue(failure.chars().noneMatch(Character::isISOControl) && failure.length() > 10, failure));
                System.out.println(way + ": " + failures.get(0));
            }
            stop(torrent, oxbow, "garbage");
        }
        Map<String, List<JsonNode>> byType = torrent.events("garbage", "Announce", "AnnounceFailed").stream()
                .collect(Collectors.groupingBy(line -> line.get("type").textValue()));
        Instant failed = Instant.parse(byType.get("AnnounceFailed").get(QUICK.size() - 1).get("time").textValue());
        Instant again = Instant.parse(byType.get("Announce").get(QUICK.size()).get("time").textValue());
        assertTrue(Duration.between(failed, again).compareTo(BACK_OFF) >= 0, failed + " " + again);
    }

    /** They keep nothing from going on, and nothing from ending. */
    @Test
    void thoseThatNeverComeToAnEndHoldNothingUp() throws Exception {
        List<String> ways = List.of("slow", "udp", "negative");
        List<SmallTorrent> torrents = new ArrayList<>();
        List<PackagedOxbow> running = new ArrayList<>();
        try {
            for (String way : ways) {
                torrents.add(torrent(way));
                running.add(get(torrents.get(torrents.size() - 1), way));
            }
            for (int i = 0; i < ways.size(); i++) {
                String way = ways.get(i);
                PackagedOxbow oxbow = running.get(i);
                await().atMost(LIMIT).until(() -> isComplete(oxbow) && tracker.count(way) > 0);
                stop(torrents.get(i), oxbow, way);
            }
        } finally {
            running.forEach(PackagedOxbow::close);
        }
        assertTrue(tracker.count("udp") <= 4, tracker.count("udp") + " requests over UDP");
        assertTrue(tracker.count("negative") <= 3, "one for each of started, completed and stopped, not " + tracker.count("negative"));
        assertEquals(-1, torrents.get(2).events("negative", "AnnounceSucceeded").get(0).get("intervalSeconds").intValue());
    }
}
