package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.InfoHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two thousand connections that mean harm, beside a download from an honest peer on a line of a few megabytes a second. {@code
 * -Doxbow.torture.crowd.mib=512} makes it longer. How fast both went is printed; only on a quiet machine that means something, and {@code
 * -Doxbow.torture.quiet=true} asks for four fifths of the speed.
 */
@Timeout(900)
@EnabledOnOs(OS.LINUX)
class HostileCrowdTest {
    private static final int CROWD = 2000;
    private static final int PAYLOAD_BYTES = Integer.getInteger("oxbow.torture.crowd.mib", 16) << 20;
    private static final int LINE_BYTES_PER_SEC = 6 << 20;
    private static final int SLOWLY_BYTES_PER_SEC = 1 << 16;
    private static final int SLOWEST_PERCENT = 80;
    private static final long RSS_MAX_KIB = 512 * 1024;
    private static final int FILES_SLACK = 20;
    private static final Duration LIMIT = Duration.ofSeconds(300);

    @TempDir
    private Path home;

    @Test
    void theDownloadBesideThemKeepsItsSpeed() throws Exception {
        SmallTorrent torrent = new SmallTorrent(home, PAYLOAD_BYTES, 1 << 18, false);
        try (ScriptedPeer peer = new ScriptedPeer(torrent, ScriptedPeer.Manner.ANSWERS)) {
            double alone = download(torrent, peer, "alone", false);
            double beside = download(torrent, peer, "beside", true);
            double percent = 100 * alone / beside;
            System.out.printf(Locale.ROOT, "alone %.2f s, beside %d rude connections %.2f s: %.0f %% of its speed%n", alone, CROWD, beside, percent);
            assertTrue(percent >= SLOWEST_PERCENT || !Boolean.getBoolean("oxbow.torture.quiet"), alone + " s alone, " + beside + " s beside them");
        }
        torrent.assertSound("beside");
    }

    /** @return the seconds that the payload took, or would have if nothing had come while the crowd gathered */
    private static double download(SmallTorrent torrent, ScriptedPeer peer, String name, boolean crowded) throws Exception {
        peer.at(SLOWLY_BYTES_PER_SEC); // until everybody is there
        try (PackagedOxbow oxbow = torrent.get(name, "--seed", "--peer", peer.endpoint())) {
            int port = await().atMost(LIMIT).until(oxbow::listenPort, Optional::isPresent).orElseThrow();
            int filesBefore = oxbow.openFiles();
            HostileCrowd crowd = new HostileCrowd(crowded ? CROWD : 0, port, InfoHash.ofHex(torrent.infoHash));
            if (crowded) {
                await().atMost(LIMIT).until(() -> crowd.made() > CROWD);
            }
            long before = oxbow.bytesVerified();
            peer.at(LINE_BYTES_PER_SEC);
            long began = System.nanoTime();
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).until(() -> oxbow.bytesVerified() == PAYLOAD_BYTES);
            double seconds = (System.nanoTime() - began) / 1e9 * PAYLOAD_BYTES / (PAYLOAD_BYTES - before);
            long rssKib = oxbow.status("VmHWM");
            int filesDuring = oxbow.openFiles();
            crowd.close();
            peer.hangUp();
            await().atMost(LIMIT).until(() -> oxbow.openFiles() <= filesBefore + FILES_SLACK);
            System.out.println(name + ": " + crowd.figures() + "; " + rssKib / 1024 + " MiB at most; open files " + filesBefore + " before, "
                    + filesDuring + " during, " + oxbow.openFiles() + " after");
            assertTrue(rssKib <= RSS_MAX_KIB, rssKib + " KiB");
            oxbow.terminate();
            assertEquals(0, oxbow.await(), oxbow.said());
            torrent.assertDownloaded(oxbow, name);
            return seconds;
        }
    }
}
