package dev.oxbow.cli;

import dev.oxbow.client.Oxbow;
import dev.oxbow.client.OxbowException;
import dev.oxbow.client.OxbowOptions;
import dev.oxbow.client.SystemNaming;
import dev.oxbow.client.TorrentView;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.metainfo.Metainfo;
import dev.oxbow.core.metainfo.MetainfoException;
import dev.oxbow.net.trackerserver.HttpTracker;
import dev.oxbow.replay.PointInTime;
import dev.oxbow.replay.StateAt;
import dev.oxbow.replay.Verifier;
import dev.oxbow.storage.TorrentMaker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code oxbow demo}: a download that is killed half-way, resumed and replayed, all on this machine. */
@Command(name = "demo", description = "Show the whole story on this machine alone: download, kill, resume, verify, replay.", mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final int WRITE_BYTES = 1 << 20;
    private static final int TRACKER_INTERVAL_SECONDS = 30;
    private static final int ATTEMPTS = 3;
    private static final long CHILD_SECONDS = 600;

    @Option(names = "--size", paramLabel = "N", converter = Amounts.Bytes.class, defaultValue = "128M", description = "How much to download (default: ${DEFAULT-VALUE}).")
    private long size;

    @Option(names = "--keep", description = "Keep the directory with all that was made.")
    private boolean keep;

    @Option(names = "--verbose", description = "Show stack traces.")
    private boolean verbose;

    private Path home;
    private Path torrentFile;
    private Metainfo metainfo;

    @Override
    public Integer call() throws IOException, OxbowException, MetainfoException {
        if (size < 1 << 20) {
            throw new CliException(ExitStatus.USAGE, "--size must be at least 1M, or there is no half-way to kill it at");
        }
        home = Files.createTempDirectory("oxbow-demo-");
        Vertx vertx = Vertx.vertx();
        try (HttpTracker tracker = HttpTracker.start(vertx, "127.0.0.1", 0, TRACKER_INTERVAL_SECONDS)) {
            makeTorrent(tracker);
            try (Oxbow seeder = Oxbow.open(OxbowOptions.in(home.resolve("seeder-state")).withBindAddress("127.0.0.1"))) {
                TorrentView seed = seeder.add(Files.readAllBytes(torrentFile), home.resolve("payload"), TorrentWish.SEED).completion().join();
                say("Seeding it from a second session, which first hashed all " + seed.pieceCount() + " pieces.");
                story(seeder);
            }
        } finally {
            vertx.close();
            if (keep) {
                say("Everything was kept in " + home);
            } else {
                delete(home);
            }
        }
        return ExitStatus.DONE.code();
    }

    private static void say(String sentence) {
        System.out.println(sentence);
    }

    private void makeTorrent(HttpTracker tracker) throws IOException, MetainfoException {
        Path payload = Files.createDirectories(home.resolve("payload")).resolve("demo.bin");
        Random random = new Random(1);
        byte[] block = new byte[WRITE_BYTES];
        try (OutputStream out = Files.newOutputStream(payload)) {
            for (long left = size; left > 0; left -= Math.min(left, WRITE_BYTES)) {
                random.nextBytes(block);
                out.write(block, 0, (int) Math.min(left, WRITE_BYTES));
            }
        }
        torrentFile = home.resolve("demo.torrent");
        Files.write(torrentFile, TorrentMaker.make(payload, 0, new TorrentMaker.Label(List.of(List.of(tracker.url())), List.of(),
                Optional.empty(), false, OptionalLong.empty(), "Oxbow " + Oxbow.VERSION)));
        metainfo = TorrentSource.parse(Files.readAllBytes(torrentFile), "the demo's torrent", SystemNaming.rules()).metainfo();
        say("Made " + Amounts.bytes(size) + " of random data, a torrent of " + metainfo.layout().pieceCount() + " pieces, and a tracker on "
                + tracker.url() + ".");
    }

    private void story(Oxbow seeder) throws IOException {
        long atDeath = killHalfWay();
        ChildProcess.Result resumed = new ChildProcess(arguments()).finish(CHILD_SECONDS, TimeUnit.SECONDS);
        check(resumed.exit() == 0, "the resumed download ended with status " + resumed.exit() + ": " + resumed.error());
        long fetched = resumed.result().get("bytesDownloaded").longValue();
        long rehashed = resumed.result().get("bytesRehashedAtStart").longValue();
        say("Started it again: it fetched the other " + Amounts.bytes(fetched) + " in "
                + Math.round(resumed.result().get("seconds").doubleValue() * 10) / 10.0 + " s and hashed " + Amounts.bytes(rehashed) + " again.");
        check(rehashed == 0, "a killed process must not need to hash anything again");
        check(fetched <= size - atDeath + metainfo.pieceLengthBytes(), "verified data was fetched twice");
        check(Files.mismatch(home.resolve("payload/demo.bin"), home.resolve("download/demo.bin")) == -1, "the download differs from the original");
        say("The downloaded file is identical to the original, byte by byte.");
        long served = seeder.view().torrents().get(0).bytesUploaded();
        say("Over both runs the seeder sent " + Amounts.bytes(served) + " for a payload of " + Amounts.bytes(size)
                + "; the difference was on its way when the process died.");
        replay(resumed);
    }

    /** Kills the download with SIGKILL once half of the pieces are verified. @return the bytes verified at that moment, by the journal */
    private long killHalfWay() throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            ChildProcess child = new ChildProcess(arguments());
            boolean killed = child.killWhen(state(), metainfo.layout().pieceCount() / 2);
            if (killed) {
                long verified = StateAt.of(state(), PointInTime.END).get("torrents").get(0).get("bytesVerified").longValue();
                say("Downloaded it in a process of its own, and killed that with SIGKILL when " + Amounts.bytes(verified) + " were verified.");
                return verified;
            }
            say("The download was over before it could be killed; trying again from nothing.");
            delete(state());
            delete(home.resolve("download"));
        }
        throw new CliException(ExitStatus.FAULT, "the download was always over before it could be killed; try a larger --size");
    }

    private Path state() {
        return home.resolve("state");
    }

    private List<String> arguments() {
        return List.of("get", torrentFile.toString(), "--dir", home.resolve("download").toString(), "--state", state().toString(), "--bind",
                "127.0.0.1", "--no-dht", "--jsonl");
    }

    private void replay(ChildProcess.Result resumed) throws IOException {
        Verifier.Result verified = Verifier.verify(state());
        check(verified.damage().isEmpty() && verified.divergence().isEmpty(), "the journal does not replay: " + verified);
        String live = resumed.result().get("stateHash").textValue();
        check(live.equals(verified.stateHash()), "replay ends in state " + verified.stateHash() + ", the program in " + live);
        long journal = sizeOf(state().resolve("journal"));
        say("Replayed the journal of both runs: " + verified.entries() + " entries, chain whole, every decision the same, and the last state is "
                + verified.stateHash() + ", as the program said.");
        say("The journal takes " + Amounts.bytes(journal) + ", " + Math.round(10_000.0 * journal / size) / 100.0 + " % of the payload.");
        say("Look for yourself with --keep, then: oxbow replay events --state " + (keep ? state() : "DIR/state"));
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new CliException(ExitStatus.FAULT, "the demo failed: " + otherwise);
        }
    }

    private static long sizeOf(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            long sum = 0;
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        }
    }

    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
