package dev.oxbow.bench;

import dev.oxbow.sim.RecordedDownload;
import dev.oxbow.sim.ScriptedPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an entry costs from end to end on the one thread that matters: deciding, folding, appending to a journal on disk, and the scripted
 * peers' part of it, over the number of peers and pieces.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TurnBenchmark {
    private static final int ENTRIES = 100_000;
    private static final int PIECE_LENGTH_BYTES = 1 << 20;

    @Param({"10", "100", "1000"})
    private int peerCount;
    @Param({"20000", "500000"})
    private int pieceCount;
    private Path home;
    private RecordedDownload download;
    private long goal;

    @Setup(Level.Iteration)
    public void begin() throws IOException {
        home = Files.createTempDirectory("oxbow-bench");
        download = RecordedDownload.begin(home, RecordedDownload.spec("bench", pieceCount, PIECE_LENGTH_BYTES),
                IntStream.rangeClosed(1, peerCount).mapToObj(ScriptedPeer::good).toList());
        goal = ENTRIES;
        download.run(goal); // until all are connected and asked
    }

    @TearDown(Level.Iteration)
    public void end() throws IOException {
        download.close();
        Scratch.delete(home);
    }

    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public boolean entry() throws IOException {
        goal += ENTRIES;
        return download.run(goal);
    }
}
