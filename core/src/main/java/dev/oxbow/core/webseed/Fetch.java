package dev.oxbow.core.webseed;

import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.WebSeedId;

/** A run of blocks that a web seed was asked for and that has not come whole. Its blocks come in order. */
public final class Fetch {
    /** Does something with one block. */
    public interface BlockVisitor {
        void visit(int pieceIndex, int blockIndex);
    }

    /** Asks something of one block. */
    public interface BlockTest {
        boolean test(int pieceIndex, int blockIndex);
    }

    private final long fetchId;
    private final int torrentId;
    private final WebSeedId webSeed;
    private final BlockRun run;
    private final int blocksPerPiece;
    private int arrivedCount;
    private boolean cancelled;

    public Fetch(long fetchId, int torrentId, WebSeedId webSeed, BlockRun run, PieceLayout pieces) {
        this.fetchId = fetchId;
        this.torrentId = torrentId;
        this.webSeed = webSeed;
        this.run = run;
        this.blocksPerPiece = pieces.blockCount(0);
    }

    public long fetchId() {
        return fetchId;
    }

    public int torrentId() {
        return torrentId;
    }

    public WebSeedId webSeed() {
        return webSeed;
    }

    public BlockRun run() {
        return run;
    }

    private long place(int blocksIn) {
        return run.firstBlock() + (long) blocksIn;
    }

    private int pieceAt(int blocksIn) {
        return run.pieceIndex() + (int) (place(blocksIn) / blocksPerPiece);
    }

    private int blockAt(int blocksIn) {
        return (int) (place(blocksIn) % blocksPerPiece);
    }

    /** Whether this is the block that comes next. */
    public boolean isNext(int pieceIndex, int blockIndex) {
        return !isWhole() && pieceAt(arrivedCount) == pieceIndex && blockAt(arrivedCount) == blockIndex;
    }

    /** Whether this block is still to come. */
    public boolean awaits(int pieceIndex, int blockIndex) {
        long blocksIn = (long) (pieceIndex - run.pieceIndex()) * blocksPerPiece + blockIndex - run.firstBlock();
        return blocksIn >= arrivedCount && blocksIn < run.blockCount();
    }

    /** The block that comes next; only while there is one. */
    public void nextBlock(BlockVisitor visitor) {
        visitor.visit(pieceAt(arrivedCount), blockAt(arrivedCount));
    }

    /** The blocks that are still to come, in order. */
    public void forEachAwaited(BlockVisitor visitor) {
        for (int i = arrivedCount; i < run.blockCount(); i++) {
            visitor.visit(pieceAt(i), blockAt(i));
        }
    }

    /** Whether this holds for a block that is still to come. */
    public boolean anyAwaited(BlockTest test) {
        for (int i = arrivedCount; i < run.blockCount(); i++) {
            if (test.test(pieceAt(i), blockAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** The piece of the block that comes next, or of the last one. */
    public int nextPiece() {
        return pieceAt(Math.min(arrivedCount, run.blockCount() - 1));
    }

    public int lastPiece() {
        return pieceAt(run.blockCount() - 1);
    }

    public int arrivedCount() {
        return arrivedCount;
    }

    public boolean isWhole() {
        return arrivedCount == run.blockCount();
    }

    /** Whether it was given up. What of it is on its way may still come. */
    public boolean isCancelled() {
        return cancelled;
    }

    /** The next block came. */
    public void onBlock() {
        arrivedCount++;
    }

    public void onCancelled() {
        cancelled = true;
    }
}
