package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real libtorrent that is 50 ms away, there and back; a second libtorrent downloads the same over the same line, for the time it takes. */
@Timeout(400)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "libtorrent4j has a native library for Linux on x86-64 only")
class FarAwayTest {
    private static final int PAYLOAD_BYTES = Integer.getInteger("oxbow.torture.far.mib", 16) << 20;
    private static final long DELAY_NS = 25_000_000;
    private static final Duration LIMIT = Duration.ofSeconds(180);

    @TempDir
    private Path home;

    @Test
    void itsDistanceKeepsNothingFromComing() throws Exception {
        SmallTorrent torrent = new SmallTorrent(home, PAYLOAD_BYTES, 1 << 18, false);
        try (RealLibtorrent seed = new RealLibtorrent()) {
            seed.add(torrent.bytes, torrent.original);
            await().atMost(LIMIT).until(seed::isSeeding);
            try (LongLine line = new LongLine(seed.port(), DELAY_NS)) {
                double ours;
                try (PackagedOxbow oxbow = torrent.get("got", "--peer", "127.0.0.1:" + line.port())) {
                    torrent.assertDownloaded(oxbow, "got");
                    ours = oxbow.result().get("seconds").doubleValue();
                    assertEquals(0, oxbow.result().get("bytesWasted").longValue());
                }
                try (RealLibtorrent leech = new RealLibtorrent()) {
                    long began = System.nanoTime();
                    leech.download(torrent.bytes, Files.createDirectories(home.resolve("theirs")), "127.0.0.1", line.port());
                    await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(leech::isSeeding);
                    System.out.printf(Locale.ROOT, "%d MiB from 50 ms away: Oxbow %.2f s, libtorrent %.2f s%n", PAYLOAD_BYTES >> 20, ours,
                            (System.nanoTime() - began) / 1e9);
                }
            }
        }
        torrent.assertSound("got");
    }
}
