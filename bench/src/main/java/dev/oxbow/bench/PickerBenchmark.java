package dev.oxbow.bench;

import dev.oxbow.core.piece.BlockPicker;
import dev.oxbow.core.piece.PiecePicker;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.PieceLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a have message and the choice of a piece cost, over the number of pieces: neither is to grow with it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PickerBenchmark {
    private static final int BLOCKS_EACH = 16;

    @Param({"1000", "30000", "1000000"})
    private int pieceCount;
    private PiecePicker pieces;
    private BlockPicker blocks;
    private BlockPicker.Asker asker;
    private int next;

    @Setup(Level.Iteration)
    public void begin() {
        PieceLayout layout = new PieceLayout((long) pieceCount * BLOCKS_EACH * PieceLayout.BLOCK_LENGTH_BYTES, BLOCKS_EACH * PieceLayout.BLOCK_LENGTH_BYTES);
        pieces = new PiecePicker(layout, 1, 1);
        blocks = new BlockPicker(pieces, 1, 1);
        Bitfield all = new Bitfield(pieceCount);
        all.fill();
        pieces.peerHasAll(all);
        for (int piece = 0; piece < pieceCount; piece++) {
            if (piece % 3 > 0) {
                pieces.peerHas(piece);
            }
        }
        asker = BlockPicker.Asker.trusted(1, all, pieceCount);
    }

    /** Somebody has one piece more, and another somebody one less: each changes how rare a piece is. */
    @Benchmark
    public void have() {
        next = (next + 7919) % pieceCount;
        pieces.peerHas(next);
        pieces.peerLost(next);
    }

    /** A whole piece is chosen and asked for, and then given up again. */
    @Benchmark
    public int pick() {
        BlockPicker.Pick pick = blocks.next(asker, BLOCKS_EACH).orElseThrow();
        for (int block = pick.firstBlock(); block < pick.firstBlock() + pick.blockCount(); block++) {
            pieces.requested(pick.pieceIndex(), block, 1);
        }
        for (int block = pick.firstBlock(); block < pick.firstBlock() + pick.blockCount(); block++) {
            pieces.released(pick.pieceIndex(), block, 1);
        }
        return pick.pieceIndex();
    }
}
