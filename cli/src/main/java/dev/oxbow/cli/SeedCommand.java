package dev.oxbow.cli;

import dev.oxbow.client.OxbowException;
import dev.oxbow.client.TorrentOptions;
import dev.oxbow.core.event.TorrentWish;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code oxbow seed}. */
@Command(name = "seed", description = "Check the data that the journal does not vouch for, then give it to peers until stopped.", mixinStandardHelpOptions = true)
final class SeedCommand implements Callable<Integer> {
    @Mixin
    private TransferOptions options;

    @Override
    public Integer call() throws OxbowException {
        options.check();
        if (MagnetSource.of(options.torrent).isPresent()) {
            throw new CliException(ExitStatus.USAGE, "a magnet link does not say what is to be seeded; give the .torrent file or its URL");
        }
        TorrentSource source = TorrentSource.load(options.torrent, options.stateFor("web"), options.naming.rules(), options.bind);
        TorrentOptions chosen = TorrentOptions.NONE.withSeedGoal(options.seedGoal());
        return new Transfer(options, source, TorrentWish.SEED, chosen, new Transfer.StopRule(false, ExitStatus.DONE)).run();
    }
}
