package dev.oxbow.cli;

import dev.oxbow.client.OxbowException;
import dev.oxbow.client.TorrentOptions;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.storage.Allocation;
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

    @Option(names = "--select", paramLabel = "FILES", description = "Fetch these files only, by their numbers in 'info': 0,2,4-7. Is remembered; 'all' undoes it.")
    private Optional<String> select;

    @Option(names = "--prefer", paramLabel = "FILES", description = "Fetch these files before the others.")
    private Optional<String> prefer;

    @Option(names = "--sequential", description = "Fetch pieces from first to last.")
    private boolean sequential;

    @Option(names = "--seed", description = "Go on seeding once complete.")
    private boolean seed;

    @Override
    public Integer call() throws OxbowException {
        options.check();
        options.allocation = allocation;
        Source source = MagnetSource.of(options.torrent).map(Source.class::cast)
                .orElseGet(() -> TorrentSource.load(options.torrent, options.stateFor("web"), options.naming.rules(), options.bind));
        TorrentOptions torrentOptions = new TorrentOptions(Optional.empty(), Optional.of(sequential), Optional.of(options.seedGoal()));
        Transfer.StopRule rule = new Transfer.StopRule(!seed && !options.hasSeedGoal(), ExitStatus.INTERRUPTED);
        return new Transfer(options, source.choosing(select, prefer), TorrentWish.DOWNLOAD, torrentOptions, rule).run();
    }
}
