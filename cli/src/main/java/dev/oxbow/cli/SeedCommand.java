package dev.oxbow.cli;

import dev.oxbow.client.OxbowException;
import dev.oxbow.client.TorrentOptions;
import dev.oxbow.core.event.TorrentWish;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code oxbow seed}. */
@Command(name = "seed", description = "Check the data that the journal does not vouch for, then give it to peers until stopped.", mixinStandardHelpOptions = true)
final class SeedCommand implements Callable<Integer> {
    @Mixin
    private TransferOptions options;

    @Option(names = "--super-seed", description = "Show each peer one piece at a time, the next when it has passed that on, until there is another"
            + " seed: gives a new torrent to the swarm with little more than one copy uploaded.")
    private boolean superSeed;

    @Override
    public Integer call() throws OxbowException {
        options.check();
        if (MagnetSource.of(options.torrent).isPresent()) {
            throw new CliException(ExitStatus.USAGE, "a magnet link does not say what is to be seeded; give the .torrent file or its URL");
        }
        TorrentSource source = TorrentSource.load(options.torrent, options.stateFor("web"), options.naming.rules(), options.bind);
        TorrentOptions chosen = TorrentOptions.NONE.withSeedGoal(options.seedGoal()).withSuperSeed(superSeed);
        return new Transfer(options, source, TorrentWish.SEED, chosen, new Transfer.StopRule(false, ExitStatus.DONE)).run();
    }
}
