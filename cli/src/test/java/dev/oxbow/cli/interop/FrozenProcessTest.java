package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program is stopped by SIGSTOP in the middle and goes on; and somebody starts a second one beside it. */
@Timeout(400)
@EnabledOnOs(OS.LINUX)
class FrozenProcessTest {
    /** {@code -Doxbow.torture.freeze=90} is longer than any patience with a peer. */
    private static final Duration FREEZE = Duration.ofSeconds(Integer.getInteger("oxbow.torture.freeze", 3));
    private static final int PAYLOAD_BYTES = 16 << 20;
    private static final int SLOW_BYTES_PER_SEC = 4 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    private Path home;

    @Test
    void goesOnAndAccusesNobody() throws Exception {
        SmallTorrent torrent = new SmallTorrent(home, PAYLOAD_BYTES, 1 << 18, false);
        try (ScriptedPeer peer = new ScriptedPeer(torrent, ScriptedPeer.Manner.ANSWERS).at(SLOW_BYTES_PER_SEC);
                PackagedOxbow oxbow = torrent.get("got", "--peer", peer.endpoint())) {
            await().atMost(LIMIT).until(() -> oxbow.bytesVerified() > PAYLOAD_BYTES / 4);
            oxbow.freeze();
            LockSupport.parkNanos(FREEZE.toNanos());
            oxbow.thaw();
            peer.at(Long.MAX_VALUE);
            torrent.assertDownloaded(oxbow, "got");
            List<JsonNode> accusations = oxbow.lines().stream().filter(line -> line.get("type").textValue().matches("verdict|peerDropped"))
                    .filter(line -> !line.path("code").asText().startsWith("OWN_")).toList();
            assertEquals(List.of(), accusations);
            assertEquals(PAYLOAD_BYTES, oxbow.result().get("bytesDownloaded").longValue(), "nothing was fetched twice");
        }
        try (PackagedOxbow peers = PackagedOxbow.start(home, "replay", "peers", "--state", torrent.state("got").toString(), "-o", "json")) {
            assertEquals(0, peers.await(), peers.said());
            assertEquals(0, peers.result().get("verdicts").size(), peers.said());
        }
        torrent.assertSound("got");
    }

    @Test
    void aSecondOneIsRefusedAndTheFirstIsUnharmed() throws Exception {
        SmallTorrent torrent = new SmallTorrent(home, PAYLOAD_BYTES, 1 << 18, false);
        try (ScriptedPeer peer = new ScriptedPeer(torrent, ScriptedPeer.Manner.ANSWERS).at(SLOW_BYTES_PER_SEC);
                PackagedOxbow first = torrent.get("got", "--peer", peer.endpoint())) {
            await().atMost(LIMIT).until(() -> first.bytesVerified() > 0);
            try (PackagedOxbow second = torrent.get("got", "--peer", peer.endpoint())) {
                assertEquals(11, second.await(), second.said());
                List<String> errors = second.said().lines().filter(line -> line.startsWith("oxbow: ")).toList();
                assertEquals(1, errors.size(), second.said());
                assertTrue(errors.get(0).contains("is held by process " + first.pid()), errors.get(0));
                System.out.println(errors.get(0));
            }
            assertTrue(first.isAlive());
            peer.at(Long.MAX_VALUE);
            torrent.assertDownloaded(first, "got");
        }
        torrent.assertSound("got");
    }
}
