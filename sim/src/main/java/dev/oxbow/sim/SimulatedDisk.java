package dev.oxbow.sim;

import dev.oxbow.core.value.FileStamp;
import dev.oxbow.core.value.PieceLayout;
import java.util.Arrays;
import java.util.List;

/** One file's content, block by block, as far as it matters: there and right, there and wrong, or not there. Outlives its process. */
final class SimulatedDisk {
    private static final byte ABSENT = 0;
    private static final byte RIGHT = 1;
    private static final byte WRONG = 2;
    private static final long INODE = 77;

    private final PieceLayout layout;
    private final byte[][] blocks;
    private long modifiedNs;
    private long lastWriteNs;
    private boolean exists;

    SimulatedDisk(PieceLayout layout, boolean full) {
        this.layout = layout;
        this.blocks = new byte[layout.pieceCount()][];
        this.exists = full;
        for (int piece = 0; piece < blocks.length; piece++) {
            blocks[piece] = new byte[layout.blockCount(piece)];
            if (full) {
                Arrays.fill(blocks[piece], RIGHT);
            }
        }
    }

    void write(int piece, int block, boolean right, long nowNs) {
        blocks[piece][block] = right ? RIGHT : WRONG;
        exists = true;
        modifiedNs = nowNs;
        lastWriteNs = nowNs;
    }

    /** Somebody else writes to the file. */
    void damage(int piece, long nowNs) {
        blocks[piece][0] = WRONG;
        modifiedNs = nowNs;
    }

    boolean hashMatches(int piece) {
        for (byte block : blocks[piece]) {
            if (block != RIGHT) {
                return false;
            }
        }
        return true;
    }

    boolean isComplete() {
        for (int piece = 0; piece < blocks.length; piece++) {
            if (!hashMatches(piece)) {
                return false;
            }
        }
        return true;
    }

    boolean holds(int piece, int block) {
        return blocks[piece][block] != ABSENT;
    }

    List<FileStamp> stamps() {
        return List.of(exists ? new FileStamp(0, layout.totalLengthBytes(), modifiedNs, INODE) : FileStamp.missing(0));
    }

    long lastWriteNs() {
        return lastWriteNs;
    }
}
