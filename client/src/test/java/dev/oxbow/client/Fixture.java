package dev.oxbow.client;

import dev.oxbow.net.trackerserver.HttpTracker;
import dev.oxbow.storage.TorrentMaker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** A payload of three files, a torrent of it, and a tracker. */
final class Fixture implements AutoCloseable {
    static final List<String> NAMES = List.of("a.bin", "b.bin", "empty");
    private static final int PIECE_BYTES = 65536;

    private final Vertx vertx = Vertx.vertx();
    final HttpTracker tracker = HttpTracker.start(vertx, "127.0.0.1", 0, 5);
    final Path home;
    final Path original;
    final byte[] torrent;

    Fixture(Path home, int bytes) throws IOException {
        this.home = home;
        this.original = home.resolve("original");
        Path directory = Files.createDirectories(original.resolve("payload"));
        Random random = new Random(3);
        for (String name : NAMES) {
            byte[] content = new byte[name.equals("empty") ? 0 : bytes / 2 + name.charAt(0)];
            random.nextBytes(content);
            Files.write(directory.resolve(name), content);
        }
        torrent = TorrentMaker.make(directory, PIECE_BYTES, new TorrentMaker.Label(List.of(List.of(tracker.url())), List.of(), Optional.empty(), false,
                OptionalLong.empty(), "test"));
    }

    Oxbow open(String name) throws OxbowException {
        return Oxbow.open(OxbowOptions.in(home.resolve(name + "-state")).withBindAddress("127.0.0.1"));
    }

    Path file(String directory, String name) {
        return home.resolve(directory).resolve("payload").resolve(name);
    }

    boolean isSame(String directory) throws IOException {
        for (String name : NAMES) {
            if (Files.mismatch(original.resolve("payload").resolve(name), file(directory, name)) != -1) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        tracker.close();
        vertx.close();
    }
}
