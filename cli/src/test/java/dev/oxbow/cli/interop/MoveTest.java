package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oxbow.replay.Verifier;
import dev.oxbow.storage.TorrentMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code oxbow move}, the packaged program, to another volume, killed with SIGKILL on its way. */
class MoveTest {
    private static final Path OTHER_VOLUME = Path.of("/dev/shm");
    private static final int FILES = 16;
    private static final int FILE_BYTES = 4 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path home;
    private Path here;
    private Path there;
    private boolean again;

    @BeforeEach
    void takeUp() throws Exception {
        assumeTrue(Files.isWritable(OTHER_VOLUME) && !Files.getFileStore(OTHER_VOLUME).equals(Files.getFileStore(home)),
                OTHER_VOLUME + " is no other volume to move files to");
        here = home.resolve("here");
        there = Files.createTempDirectory(OTHER_VOLUME, "oxbow-move-");
        Path payload = Files.createDirectories(here.resolve("payload"));
        byte[] content = new byte[FILE_BYTES];
        for (int i = 0; i < FILES; i++) {
            new Random(i).nextBytes(content);
            Files.write(payload.resolve(String.format("file-%02d", i)), content);
        }
        Files.write(home.resolve("it.torrent"), TorrentMaker.make(payload, 1 << 20, new TorrentMaker.Label(List.of(), List.of(), Optional.empty(), false,
                OptionalLong.empty(), "test")));
        assertEquals(0, run(here));
    }

    @AfterEach
    void tidyUp() throws IOException {
        if (there != null) {
            try (Stream<Path> all = Files.walk(there).sorted(Comparator.reverseOrder())) {
                for (Path path : all.toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private PackagedOxbow start(String command, Path... directory) throws IOException {
        String[] common = {command, home.resolve("it.torrent").toString(), "--state", home.resolve("state").toString()};
        String[] more = command.equals("move") ? new String[] {"--to", directory[0].toString()}
                : new String[] {"--dir", directory[0].toString(), "--bind", "127.0.0.1", "--no-dht", "--jsonl"};
        return PackagedOxbow.start(home, Stream.of(common, more).flatMap(Stream::of).toArray(String[]::new));
    }

    /** Takes the torrent up where it lies: it is complete at once. */
    private int run(Path directory) throws Exception {
        try (PackagedOxbow oxbow = start("get", directory)) {
            int status = oxbow.await();
            assertEquals(0, oxbow.result().get("bytesDownloaded").longValue(), oxbow.said());
            assertEquals(again ? 0 : FILES * (long) FILE_BYTES, oxbow.result().get("bytesRehashedAtStart").longValue(), oxbow.said());
            again = true;
            return status;
        }
    }

    private static int count(Path directory) throws IOException {
        if (!Files.isDirectory(directory.resolve("payload"))) {
            return 0;
        }
        try (Stream<Path> files = Files.list(directory.resolve("payload"))) {
            return (int) files.filter(file -> file.getFileName().toString().startsWith("file-")).count();
        }
    }

    private void killOnTheWay(Path from, Path to) throws Exception {
        try (PackagedOxbow move = start("move", to)) {
            await().pollInterval(Duration.ofMillis(1)).atMost(LIMIT).until(() -> count(to) > 0 || !move.isAlive());
            move.kill();
            assertTrue(count(from) > 0, "it was too fast: " + move.said());
        }
        assertTrue(count(from) + count(to) >= FILES, count(from) + " are left, " + count(to) + " have come");
    }

    @Test
    void goesOnAfterAKillAndHashesNothing() throws Exception {
        killOnTheWay(here, there);
        try (PackagedOxbow move = start("move", home.resolve("elsewhere"))) {
            assertEquals(2, move.await());
            assertTrue(move.said().contains("on their way to " + there), move.said());
        }
        try (PackagedOxbow move = start("move", there)) {
            assertEquals(0, move.await(), move.said());
            assertTrue(move.said().startsWith("the files lie in " + there + " now"), move.said());
        }
        assertEquals(FILES, count(there));
        assertFalse(Files.exists(here.resolve("payload")), "an empty directory is left behind");
        killOnTheWay(there, here);
        assertEquals(0, run(here)); // which ends the move first
        assertEquals(FILES, count(here));
        assertEquals(0, count(there));
        assertEquals(Optional.empty(), Verifier.verify(home.resolve("state")).divergence());
    }
}
