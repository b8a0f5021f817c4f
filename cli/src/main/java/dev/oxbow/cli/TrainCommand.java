package dev.oxbow.cli;

import dev.oxbow.client.Oxbow;
import dev.oxbow.client.OxbowOptions;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.net.trackerserver.HttpTracker;
import dev.oxbow.storage.TorrentMaker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/**
 * What the packaging runs once to learn which classes the usual commands load (class-data sharing), so that they start faster. A small
 * download from a second session of this process, over the loopback interface only.
 */
@Command(name = "train", hidden = true, description = "Run what the packaging learns from.")
final class TrainCommand implements Callable<Integer> {
    private static final int PAYLOAD_BYTES = 4 << 20;
    private static final long SECONDS_MAX = 60;

    private Path home;

    @Override
    public Integer call() throws Exception {
        home = Files.createTempDirectory("oxbow-train-");
        PrintStream said = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        Vertx vertx = Vertx.vertx();
        try (HttpTracker tracker = HttpTracker.start(vertx, "127.0.0.1", 0, 1)) {
            if (!download(tracker)) {
                throw new CliException(ExitStatus.FAULT, "the small download failed: commands will start slower");
            }
            said.println("learned which classes the commands load");
        } finally {
            System.setOut(said);
            vertx.close();
            DemoCommand.delete(home);
        }
        return ExitStatus.DONE.code();
    }

    private boolean download(HttpTracker tracker) throws Exception {
        Path torrent = torrent(tracker);
        String state = home.resolve("state").toString();
        try (Oxbow seeder = Oxbow.open(OxbowOptions.in(home.resolve("seeder")).withBindAddress("127.0.0.1"))) {
            seeder.add(Files.readAllBytes(torrent), home.resolve("payload"), TorrentWish.SEED).completion().get(SECONDS_MAX, TimeUnit.SECONDS);
            String peer = "127.0.0.1:" + seeder.view().listening().orElseThrow().port();
            int exit = Main.run(new String[] {"get", torrent.toString(), "--dir", home.resolve("copy").toString(), "--state", state, "--bind",
                "127.0.0.1", "--peer", peer, "--stall-timeout", "20s"});
            Main.run(new String[] {"info", torrent.toString()});
            Main.run(new String[] {"replay", "at", "end", "--state", state});
            return exit == ExitStatus.DONE.code();
        }
    }

    private Path torrent(HttpTracker tracker) throws IOException {
        Path payload = Files.createDirectories(home.resolve("payload")).resolve("training");
        byte[] content = new byte[PAYLOAD_BYTES];
        new Random(1).nextBytes(content);
        Files.write(payload, content);
        byte[] made = TorrentMaker.make(payload, 1 << 18, new TorrentMaker.Label(List.of(List.of(tracker.url())), List.of(), Optional.empty(), false,
                OptionalLong.empty(), "training"));
        return Files.write(home.resolve("training.torrent"), made);
    }
}
