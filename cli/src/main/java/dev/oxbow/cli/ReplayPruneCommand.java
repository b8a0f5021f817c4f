package dev.oxbow.cli;

import dev.oxbow.journal.Retention;
import dev.oxbow.journal.SessionLock;
import dev.oxbow.replay.doctor.Pruning;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code oxbow replay prune}. */
@Command(name = "prune", description = "Delete old segments of a journal that no process uses; never what a restart needs.",
        mixinStandardHelpOptions = true)
final class ReplayPruneCommand implements Callable<Integer> {
    @Mixin
    private JournalOptions journal;

    @Option(names = "--keep", paramLabel = "DURATION", defaultValue = "7d", converter = Amounts.Span.class,
            description = "Keep what is no older (default: 7d).")
    private Duration keep;

    @Option(names = "--max-size", paramLabel = "BYTES", defaultValue = "256M", converter = Amounts.Bytes.class,
            description = "Keep no more than this (default: 256M).")
    private long bytesMax;

    @Option(names = "--dry-run", description = "Only say what would go.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        boolean json = journal.isJson();
        Path directory = journal.sessionDirectory();
        Retention.Plan plan;
        try {
            plan = dryRun ? Pruning.dryRun(directory, keep, bytesMax) : Pruning.run(directory, keep, bytesMax);
        } catch (SessionLock.SessionHeldException e) {
            throw new CliException(ExitStatus.HELD, e.getMessage() + "; nothing is pruned while it runs", e);
        }
        if (json) {
            System.out.println(Pruning.json(plan, dryRun));
        } else {
            Pruning.lines(plan, dryRun).forEach(System.out::println);
        }
        return ExitStatus.DONE.code();
    }
}
