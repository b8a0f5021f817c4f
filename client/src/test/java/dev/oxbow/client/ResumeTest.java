package dev.oxbow.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.TorrentPhase;
import dev.oxbow.core.event.TorrentWish;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session finds again after it was closed, and what happened to its files in the meantime. */
class ResumeTest {
    private static final int BYTES = 6 << 20;
    private static final long LIMIT_SECONDS = 60;

    @TempDir
    private Path home;
    private Fixture fixture;
    private Oxbow seeder;

    @BeforeEach
    void downloadOnce() throws Exception {
        fixture = new Fixture(home, BYTES);
        seeder = fixture.open("seeder");
        seeder.add(fixture.torrent, fixture.original, TorrentWish.SEED).completion().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        TorrentView first = download();
        assertEquals(0, first.bytesRehashed());
        assertTrue(first.bytesDownloaded() >= BYTES);
        assertTrue(fixture.isSame("leech"));
    }

    @AfterEach
    void close() throws OxbowException {
        seeder.close();
        fixture.close();
    }

    private TorrentView download() throws Exception {
        try (Oxbow leech = fixture.open("leech")) {
            return leech.add(fixture.torrent, home.resolve("leech"), TorrentWish.DOWNLOAD).completion().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void nothingIsHashedOrFetchedAfterACleanStop() throws Exception {
        TorrentView again = download();
        assertEquals(0, again.bytesRehashed());
        assertEquals(0, again.bytesDownloaded());
    }

    @Test
    void aChangedFileIsHashedAndItsWrongPieceFetched() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(fixture.file("leech", "b.bin").toFile(), "rw")) {
            file.seek(1_000_000);
            file.write(file.read() ^ 1);
        }
        TorrentView again = download();
        assertTrue(again.bytesRehashed() >= BYTES / 2 && again.bytesRehashed() < BYTES, "only its file: " + again.bytesRehashed());
        assertTrue(again.bytesDownloaded() > 0 && again.bytesDownloaded() <= 2 * 65536, "only what is wrong: " + again.bytesDownloaded());
        assertTrue(fixture.isSame("leech"));
    }

    @Test
    void aFileThatBecameShorterIsFetchedFromThere() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(fixture.file("leech", "a.bin").toFile(), "rw")) {
            file.setLength(BYTES / 4);
        }
        TorrentView again = download();
        assertTrue(again.bytesDownloaded() < BYTES / 2, "what is left of it is kept: " + again.bytesDownloaded());
        assertTrue(fixture.isSame("leech"));
    }

    @Test
    void aMissingFileIsFetchedAndNothingElse() throws Exception {
        Files.delete(fixture.file("leech", "a.bin"));
        TorrentView again = download();
        assertTrue(again.bytesDownloaded() >= BYTES / 2 && again.bytesDownloaded() < BYTES, "its pieces: " + again.bytesDownloaded());
        assertTrue(fixture.isSame("leech"));
    }

    @Test
    void dataThatTheJournalKnowsNothingOfIsCheckedAndKept() throws Exception {
        deleteAll(home.resolve("leech-state"));
        TorrentView again = download();
        assertEquals(again.totalBytes(), again.bytesRehashed());
        assertEquals(0, again.bytesDownloaded());
    }

    @Test
    void aDamagedJournalLosesNoData() throws Exception {
        try (Stream<Path> files = Files.walk(home.resolve("leech-state/journal"))) {
            Path segment = files.filter(it -> it.toString().endsWith(".cq4")).findFirst().orElseThrow();
            try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
                file.seek(file.length() * 2 / 3);
                file.write(new byte[4096]);
            }
        }
        try (Oxbow leech = fixture.open("leech")) {
            assertTrue(leech.repaired().orElseThrow().contains("journal"), leech.repaired().toString());
            TorrentView again = leech.add(fixture.torrent, home.resolve("leech"), TorrentWish.DOWNLOAD).completion().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertEquals(0, again.bytesDownloaded(), "all data is still there and found");
        }
        assertTrue(fixture.isSame("leech"));
        try (Oxbow leech = fixture.open("leech")) {
            assertTrue(leech.repaired().isEmpty());
        }
    }

    @Test
    void aSecondProcessIsToldWhoHoldsTheState() throws Exception {
        try (Oxbow first = fixture.open("leech")) {
            OxbowException held = assertThrows(OxbowException.class, () -> fixture.open("leech"));
            assertEquals(OxbowException.Kind.HELD, held.kind());
            assertTrue(held.getMessage().contains("process " + ProcessHandle.current().pid()), held.getMessage());
        }
    }

    @Test
    void aLinkInPlaceOfAFileIsNeverFollowed() throws Exception {
        Path outside = Files.writeString(home.resolve("outside"), "precious");
        Files.delete(fixture.file("leech", "a.bin"));
        Files.createSymbolicLink(fixture.file("leech", "a.bin"), outside);
        try (Oxbow leech = fixture.open("leech")) {
            TorrentHandle torrent = leech.add(fixture.torrent, home.resolve("leech"), TorrentWish.DOWNLOAD);
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> torrent.view().filter(it -> it.phase() == TorrentPhase.FAILED).isPresent());
            assertTrue(torrent.view().orElseThrow().phaseReason().contains("a.bin"), torrent.view().orElseThrow().phaseReason());
        }
        assertEquals("precious", Files.readString(outside));
    }

    @Test
    void pausesResumesRechecksAndRemoves() throws Exception {
        try (Oxbow leech = fixture.open("leech")) {
            TorrentHandle torrent = leech.add(fixture.torrent, home.resolve("leech"), TorrentWish.DOWNLOAD);
            torrent.completion().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            torrent.pause();
            assertEquals(TorrentPhase.PAUSED, torrent.view().orElseThrow().phase());
            torrent.resume();
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> torrent.view().orElseThrow().phase() == TorrentPhase.SEEDING);
            assertEquals(0, torrent.view().orElseThrow().bytesRehashed());
            torrent.recheck();
            await().atMost(20, TimeUnit.SECONDS).until(() -> torrent.view().orElseThrow().safelyComplete());
            assertEquals(torrent.view().orElseThrow().totalBytes(), torrent.view().orElseThrow().bytesRehashed());
            torrent.remove(true);
            assertTrue(torrent.view().isEmpty());
        }
        assertFalse(Files.exists(home.resolve("leech/payload")));
        assertTrue(Files.exists(home.resolve("leech")), "the directory itself is the user's");
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
