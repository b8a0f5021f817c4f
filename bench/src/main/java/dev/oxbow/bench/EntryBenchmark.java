package dev.oxbow.bench;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.journal.JournalRecovery;
import dev.oxbow.journal.JournalWriter;
import dev.oxbow.journal.codec.EntryCodec;
import dev.oxbow.journal.codec.JournalFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to make bytes of an entry, to make an entry of bytes, and to append one to a journal on disk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EntryBenchmark {
    private final EntryCodec codec = new EntryCodec();
    private final EntryCodec whole = new EntryCodec();
    private Path home;
    private JournalWriter journal;
    private int lengthBytes;
    private int block;

    private Entry entry() {
        block++;
        return new PeerEvent.BlockReceived(3, block >>> 6, block & 63, block & 1023, block * 0x9E3779B9);
    }

    @Setup(Level.Iteration)
    public void open() throws IOException {
        lengthBytes = whole.encode(entry());
        home = Files.createTempDirectory("oxbow-bench");
        journal = JournalWriter.open(home, JournalRecovery.recover(home, record -> { }));
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
        journal.close();
        Scratch.delete(home);
    }

    @Benchmark
    public int encode() {
        return codec.encode(entry());
    }

    @Benchmark
    public Entry decode() throws JournalFormatException {
        return EntryCodec.decode(whole.buffer(), 0, lengthBytes);
    }

    @Benchmark
    public long append() throws IOException {
        return journal.append(1_800_000_000_000_000_000L, entry());
    }
}
