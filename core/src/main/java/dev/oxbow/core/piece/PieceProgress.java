package dev.oxbow.core.piece;

import dev.oxbow.core.value.Bitfield;
import java.util.Arrays;

/**
 * A begun piece: where each of its blocks stands and whom it was asked of. A block goes MISSING → REQUESTED → WRITING → WRITTEN, and
 * back to MISSING when its request or its write comes to nothing. In endgame a block may be asked of a second peer.
 */
public final class PieceProgress {
    /** Where a block stands. */
    public enum BlockState { MISSING, REQUESTED, WRITING, WRITTEN }

    /** Stands for no sender: connections have positive ids, and web seeds negative numbers. */
    public static final long NOBODY = 0;

    private final int pieceIndex;
    private final long number;
    private final BlockState[] states;
    private final long[] askedOf;
    private final long[] alsoAskedOf;
    private final long[] writtenBy;
    private final int[] crcs;
    private final long[] receivedAt;
    private long exclusiveTo = NOBODY;
    private int missingCount;
    private int writtenCount;
    private boolean verifying;
    private boolean ownFault;

    PieceProgress(int pieceIndex, int blockCount, long number) {
        this.pieceIndex = pieceIndex;
        this.number = number;
        this.states = new BlockState[blockCount];
        this.askedOf = new long[blockCount];
        this.alsoAskedOf = new long[blockCount];
        this.writtenBy = new long[blockCount];
        this.crcs = new int[blockCount];
        this.receivedAt = new long[blockCount];
        Arrays.fill(states, BlockState.MISSING);
        this.missingCount = blockCount;
    }

    public int pieceIndex() {
        return pieceIndex;
    }

    /** Grows from one begun piece to the next. */
    long number() {
        return number;
    }

    public int blockCount() {
        return states.length;
    }

    public BlockState state(int blockIndex) {
        return states[blockIndex];
    }

    public boolean isMissing(int blockIndex) {
        return states[blockIndex] == BlockState.MISSING;
    }

    public int missingCount() {
        return missingCount;
    }

    /** Only to be asked when there is one. */
    int firstMissing() {
        int block = 0;
        while (!isMissing(block)) {
            block++;
        }
        return block;
    }

    /** How many blocks in a row are missing from this one on, counted no further than {@code blocksMax}. */
    int missingRunFrom(int firstBlock, int blocksMax) {
        int count = 1;
        while (count < blocksMax && firstBlock + count < states.length && isMissing(firstBlock + count)) {
            count++;
        }
        return count;
    }

    public boolean isWritten() {
        return writtenCount == states.length;
    }

    public int writtenCount() {
        return writtenCount;
    }

    public boolean isVerifying() {
        return verifying;
    }

    /** Whether one of its blocks changed in our own memory: then no peer is to blame. */
    public boolean isOwnFault() {
        return ownFault;
    }

    /** Whether the block is asked of this connection and not yet arrived. */
    public boolean isAskedOf(int blockIndex, long connectionId) {
        return askedOf[blockIndex] == connectionId || alsoAskedOf[blockIndex] == connectionId;
    }

    /** The connection that the block was asked of first and has not arrived from, or {@link #NOBODY}. */
    public long askedOf(int blockIndex) {
        return askedOf[blockIndex];
    }

    /** The second connection, or web seed, that the block is asked of, or {@link #NOBODY}. */
    public long alsoAskedOf(int blockIndex) {
        return alsoAskedOf[blockIndex];
    }

    /** The connection that the block came from, or {@link #NOBODY} when it is not there or came in an earlier session. */
    public long writtenBy(int blockIndex) {
        return writtenBy[blockIndex];
    }

    /** CRC-32C of the block as it came; only of meaning where {@link #writtenBy} names somebody. */
    public int crc(int blockIndex) {
        return crcs[blockIndex];
    }

    /** The sequence of the BlockReceived that brought the block; only of meaning where {@link #writtenBy} names somebody. */
    public long receivedAt(int blockIndex) {
        return receivedAt[blockIndex];
    }

    /** The connection that is to send the whole piece, so that it alone answers for it, or {@link #NOBODY}. */
    public long exclusiveTo() {
        return exclusiveTo;
    }

    public int askedCount(int blockIndex) {
        return (askedOf[blockIndex] == NOBODY ? 0 : 1) + (alsoAskedOf[blockIndex] == NOBODY ? 0 : 1);
    }

    /** The connection that sent every written block, or {@link #NOBODY} when there were several or some came from an earlier session. */
    public long soleWriter() {
        long first = writtenBy[0];
        for (long writer : writtenBy) {
            if (writer != first) {
                return NOBODY;
            }
        }
        return first;
    }

    /** The written blocks as a set. */
    public Bitfield writtenBlocks() {
        Bitfield out = new Bitfield(states.length);
        for (int i = 0; i < states.length; i++) {
            if (states[i] == BlockState.WRITTEN) {
                out.add(i);
            }
        }
        return out;
    }

    void asked(int blockIndex, long connectionId) {
        if (askedOf[blockIndex] == NOBODY) {
            askedOf[blockIndex] = connectionId;
        } else {
            alsoAskedOf[blockIndex] = connectionId;
        }
        if (states[blockIndex] == BlockState.MISSING) {
            move(blockIndex, BlockState.REQUESTED);
        }
    }

    void notAsked(int blockIndex, long connectionId) {
        if (askedOf[blockIndex] == connectionId) {
            askedOf[blockIndex] = alsoAskedOf[blockIndex];
            alsoAskedOf[blockIndex] = NOBODY;
        } else if (alsoAskedOf[blockIndex] == connectionId) {
            alsoAskedOf[blockIndex] = NOBODY;
        }
        if (states[blockIndex] == BlockState.REQUESTED && askedOf[blockIndex] == NOBODY) {
            move(blockIndex, BlockState.MISSING);
        }
    }

    void exclusiveTo(long connectionId) {
        exclusiveTo = connectionId;
    }

    void writing(int blockIndex, long connectionId, int crc, long sequence) {
        writtenBy[blockIndex] = connectionId;
        crcs[blockIndex] = crc;
        receivedAt[blockIndex] = sequence;
        move(blockIndex, BlockState.WRITING);
    }

    void written(int blockIndex) {
        move(blockIndex, BlockState.WRITTEN);
    }

    void lost(int blockIndex) {
        move(blockIndex, BlockState.MISSING);
        if (askedOf[blockIndex] != NOBODY) {
            move(blockIndex, BlockState.REQUESTED);
        }
    }

    void verifying(boolean now) {
        verifying = now;
    }

    void ownFault() {
        ownFault = true;
    }

    private void move(int blockIndex, BlockState next) {
        missingCount += (next == BlockState.MISSING ? 1 : 0) - (states[blockIndex] == BlockState.MISSING ? 1 : 0);
        writtenCount += (next == BlockState.WRITTEN ? 1 : 0) - (states[blockIndex] == BlockState.WRITTEN ? 1 : 0);
        states[blockIndex] = next;
    }

    /** A picture, one sign a block: {@code .} missing, {@code r} requested, {@code w} writing, {@code x} written. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (BlockState state : states) {
            out.append(".rwx".charAt(state.ordinal()));
        }
        return out.toString();
    }
}
