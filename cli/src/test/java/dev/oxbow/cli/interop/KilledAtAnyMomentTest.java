package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program is killed at moments that nobody chose, from its first milliseconds on, again and again; {@code
 * -Doxbow.torture.kills=100} makes it more often, {@code -Doxbow.torture.seed} chooses other moments.
 */
@Timeout(1200)
@EnabledOnOs(OS.LINUX)
class KilledAtAnyMomentTest {
    private static final int KILLS = Integer.getInteger("oxbow.torture.kills", 8);
    private static final long SEED = Long.getLong("oxbow.torture.seed", 1);
    private static final int BYTES_A_KILL = 2 << 20;
    private static final int PIECE_BYTES = 1 << 18;
    private static final int SLOW_BYTES_PER_SEC = 3 << 19;
    private static final int LIFE_MAX_MS = 1000;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final long MILLISECOND_NS = 1_000_000;

    @TempDir
    private Path home;

    @Test
    void nothingIsHashedOrFetchedAgain() throws Exception {
        SmallTorrent torrent = new SmallTorrent(home, KILLS * BYTES_A_KILL, PIECE_BYTES, false);
        Random random = new Random(SEED);
        int within = 0;
        int before = 0;
        try (ScriptedPeer peer = new ScriptedPeer(torrent, ScriptedPeer.Manner.ANSWERS).at(SLOW_BYTES_PER_SEC)) {
            for (int kill = 0; kill < KILLS; kill++) {
                try (PackagedOxbow oxbow = torrent.get("got", "--peer", peer.endpoint())) {
                    long had = torrent.verified("got").cardinality() * (long) PIECE_BYTES;
                    if (kill % 2 == 0) { // in the thick of it; else perhaps before it has begun
                        await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> oxbow.bytesVerified() > had);
                    }
                    LockSupport.parkNanos(random.nextInt(LIFE_MAX_MS) * MILLISECOND_NS);
                    within += oxbow.isAlive() ? 1 : 0;
                    oxbow.kill();
                }
                peer.expectNoMoreOf(torrent.verified("got"));
                before += torrent.verified("got").isEmpty() ? 1 : 0;
            }
            int verified = torrent.verified("got").cardinality();
            peer.at(Long.MAX_VALUE);
            try (PackagedOxbow oxbow = torrent.get("got", "--peer", peer.endpoint())) {
                torrent.assertDownloaded(oxbow, "got");
                assertEquals(0, oxbow.result().get("bytesRehashedAtStart").longValue());
            }
            System.out.println(KILLS + " kills, " + within + " of a running program, " + before + " before the first piece; then "
                    + verified + " of " + KILLS * BYTES_A_KILL / PIECE_BYTES + " pieces were there; " + peer.servedBytes() + " bytes served for "
                    + torrent.lengthBytes);
            assertEquals(0, peer.askedAgain(), "requests for what was verified");
        }
        assertTrue(within >= KILLS / 2, within + " kills met a running program");
        torrent.assertSound("got");
    }
}
