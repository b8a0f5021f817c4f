package dev.oxbow.cli;

import dev.oxbow.core.value.Text;
import dev.oxbow.sim.CrashSweep;
import dev.oxbow.sim.Selftest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code oxbow selftest}: simulated swarms and crashes, on the user's own machine. */
@Command(name = "selftest", mixinStandardHelpOptions = true,
        description = "Simulate swarms in which nearly everything goes wrong, and check that nothing goes wrong with Oxbow.")
final class SelftestCommand implements Callable<Integer> {
    private static final int MESSAGE_MAX_CHARS = 1000;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "200", description = "How many swarms (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "The first seed (default: ${DEFAULT-VALUE}); --seeds 1 repeats one swarm.")
    private long seed;

    @Option(names = "--crashes", description = "Also let a download die at every entry and around every disk operation, in five ways.")
    private boolean crashes;

    @Option(names = "--dir", paramLabel = "DIR", defaultValue = "oxbow-selftest",
            description = "Where swarms that fail leave their journals (default: ${DEFAULT-VALUE}).")
    private Path directory;

    @Override
    public Integer call() {
        if (seeds < 1) {
            throw new CliException(ExitStatus.USAGE, "--seeds must be at least 1");
        }
        long startNs = System.nanoTime();
        boolean terminal = System.console() != null;
        Selftest.Report report = new Selftest(directory).run(seed, seeds, done -> {
            if (terminal && done % 20 == 0) {
                System.err.print("\r" + done + " of " + seeds + " swarms");
            }
        });
        if (terminal) {
            System.err.print("\r                              \r");
        }
        System.out.printf(java.util.Locale.ROOT, "%d swarms, %d with a peer that breaks a rule: %d nodes, %d entries, %d hours simulated in %.0f s; %d failed%n",
                report.seeds(), report.rogues(), report.nodes(), report.entries(), report.simulatedSeconds() / 3600,
                (System.nanoTime() - startNs) / 1e9, report.failures().size());
        report.failures().forEach(SelftestCommand::print);
        boolean crashed = crashes && !sweep();
        return (report.failures().isEmpty() && !crashed ? ExitStatus.DONE : ExitStatus.FAULT).code();
    }

    private static void print(Selftest.Failure failure) {
        System.out.println("failed: " + Text.printable(failure.message(), MESSAGE_MAX_CHARS));
        System.out.println("  happens without: " + (failure.leftOut().isEmpty() ? "nothing can be left out" : String.join(", ", failure.leftOut())));
        System.out.println("  again:    oxbow selftest --seed " + failure.seed() + " --seeds 1");
        System.out.println("  journals: oxbow replay events --state " + failure.journals().resolve("node-0") + "   (and its neighbours)");
    }

    /** @return whether all went well */
    private static boolean sweep() {
        CrashSweep.Counters counters = CrashSweep.run(1);
        System.out.printf(java.util.Locale.ROOT, "%d recoveries from crashes at %d places; hashed again %d bytes after kills and %d after power cuts; %d failed%n",
                counters.recoveries(), counters.points(), counters.rehashedAfterKillBytes(), counters.rehashedAfterPowerBytes(),
                counters.failures().size());
        counters.failures().forEach(failure -> System.out.println("failed: " + Text.printable(failure, MESSAGE_MAX_CHARS)));
        return counters.failures().isEmpty();
    }
}
