package dev.oxbow.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.storage.TorrentMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
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
            if (!java.util.Arrays.equals(file.getValue(), Files.readAllBytes(home.resolve("leech").resolve(file.getKey())))) {
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
}
