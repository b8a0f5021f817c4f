package dev.oxbow.cli;

import dev.oxbow.client.OxbowException;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.storage.Allocation;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code oxbow get}. */
@Command(name = "get", description = "Download a torrent, also by its magnet link. Run it again to go on after an interruption of any kind.", mixinStandardHelpOptions = true)
final class GetCommand implements Callable<Integer> {
    @Mixin
    private TransferOptions options;

    @Option(names = "--allocation", paramLabel = "sparse|full", defaultValue = "sparse",
            description = "Take the room for the files as they are written, or all of it at the start (default: ${DEFAULT-VALUE}).")
    private Allocation allocation;

    @Option(names = "--seed", description = "Go on seeding once complete.")
    private boolean seed;

    @Option(names = "--seed-ratio", paramLabel = "R", defaultValue = "0", description = "Seed until so many times the size was sent.")
    private double seedRatio;

    @Option(names = "--seed-time", paramLabel = "TIME", converter = Amounts.Span.class, description = "Seed for so long (90s, 5m).")
    private Duration seedTime;

    @Override
    public Integer call() throws OxbowException {
        options.check();
        options.allocation = allocation;
        Source source = MagnetSource.of(options.torrent).map(Source.class::cast)
                .orElseGet(() -> TorrentSource.load(options.torrent, options.stateFor("web"), options.naming.rules()));
        boolean goOn = seed || seedRatio > 0 || seedTime != null;
        return new Transfer(options, source, TorrentWish.DOWNLOAD,
                new Transfer.StopRule(!goOn, seedRatio, Optional.ofNullable(seedTime), ExitStatus.INTERRUPTED)).run();
    }
}
