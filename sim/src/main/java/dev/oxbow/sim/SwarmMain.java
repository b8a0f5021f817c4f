package dev.oxbow.sim;

import java.io.PrintStream;
import java.util.Optional;

/**
 * Runs many swarms: {@code SwarmMain FIRST_SEED COUNT [journals]}. Prints each seed that fails, with the end of every node's journal if
 * that is asked for, and how many ran in a second.
 */
public final class SwarmMain {
    private SwarmMain() {
    }

    public static void main(String[] args) {
        long first = Long.parseLong(args[0]);
        int count = Integer.parseInt(args[1]);
        Optional<PrintStream> journals = args.length > 2 ? Optional.of(System.out) : Optional.empty();
        long startNs = System.nanoTime();
        int failed = 0;
        long entries = 0;
        long simulatedSeconds = 0;
        for (long seed = first; seed < first + count; seed++) {
            try {
                Swarm.Outcome outcome = Swarm.run(seed, journals, entry -> { });
                entries += outcome.entries();
                simulatedSeconds += outcome.simulatedSeconds();
            } catch (SwarmFailure e) {
                failed++;
                System.out.println(e.getMessage());
            }
        }
        double seconds = (System.nanoTime() - startNs) / 1e9;
        System.out.printf("%d seeds, %d failed, %.0f seeds/s, %.0f entries/s, %d h simulated%n", count, failed, count / seconds,
                entries / seconds, simulatedSeconds / 3600);
        System.exit(failed == 0 ? 0 : 1);
    }
}
