package dev.oxbow.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.storage.TorrentMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Some files of a torrent whose pieces, but for a few, reach into two or more of its twenty files. */
class SelectionTest {
    private static final int FILES = 20;
    private static final int FILE_BYTES = 300_000;
    private static final int PIECE_BYTES = 1 << 18;
    private static final long LIMIT_SECONDS = 60;

    @TempDir
    private Path home;
    private Path original;
    private byte[] torrent;
    private Oxbow seeder;

    @BeforeEach
    void seed() throws Exception {
        original = Files.createDirectories(home.resolve("original/payload"));
        Random random = new Random(5);
        for (int i = 0; i < FILES; i++) {
            byte[] content = new byte[i == 10 ? 0 : FILE_BYTES + i];
            random.nextBytes(content);
            Files.write(original.resolve(name(i)), content);
        }
        torrent = TorrentMaker.make(original, PIECE_BYTES, new TorrentMaker.Label(List.of(), List.of(), Optional.empty(), false, OptionalLong.empty(), "test"));
        seeder = open("seeder");
        seeder.add(torrent, home.resolve("original"), TorrentWish.SEED).completion().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws OxbowException {
        seeder.close();
    }

    private static String name(int file) {
        return String.format("%02d", file);
    }

    private Oxbow open(String name) throws OxbowException {
        return Oxbow.open(OxbowOptions.in(home.resolve(name + "-state")).withBindAddress("127.0.0.1"));
    }

    private static List<FileWish> only(Integer... files) {
        List<FileWish> out = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            out.add(List.of(files).contains(i) ? FileWish.WANTED : FileWish.UNWANTED);
        }
        return out;
    }

    private Path file(String directory, int file) {
        return home.resolve(directory).resolve("payload").resolve(name(file));
    }

    private void assertOnly(String directory, Integer... files) throws IOException {
        for (int i = 0; i < FILES; i++) {
            if (List.of(files).contains(i)) {
                assertArrayEquals(Files.readAllBytes(original.resolve(name(i))), Files.readAllBytes(file(directory, i)), name(i));
            } else {
                assertFalse(Files.exists(file(directory, i)), name(i));
            }
        }
    }

    private TorrentHandle add(Oxbow session, String directory, Oxbow from, TorrentOptions options) throws Exception {
        TorrentHandle out = session.add(torrent, home.resolve(directory), TorrentWish.DOWNLOAD, options);
        await().until(() -> from.view().listening().isPresent());
        out.addPeer(dev.oxbow.core.value.Endpoint.parse("127.0.0.1:" + from.view().listening().orElseThrow().port()));
        return out;
    }

    private TorrentView complete(TorrentHandle torrent) throws Exception {
        return torrent.completion().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void onlyWhatIsWantedIsFetchedAndCreated() throws Exception {
        try (Oxbow leech = open("leech")) {
            TorrentView view = complete(add(leech, "leech", seeder, TorrentOptions.NONE.withFiles(only(0, 5, 10))));
            assertOnly("leech", 0, 5, 10);
            assertTrue(view.complete() && view.bytesWanted() == view.bytesWantedVerified() && view.bytesWanted() < view.totalBytes() / 4, view.toString());
            assertEquals(view.bytesWanted(), view.bytesDownloaded());
        }
        try (Oxbow leech = open("leech")) {
            TorrentView again = complete(leech.add(torrent, home.resolve("leech"), TorrentWish.DOWNLOAD));
            assertEquals(only(0, 5, 10), again.files());
            assertEquals(0, again.bytesRehashed());
            assertEquals(0, again.bytesDownloaded());
        }
        assertOnly("leech", 0, 5, 10);
    }

    @Test
    void whatIsWantedLaterNeedsNothingTwice() throws Exception {
        try (Oxbow leech = open("leech")) {
            TorrentHandle some = add(leech, "leech", seeder, TorrentOptions.NONE.withFiles(only(0, 5)));
            complete(some);
            some.select(only(0, 1, 5, 6, 10));
            await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> some.view().orElseThrow().safelyComplete());
            assertOnly("leech", 0, 1, 5, 6, 10);
            some.select(List.of());
            await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> some.view().orElseThrow().safelyComplete());
            TorrentView all = some.view().orElseThrow();
            assertEquals(all.totalBytes(), all.bytesDownloaded(), "each piece once");
            assertEquals(0, all.bytesRehashed());
        }
        for (int i = 0; i < FILES; i++) {
            assertEquals(-1, Files.mismatch(original.resolve(name(i)), file("leech", i)), name(i));
        }
        assertFalse(Files.list(home.resolve("leech-state/parts")).findAny().isPresent(), "nothing is kept aside any more");
    }

    @Test
    void piecesThatReachIntoUnwantedFilesAreSeeded() throws Exception {
        try (Oxbow first = open("first"); Oxbow second = open("second")) {
            complete(add(first, "first", seeder, TorrentOptions.NONE.withFiles(only(3, 4))));
            TorrentView view = complete(add(second, "second", first, TorrentOptions.NONE.withFiles(only(3, 4)).withSequential(true)));
            assertTrue(view.sequential());
            assertOnly("second", 3, 4);
        }
    }

    @Test
    void whatIsKeptAsideGoesWithTheTorrent() throws Exception {
        try (Oxbow leech = open("leech")) {
            TorrentHandle some = add(leech, "leech", seeder, TorrentOptions.NONE.withFiles(only(5)));
            complete(some);
            assertTrue(Files.list(home.resolve("leech-state/parts")).findAny().isPresent());
            some.remove(false);
            await().until(() -> Files.list(home.resolve("leech-state/parts")).findAny().isEmpty());
            assertOnly("leech", 5);
        }
    }

    @Test
    void aSelectionThatDoesNotFitIsRefused() throws Exception {
        try (Oxbow leech = open("leech")) {
            OxbowException refused = assertThrows(OxbowException.class,
                    () -> add(leech, "leech", seeder, TorrentOptions.NONE.withFiles(List.of(FileWish.WANTED))));
            assertTrue(refused.getMessage().contains("20 files"), refused.getMessage());
        }
    }

    @Test
    void seedingEndsAsWished() throws Exception {
        try (Oxbow leech = open("leech")) {
            TorrentOptions.SeedGoal short_ = new TorrentOptions.SeedGoal(Optional.empty(), Optional.of(Duration.ofSeconds(1)));
            TorrentHandle some = add(leech, "leech", seeder, TorrentOptions.NONE.withSeedGoal(short_));
            complete(some);
            await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> some.view().orElseThrow().phase() == TorrentPhase.PAUSED);
            assertTrue(some.view().orElseThrow().safelyComplete());
            assertTrue(some.view().orElseThrow().phaseReason().contains("seeded"), some.view().orElseThrow().phaseReason());
        }
    }

    @Test
    void aLimitHoldsTheDownloadBack() throws Exception {
        try (Oxbow leech = open("leech")) {
            leech.limit(1_000_000, 0);
            long beganNs = System.nanoTime();
            TorrentView view = complete(add(leech, "leech", seeder, TorrentOptions.NONE.withFiles(only(5, 6, 7, 8, 9, 11, 12))));
            double seconds = (System.nanoTime() - beganNs) / 1e9;
            assertTrue(seconds > view.bytesDownloaded() / 1_000_000.0 - 1.2, view.bytesDownloaded() + " bytes in " + seconds + " s");
        }
    }

    @Test
    void theFilesOfATorrentAreMoved() throws Exception {
        try (Oxbow leech = open("leech")) {
            TorrentHandle some = add(leech, "leech", seeder, TorrentOptions.NONE.withFiles(only(0, 5)));
            complete(some);
            some.moveTo(home.resolve("elsewhere")).get(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertOnly("elsewhere", 0, 5);
            assertFalse(Files.exists(home.resolve("leech/payload")));
            await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> some.view().orElseThrow().safelyComplete());
            assertEquals(home.resolve("elsewhere").toString(), some.view().orElseThrow().directory());
            assertEquals(0, some.view().orElseThrow().bytesRehashed());
            assertThrows(OxbowException.class, () -> some.moveTo(home.resolve("elsewhere")));
            Files.createDirectories(file("taken", 5).getParent());
            Files.writeString(file("taken", 5), "precious");
            ExecutionException refused = assertThrows(ExecutionException.class, () -> some.moveTo(home.resolve("taken")).get(LIMIT_SECONDS, TimeUnit.SECONDS));
            assertTrue(refused.getCause().getMessage().contains("payload/05"), refused.getCause().getMessage());
            await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> some.view().orElseThrow().safelyComplete());
            some.select(only(0, 1, 5));
            await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> some.view().orElseThrow().safelyComplete());
        }
        assertOnly("elsewhere", 0, 1, 5);
        try (Oxbow leech = open("leech")) {
            TorrentView again = complete(leech.add(torrent, home.resolve("elsewhere"), TorrentWish.DOWNLOAD));
            assertEquals(0, again.bytesRehashed() + again.bytesDownloaded());
        }
    }
}
