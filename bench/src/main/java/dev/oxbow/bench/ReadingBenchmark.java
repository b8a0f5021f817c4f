package dev.oxbow.bench;

import dev.oxbow.core.session.SessionState;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.replay.PointInTime;
import dev.oxbow.replay.StateCursor;
import dev.oxbow.sim.RecordedDownload;
import dev.oxbow.sim.ScriptedPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How many entries a second are read, and folded, on one thread; and how long looking at a point takes when it is not the first time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class ReadingBenchmark {
    private static final int ENTRIES = 1_000_000;

    private Path home;
    private Path session;
    private Optional<Path> cache;
    private int at;

    @Setup
    public void record() throws IOException {
        home = Files.createTempDirectory("oxbow-bench");
        session = home.resolve("session");
        cache = Optional.of(home.resolve("cache"));
        try (RecordedDownload download = RecordedDownload.begin(session, RecordedDownload.spec("bench", 2000, 4 << 20),
                IntStream.rangeClosed(1, 40).mapToObj(ScriptedPeer::good).toList())) {
            download.run(ENTRIES);
        }
    }

    @TearDown
    public void clean() throws IOException {
        Scratch.delete(home);
    }

    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public long read() throws IOException {
        try (JournalReader reader = JournalReader.open(session)) {
            long sum = 0;
            for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
                sum += record.get().sequence();
            }
            return sum;
        }
    }

    @Benchmark
    @OperationsPerInvocation(ENTRIES)
    public long fold() throws IOException {
        SessionState state = new SessionState();
        try (JournalReader reader = JournalReader.open(session)) {
            for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
                state.apply(record.get().sequence(), record.get().timeNs(), record.get().entry());
            }
        }
        return state.sequence();
    }

    /** At points all over the journal. */
    @Benchmark
    public long lookAtAPoint() throws IOException {
        at = (at + 372_847) % ENTRIES;
        try (StateCursor cursor = StateCursor.open(session, cache)) {
            cursor.goTo(new PointInTime(at, Long.MAX_VALUE));
            return cursor.state().sequence();
        }
    }
}
