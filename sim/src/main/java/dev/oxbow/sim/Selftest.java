package dev.oxbow.sim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Simulates many swarms on all processors, and makes of each failure the smallest one that still happens. */
public final class Selftest {
    /**
     * A swarm in which something happened that never may.
     *
     * @param message   what, where and when, and what the swarm was
     * @param leftOut   faults without which it happens too
     * @param journals  a directory with each node's session directory
     */
    public record Failure(long seed, String message, List<String> leftOut, Path journals) {
    }

    /** What was seen; {@code rogues}: swarms with a scripted peer. */
    public record Report(int seeds, int rogues, long nodes, long entries, long simulatedSeconds, List<Failure> failures) {
        private Report plus(Report other) {
            List<Failure> all = new ArrayList<>(failures);
            all.addAll(other.failures);
            return new Report(seeds + other.seeds, rogues + other.rogues, nodes + other.nodes, entries + other.entries,
                    simulatedSeconds + other.simulatedSeconds, all);
        }
    }

    private static final Report NOTHING = new Report(0, 0, 0, 0, 0, List.of());

    private final Setup setup;
    private final Path journals;
    private Report soFar = NOTHING;
    private volatile boolean stopped;

    /** @param journals where failed swarms leave their journals, each in a directory of its own */
    public Selftest(Path journals) {
        this(Setup.USUAL, journals);
    }

    Selftest(Setup setup, Path journals) {
        this.setup = setup;
        this.journals = journals;
    }

    /**
     * Runs swarms until the last seed, or until it is told to stop.
     *
     * @param progress is told what has been seen so far after each swarm, by any thread but one at a time
     */
    public Report run(long first, int count, Consumer<Report> progress) {
        LongStream.range(first, first + count).parallel().filter(seed -> !stopped).forEach(seed -> add(one(seed), progress));
        return soFar;
    }

    /** Begins no further swarm; may be called by any thread. */
    public void stop() {
        stopped = true;
    }

    private synchronized void add(Report one, Consumer<Report> progress) {
        soFar = soFar.plus(one);
        progress.accept(soFar);
    }

    private Report one(long seed) {
        try {
            Swarm.Outcome outcome = run(seed, setup);
            return new Report(1, outcome.hasRogue() ? 1 : 0, outcome.nodes(), outcome.entries(), outcome.simulatedSeconds(), List.of());
        } catch (SwarmFailure failure) {
            return new Report(1, 0, 0, 0, 0, List.of(smallest(seed, failure)));
        }
    }

    private static Swarm.Outcome run(long seed, Setup setup) {
        return Swarm.run(seed, setup, Optional.empty(), entry -> { }, nodes -> { });
    }

    /** Leaves out one kind of fault after the other, as long as the swarm still fails. */
    private Failure smallest(long seed, SwarmFailure found) {
        List<String> names = new ArrayList<>(Faults.NAMES);
        names.add(Setup.ROGUE);
        List<String> leftOut = new ArrayList<>();
        Setup least = setup;
        SwarmFailure last = found;
        for (String name : names) {
            Setup less = least.without(name);
            try {
                run(seed, less);
            } catch (SwarmFailure again) {
                least = less;
                last = again;
                leftOut.add(name);
            }
        }
        Path directory = journals.resolve("seed-" + seed);
        try {
            last.writeJournals(directory);
        } catch (IOException e) {
            return new Failure(seed, last.getMessage() + "; its journals could not be written: " + e.getMessage(), leftOut, directory);
        }
        return new Failure(seed, last.getMessage(), leftOut, directory);
    }
}
