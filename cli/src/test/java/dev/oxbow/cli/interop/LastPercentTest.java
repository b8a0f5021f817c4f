package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.client.Oxbow;
import dev.oxbow.client.OxbowOptions;
import dev.oxbow.client.TorrentHandle;
import dev.oxbow.client.TorrentView;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.replay.Verifier;
import dev.oxbow.storage.TorrentMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four seeds with a limit each, of which one freezes with blocks of ours in its queue: the end does not wait for it. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "a process is frozen with kill -STOP")
class LastPercentTest {
    private static final int MIB = 32;
    private static final int BLOCKS_A_PERCENT = (MIB << 20) / 16384 / 100;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path home;

    private PackagedOxbow seed(Path torrent, int number) throws IOException {
        return PackagedOxbow.start(home, "seed", torrent.toString(), "--dir", home.resolve("original").toString(), "--state",
                home.resolve("seed" + number).toString(), "--bind", "127.0.0.1", "--max-upload", "1M", "--jsonl");
    }

    private static Endpoint endpointOf(PackagedOxbow seed) {
        Callable<Optional<String>> listening = () -> seed.lines().stream()
                .filter(line -> line.has("listening") && line.get("phase").textValue().equals("SEEDING"))
                .map(line -> line.get("listening").textValue()).findFirst();
        String text = await().atMost(LIMIT).until(listening, Optional::isPresent).orElseThrow();
        return Endpoint.parse("127.0.0.1" + text.substring(text.lastIndexOf(':')));
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 97})
    void doesNotWaitForASeedThatFroze(int percent) throws Exception {
        byte[] payload = new byte[MIB << 20];
        new Random(percent).nextBytes(payload);
        Path original = Files.write(Files.createDirectories(home.resolve("original")).resolve("payload"), payload);
        byte[] torrent = TorrentMaker.make(original, 256 << 10,
                new TorrentMaker.Label(List.of(), List.of(), Optional.empty(), false, OptionalLong.empty(), "test"));
        Path torrentFile = Files.write(home.resolve("payload.torrent"), torrent);
        List<PackagedOxbow> seeds = new ArrayList<>();
        try (Oxbow oxbow = Oxbow.open(OxbowOptions.in(home.resolve("state")).withBindAddress("127.0.0.1"))) {
            for (int i = 0; i < 4; i++) {
                seeds.add(seed(torrentFile, i));
            }
            List<Endpoint> endpoints = seeds.stream().map(LastPercentTest::endpointOf).toList();
            TorrentHandle download = oxbow.add(torrent, home.resolve("copy"), TorrentWish.DOWNLOAD);
            for (Endpoint endpoint : endpoints) {
                download.addPeer(endpoint);
            }
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(5))
                    .until(() -> download.view().map(TorrentView::bytesDownloaded).orElse(0L) > payload.length / 100L * percent);
            seeds.get(2).freeze();
            download.completion().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } finally {
            seeds.forEach(PackagedOxbow::close);
        }
        assertEquals(-1, Files.mismatch(original, home.resolve("copy/payload")));
        assertEquals(Optional.empty(), Verifier.verify(home.resolve("state")).divergence());
        long[] percentsNs = percentsNs();
        long last = percentsNs[percentsNs.length - 1];
        long slowestOther = IntStream.range(0, percentsNs.length - 1).mapToLong(i -> percentsNs[i]).max().orElseThrow();
        System.out.printf(Locale.ROOT, "frozen at %d %%: the last percent took %.2f s, any other at most %.2f s%n", percent, last / 1e9, slowestOther / 1e9);
        assertTrue(last <= 3 * Math.max(slowestOther, 150_000_000), last + " ns for the last percent, at most " + slowestOther + " for others");
    }

    /** How long each percent of the blocks took to come, going by the journal; the first is left out, for it has the dialling in it. */
    private long[] percentsNs() throws IOException {
        List<Long> came = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(home.resolve("state"))) {
            for (Optional<JournalRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
                if (next.get().entry() instanceof PeerEvent.BlockReceived) {
                    came.add(next.get().timeNs());
                } else if (next.get().entry() instanceof PeerEvent.BlocksReceived run) {
                    came.addAll(Collections.nCopies(run.blockCount(), next.get().timeNs()));
                }
            }
        }
        int percents = came.size() / BLOCKS_A_PERCENT;
        return IntStream.range(1, percents).mapToLong(i -> {
            int end = came.size() - (percents - 1 - i) * BLOCKS_A_PERCENT;
            return came.get(end - 1) - came.get(end - 1 - BLOCKS_A_PERCENT);
        }).toArray();
    }
}
