package dev.oxbow.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.metainfo.NamingRules;
import dev.oxbow.net.trackerserver.HttpTracker;
import dev.oxbow.storage.TorrentMaker;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A directory with names that only some systems take, seeded as it is and downloaded. */
@EnabledOnOs(OS.LINUX)
class FileNamesTest {
    private static final long LIMIT_SECONDS = 60;
    private static final List<String> NAMES = List.of("a: b?.txt", "Readme", "README", "dot.", "sub \"x\"/<y>|*");

    @TempDir
    private Path home;

    private static List<String> below(Path directory) throws Exception {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(Files::isRegularFile).map(path -> directory.relativize(path).toString()).sorted().toList();
        }
    }

    @Test
    void seedsWhatWasMadeAndWritesTheSameNamesOrPortableOnes() throws Exception {
        Path data = home.resolve("original/what?");
        for (String name : NAMES) {
            Files.createDirectories(data.resolve(name).getParent());
            Files.writeString(data.resolve(name), name.repeat(1000));
        }
        Vertx vertx = Vertx.vertx();
        try (HttpTracker tracker = HttpTracker.start(vertx, "127.0.0.1", 0, 5)) {
            byte[] torrent = TorrentMaker.make(data, 16384, new TorrentMaker.Label(List.of(List.of(tracker.url())), List.of(), Optional.empty(),
                    false, OptionalLong.empty(), "test"));
            try (Oxbow seeder = open("seeder", NamingRules.POSIX)) {
                TorrentView seed = finish(seeder, torrent, "original");
                assertEquals(0, seed.bytesDownloaded());
                assertEquals(seed.totalBytes(), seed.bytesVerified());
                try (Oxbow leech = open("same", NamingRules.POSIX)) {
                    finish(leech, torrent, "same");
                }
                assertEquals(below(home.resolve("original")), below(home.resolve("same")));
                try (Oxbow leech = open("portable", NamingRules.PORTABLE)) {
                    finish(leech, torrent, "portable");
                }
                assertEquals(List.of("what_/README", "what_/Readme (2)", "what_/a_ b_.txt", "what_/dot_", "what_/sub _x_/_y___"),
                        below(home.resolve("portable")));
            }
        } finally {
            vertx.close();
        }
    }

    private Oxbow open(String name, NamingRules naming) throws OxbowException {
        return Oxbow.open(OxbowOptions.in(home.resolve(name + "-state")).withBindAddress("127.0.0.1").withNaming(naming));
    }

    private TorrentView finish(Oxbow oxbow, byte[] torrent, String directory) throws Exception {
        TorrentWish wish = directory.equals("original") ? TorrentWish.SEED : TorrentWish.DOWNLOAD;
        return oxbow.add(torrent, home.resolve(directory), wish).completion().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
