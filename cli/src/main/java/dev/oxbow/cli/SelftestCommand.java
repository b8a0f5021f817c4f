package dev.oxbow.cli;

import dev.oxbow.core.rule.Code;
import dev.oxbow.core.value.Text;
import dev.oxbow.sim.CrashSweep;
import dev.oxbow.sim.PeerTrial;
import dev.oxbow.sim.Selftest;
import dev.oxbow.sim.rogue.PeerScript;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
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

    @Option(names = "--peer", paramLabel = "FILE", description = "A script of a peer ('oxbow replay as-test'): put it among three honest peers with"
            + " nothing else amiss, and say which rules it breaks.")
    private Optional<Path> peer;

    @Option(names = "--dir", paramLabel = "DIR", defaultValue = "oxbow-selftest",
            description = "Where swarms that fail leave their journals (default: ${DEFAULT-VALUE}).")
    private Path directory;

    @Override
    public Integer call() {
        if (seeds < 1) {
            throw new CliException(ExitStatus.USAGE, "--seeds must be at least 1");
        }
        if (peer.isPresent()) {
            return play(peer.get());
        }
        Interruption interruption = new Interruption();
        Selftest selftest = new Selftest(directory);
        SelftestProgress progress = new SelftestProgress(seeds);
        Selftest.Report report = selftest.run(seed, seeds, soFar -> {
            progress.show(soFar);
            if (interruption.isWished()) {
                selftest.stop();
            }
        });
        progress.end(report);
        report.failures().forEach(SelftestCommand::print);
        if (report.seeds() < seeds) {
            System.out.println("stopped before the other " + (seeds - report.seeds()) + " swarms");
            return (report.failures().isEmpty() ? ExitStatus.INTERRUPTED : ExitStatus.FAULT).code();
        }
        boolean crashed = crashes && !sweep();
        return (report.failures().isEmpty() && !crashed ? ExitStatus.DONE : ExitStatus.FAULT).code();
    }

    private int play(Path file) {
        PeerScript script = read(file);
        Map<Code, Integer> broken = new EnumMap<>(Code.class);
        int failed = 0;
        for (long one = seed; one < seed + seeds; one++) {
            try {
                PeerTrial.Outcome outcome = PeerTrial.play(one, script);
                outcome.codes().forEach(code -> broken.merge(code, 1, Integer::sum));
                outcome.againstOthers().forEach(it -> System.out.println("also: " + Text.printable(it, MESSAGE_MAX_CHARS)));
            } catch (IllegalStateException e) {
                failed++;
                System.out.println("failed: " + Text.printable(e.getMessage(), MESSAGE_MAX_CHARS));
            }
        }
        System.out.println(Text.printable(script.client(), MESSAGE_MAX_CHARS) + " in " + seeds + " swarms: " + failed + " failed; it broke "
                + (broken.isEmpty() ? "no rule" : "the rules"));
        broken.forEach((code, count) -> System.out.println(String.format("  %-20s in %d", code, count)));
        return (failed == 0 ? ExitStatus.DONE : ExitStatus.FAULT).code();
    }

    private static PeerScript read(Path file) {
        try {
            return PeerScript.read(file);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage(), e);
        } catch (IOException e) {
            throw new CliException(ExitStatus.USAGE, "cannot read " + file + "; name a file that 'oxbow replay as-test' wrote", e);
        }
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
