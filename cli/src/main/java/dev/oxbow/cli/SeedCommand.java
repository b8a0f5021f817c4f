package dev.oxbow.cli;

import dev.oxbow.client.OxbowException;
import dev.oxbow.core.event.TorrentWish;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code oxbow seed}. */
@Command(name = "seed", description = "Check the data that the journal does not vouch for, then give it to peers until stopped.", mixinStandardHelpOptions = true)
final class SeedCommand implements Callable<Integer> {
    @Mixin
    private TransferOptions options;

    @Option(names = "--seed-ratio", paramLabel = "R", defaultValue = "0", description = "Stop when so many times the size was sent.")
    private double seedRatio;

    @Option(names = "--seed-time", paramLabel = "TIME", converter = Amounts.Span.class, description = "Stop after so long (90s, 5m).")
    private Duration seedTime;

    @Override
    public Integer call() throws OxbowException {
        options.check();
        if (MagnetSource.of(options.torrent).isPresent()) {
            throw new CliException(ExitStatus.USAGE, "a magnet link does not say what is to be seeded; give the .torrent file or its URL");
        }
        TorrentSource source = TorrentSource.load(options.torrent, options.stateFor("web"), options.naming.rules());
        return new Transfer(options, source, TorrentWish.SEED,
                new Transfer.StopRule(false, seedRatio, Optional.ofNullable(seedTime), ExitStatus.DONE)).run();
    }
}
