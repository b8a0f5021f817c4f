package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oxbow.client.Oxbow;
import dev.oxbow.client.OxbowOptions;
import dev.oxbow.client.TorrentHandle;
import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.net.trackerserver.HttpTracker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each way in which a download stands still or creeps, set up for real: {@code oxbow why} beside the running program and {@code oxbow
 * replay why} afterwards name it in their first line, and with the entries that show it.
 */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class WhyStalledTest {
    private static final int PAYLOAD_BYTES = 4 << 20;
    private static final int PIECE_BYTES = 1 << 18;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path home;
    private SmallTorrent torrent;

    private PackagedOxbow get(String... more) throws IOException {
        return torrent.get("got", more);
    }

    private SmallTorrent torrent(String... trackers) throws IOException {
        torrent = new SmallTorrent(home, PAYLOAD_BYTES, PIECE_BYTES, false, trackers);
        return torrent;
    }

    private JsonNode ask(String... question) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(question));
        all.addAll(List.of("--state", torrent.state("got").toString(), "-o", "json"));
        try (PackagedOxbow why = PackagedOxbow.start(home, all.toArray(String[]::new))) {
            assertEquals(0, why.await(), why.said());
            return why.result();
        }
    }

    /** Waits until the journal tells of so many entries of a type. */
    private void awaitEntries(String type, int count) {
        await().atMost(LIMIT).until(() -> !journal().isEmpty() && torrent.events("got", type).size() >= count);
    }

    private void awaitBlocks(int count) {
        await().atMost(LIMIT).until(() -> !journal().isEmpty() && torrent.events("got", "BlockReceived", "BlocksReceived").stream()
                .mapToInt(entry -> entry.path("blockCount").asInt(1)).sum() >= count);
    }

    private List<Path> journal() throws IOException {
        Path state = torrent.state("got");
        if (!Files.isDirectory(state)) {
            return List.of();
        }
        try (var paths = Files.walk(state)) {
            return paths.filter(path -> path.toString().endsWith(".cq4")).toList();
        }
    }

    /** Asks of the living program and, when it has been stopped, of its journal: both name the cause, and entries of this type show it. */
    private void assertWhy(PackagedOxbow oxbow, String what, String cause, String shownBy) throws Exception {
        JsonNode living = ask("why", what);
        oxbow.terminate();
        assertEquals(7, oxbow.await(), oxbow.said());
        JsonNode replayed = ask("replay", "why", what);
        assertNames(living, cause, shownBy);
        assertNames(replayed, cause, shownBy);
    }

    private void assertNames(JsonNode answer, String cause, String shownBy) throws IOException {
        System.out.println(answer.get("answer").textValue());
        assertTrue(answer.get("answer").textValue().matches("payload: " + cause), answer.toPrettyString());
        List<JsonNode> entries = torrent.events("got");
        List<String> types = new ArrayList<>();
        for (JsonNode sequence : answer.get("evidence")) {
            types.add(entries.stream().filter(entry -> entry.get("seq").longValue() == sequence.longValue()).findFirst().orElseThrow().get("type").textValue());
        }
        assertTrue(types.contains(shownBy), types + " " + answer.toPrettyString());
    }

    @Test
    void noTrackerAnswers() throws Exception {
        try (RudeTracker rude = new RudeTracker()) {
            torrent("http://127.0.0.1:9/announce", rude.url("refusal"));
            try (PackagedOxbow oxbow = get()) {
                awaitEntries("AnnounceFailed", 2);
                assertWhy(oxbow, "stalled", "no tracker answers: .*http://127.0.0.1:9/announce.*refused.*" + rude.url("refusal") + ".*not here.*go away.*",
                        "AnnounceFailed");
            }
        }
    }

    @Test
    void thereAreNoPeers() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (HttpTracker tracker = HttpTracker.start(vertx, "127.0.0.1", 0)) {
            torrent(tracker.url());
            try (PackagedOxbow oxbow = get()) {
                awaitEntries("AnnounceSucceeded", 1);
                assertWhy(oxbow, "stalled", "no peer is known: .*tracker.* names? nobody.*", "AnnounceSucceeded");
            }
        } finally {
            vertx.close();
        }
    }

    @Test
    void nobodyIsThereAnyMore() throws Exception {
        torrent();
        try (PackagedOxbow oxbow = get("--peer", "127.0.0.1:9")) {
            awaitEntries("ConnectFailed", 1);
            assertWhy(oxbow, "stalled", "no peer is connected: the only known address does not answer.*127.0.0.1:9.*refused.*", "ConnectFailed");
        }
    }

    @Test
    void nobodyHasWhatIsMissing() throws Exception {
        torrent();
        try (ScriptedPeer peer = new ScriptedPeer(torrent, ScriptedPeer.Manner.ANSWERS).withFirst(10);
                PackagedOxbow oxbow = get("--peer", peer.endpoint())) {
            awaitEntries("PieceVerified", 10);
            assertWhy(oxbow, "stalled", "the only connected peer has none of the 6 missing pieces \\(10-15\\).*", "BitfieldReceived");
        }
    }

    @Test
    void everybodyChokesUs() throws Exception {
        torrent();
        try (ScriptedPeer one = new ScriptedPeer(torrent, ScriptedPeer.Manner.CHOKES);
                ScriptedPeer two = new ScriptedPeer(torrent, ScriptedPeer.Manner.CHOKES);
                PackagedOxbow oxbow = get("--peer", one.endpoint(), "--peer", two.endpoint())) {
            awaitEntries("BitfieldReceived", 2);
            assertWhy(oxbow, "stalled", "both peers that have what is missing choke us.*", "BitfieldReceived");
        }
    }

    @Test
    void ourOwnLimitIsReached() throws Exception {
        torrent();
        try (ScriptedPeer peer = new ScriptedPeer(torrent, ScriptedPeer.Manner.ANSWERS);
                PackagedOxbow oxbow = get("--peer", peer.endpoint(), "--max-download", "100K")) {
            awaitBlocks(40);
            assertNames(ask("why", "slow"), "our own limit of 100.0 KiB/s is reached.*", "SessionLimitsRequested");
            assertWhy(oxbow, "stalled", "our own limit of 100.0 KiB/s is reached.*", "SessionLimitsRequested");
        }
    }

    @Test
    void onePeerIsSlow() throws Exception {
        torrent();
        try (ScriptedPeer peer = new ScriptedPeer(torrent, ScriptedPeer.Manner.ANSWERS).at(50_000);
                PackagedOxbow oxbow = get("--peer", peer.endpoint())) {
            awaitBlocks(10);
            assertWhy(oxbow, "slow", "nothing on our side holds it up: the only peer that has what is missing sends [345]\\d\\.\\d KiB/s.*", "BlockReceived");
        }
    }

    @Test
    void itIsPaused() throws Exception {
        torrent();
        try (Oxbow oxbow = Oxbow.open(OxbowOptions.in(torrent.state("got")).withBindAddress("127.0.0.1"))) {
            TorrentHandle handle = oxbow.add(torrent.bytes, home.resolve("got"), TorrentWish.DOWNLOAD);
            handle.pause();
            await().atMost(LIMIT).until(() -> handle.view().filter(view -> view.phase() == TorrentPhase.PAUSED).isPresent());
            assertNames(ask("why", "stalled"), "it is paused: the user paused it, since .*", "ChangePhase");
        }
        assertNames(ask("replay", "why", "stalled"), "it is paused: the user paused it, since .*", "ChangePhase");
    }

    @Test
    void everyCopyIsWrong() throws Exception {
        torrent();
        try (ScriptedPeer peer = new ScriptedPeer(torrent, ScriptedPeer.Manner.SPOILS);
                PackagedOxbow oxbow = get("--peer", peer.endpoint())) {
            awaitEntries("PieceHashMismatched", 48);
            assertWhy(oxbow, "stalled", "all 16 missing pieces are wrong at every peer that has them .*", "PieceHashMismatched");
        }
    }

    @Test
    void nobodyAnswers() throws Exception {
        torrent();
        try (ScriptedPeer peer = new ScriptedPeer(torrent, ScriptedPeer.Manner.IS_SILENT);
                PackagedOxbow oxbow = get("--peer", peer.endpoint())) {
            awaitEntries("RequestBlocks", 1);
            await().atMost(LIMIT).until(() -> ask("why", "stalled").get("answer").textValue().contains("does not answer"));
            assertWhy(oxbow, "stalled", "the only peer that unchokes us does not answer.*", "RequestBlocks");
        }
    }
}
