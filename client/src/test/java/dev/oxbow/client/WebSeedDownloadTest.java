package dev.oxbow.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.session.Notice;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.storage.TorrentMaker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from web servers: no tracker, and mostly no peer. */
class WebSeedDownloadTest {
    private static final long LIMIT_SECONDS = 60;
    private static final int PIECE_BYTES = 65536;

    @TempDir
    private Path home;
    private FileServer server;
    private final Map<String, byte[]> files = new TreeMap<>();

    @BeforeEach
    void serve() throws IOException {
        server = new FileServer(Files.createDirectories(home.resolve("www")));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void file(String name, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(name.hashCode()).nextBytes(content);
        Path path = home.resolve("www").resolve(name);
        Files.createDirectories(path.getParent());
        Files.write(path, content);
        files.put(name, content);
    }

    /** Like those of an archive: one large file, small ones before and behind it, an empty one, odd names, and no border at a block's. */
    private void item() throws IOException {
        file("item 1/01 first & only.flac", 3_000_001);
        file("item 1/02.flac", 77);
        file("item 1/a/b/empty", 0);
        file("item 1/cover #1%.jpg", 40_003);
        file("item 1/item_meta.xml", 1234);
        file("item 1/z\u00e4h.txt", 100_000);
    }

    private byte[] torrent(String of, String... webSeeds) throws IOException {
        return TorrentMaker.make(home.resolve("www").resolve(of), PIECE_BYTES,
                new TorrentMaker.Label(List.of(), List.of(webSeeds), Optional.empty(), false, OptionalLong.empty(), "test"));
    }

    private Oxbow open(String name) throws OxbowException {
        return Oxbow.open(OxbowOptions.in(home.resolve(name + "-state")).withBindAddress("127.0.0.1"));
    }

    private TorrentView download(byte[] torrent) throws Exception {
        try (Oxbow oxbow = open("leech")) {
            return oxbow.add(torrent, home.resolve("leech"), TorrentWish.DOWNLOAD).completion().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void assertSame() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (!Arrays.equals(file.getValue(), Files.readAllBytes(home.resolve("leech").resolve(file.getKey())))) {
                wrong.add(file.getKey());
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void aSingleFileComesFromItsUrl() throws Exception {
        file("one.bin", 5_000_000);
        TorrentView view = download(torrent("one.bin", server.url() + "one.bin"));
        assertSame();
        assertEquals(5_000_000, view.bytesDownloaded());
        assertEquals(5_000_000, view.webSeeds().get(0).bytesReceived());
        assertTrue(server.requests() <= 6, server.requests() + " requests for 5 MB");
    }

    @Test
    void aDirectoryOfFilesComesWithBordersInsidePiecesAndBlocks() throws Exception {
        item();
        TorrentView view = download(torrent("item 1", server.url()));
        assertSame();
        assertEquals(view.totalBytes(), view.bytesDownloaded());
        assertEquals(0, view.bytesWasted());
    }

    @Test
    void aScriptThatKnowsTheTorrentIsAskedByPiece() throws Exception {
        file("one.bin", 500_000);
        server.script(files.get("one.bin"), PIECE_BYTES);
        TorrentView view = download(withHttpSeed(torrent("one.bin"), server.url() + "script"));
        assertSame();
        assertEquals(500_000, view.bytesDownloaded());
        assertEquals(8, server.requests("/script"), "one for each piece");
    }

    /** BEP 17: the list stands behind the info dictionary's neighbours in the order of keys. */
    private static byte[] withHttpSeed(byte[] torrent, String url) {
        String text = new String(torrent, StandardCharsets.ISO_8859_1);
        int info = text.indexOf("4:infod");
        return (text.substring(0, info) + "9:httpseedsl" + url.length() + ":" + url + "e" + text.substring(info)).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void aServerThatLacksAFileGivesTheOthersAndAnotherGivesThatOne() throws Exception {
        item();
        server.refused.put("/item 1/item_meta.xml", 404);
        try (FileServer second = new FileServer(home.resolve("www")); Oxbow oxbow = open("leech")) {
            TorrentHandle torrent = oxbow.add(torrent("item 1", server.url()), home.resolve("leech"), TorrentWish.DOWNLOAD);
            await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> piecesLeft(torrent) == 1);
            assertFalse(torrent.view().orElseThrow().webSeeds().get(0).gone());
            assertTrue(torrent.view().orElseThrow().webSeeds().get(0).message().contains("404"), torrent.view().toString());
            torrent.addWebSeed(second.url());
            torrent.completion().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertTrue(second.bytesServed() <= PIECE_BYTES, "only what the first lacks: " + second.bytesServed());
        }
        assertSame();
    }

    private static int piecesLeft(TorrentHandle torrent) {
        return torrent.view().map(view -> view.pieceCount() - view.piecesVerified()).orElse(-1);
    }

    @Test
    void wrongDataIsBlamedOnItsUrlAndFetchedFromAnother() throws Exception {
        file("one.bin", 3_000_000);
        server.wrongAt.put("/one.bin", 500_000L); // in the first range, which is the first web seed's
        List<Notice> notices = new CopyOnWriteArrayList<>();
        try (FileServer second = new FileServer(home.resolve("www")); Oxbow oxbow = open("leech")) {
            oxbow.onNotice(notices::add);
            TorrentHandle torrent = oxbow.add(torrent("one.bin", server.url() + "one.bin", second.url() + "one.bin"), home.resolve("leech"),
                    TorrentWish.DOWNLOAD);
            TorrentView view = torrent.completion().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertTrue(view.webSeeds().get(0).gone(), view.toString());
            assertFalse(view.webSeeds().get(1).gone(), view.toString());
        }
        assertTrue(notices.stream().anyMatch(notice -> notice instanceof Notice.WebSeedFailed failed && failed.url().startsWith(server.url())
                && failed.reason().contains("piece 7 ")), notices.toString());
        assertSame();
    }

    @Test
    void aServerThatKnowsNoRangesStillServesWhatIsFetchedFromTheStart() throws Exception {
        item();
        server.knowsRanges = false;
        try (Oxbow oxbow = open("leech")) {
            TorrentHandle torrent = oxbow.add(torrent("item 1", server.url()), home.resolve("leech"), TorrentWish.DOWNLOAD);
            await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(() -> torrent.view().orElseThrow().piecesVerified() >= 16
                    && torrent.view().orElseThrow().webSeeds().stream().allMatch(webSeed -> webSeed.rangesUnderWay() == 0));
            assertFalse(torrent.view().orElseThrow().webSeeds().get(0).gone());
        }
    }

    @Test
    void goesOnAfterTheSessionEndedInTheMiddle() throws Exception {
        file("one.bin", 12_000_000);
        byte[] torrent = torrent("one.bin", server.url() + "one.bin");
        server.silentAfterBytes = 3_000_000;
        long before;
        try (Oxbow oxbow = open("leech")) {
            TorrentHandle handle = oxbow.add(torrent, home.resolve("leech"), TorrentWish.DOWNLOAD);
            await().pollInterval(2, TimeUnit.MILLISECONDS).atMost(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .until(() -> handle.view().map(view -> view.piecesVerified() > 10).orElse(false));
            oxbow.stop();
            before = handle.view().orElseThrow().bytesVerified();
        }
        assertTrue(before < 12_000_000, "it was interrupted in the middle");
        server.silentAfterBytes = Long.MAX_VALUE;
        TorrentView after = download(torrent);
        assertSame();
        assertEquals(0, after.bytesRehashed());
        assertTrue(after.bytesDownloaded() <= 12_000_000 - before, "nothing that was verified comes again: " + after.bytesDownloaded());
    }

    @Test
    void aWebSeedAndAPeerShareTheWork() throws Exception {
        file("one.bin", 12_000_000);
        byte[] torrent = torrent("one.bin", server.url() + "one.bin");
        server.delayMs = 20;
        try (Oxbow seeder = open("seeder"); Oxbow oxbow = open("leech")) {
            seeder.add(torrent, home.resolve("www"), TorrentWish.SEED).completion().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            Endpoint peer = seeder.view().listening().orElseThrow();
            TorrentHandle handle = oxbow.add(torrent, home.resolve("leech"), TorrentWish.DOWNLOAD);
            handle.addPeer(Endpoint.of(new byte[] {127, 0, 0, 1}, peer.port()));
            TorrentView view = handle.completion().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertTrue(view.webSeeds().get(0).bytesReceived() > 0, view.toString());
            assertTrue(view.bytesWasted() <= 4_000_000, view.toString());
        }
        assertSame();
    }

    @Test
    void refusesWhatIsNoWebAddress() throws Exception {
        file("one.bin", 1000);
        try (Oxbow oxbow = open("leech")) {
            TorrentHandle handle = oxbow.add(torrent("one.bin", "ftp://127.0.0.1/one.bin"), home.resolve("leech"), TorrentWish.DOWNLOAD);
            assertEquals(List.of(), handle.view().orElseThrow().webSeeds(), "what the torrent names is passed over");
            OxbowException refusal = assertThrows(OxbowException.class, () -> handle.addWebSeed("ftp://127.0.0.1/one.bin"));
            assertTrue(refusal.getMessage().contains("http"), refusal.getMessage());
        }
    }
}
