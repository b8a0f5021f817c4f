package dev.oxbow.core.peer;

import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.value.ReceivedBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes one event of blocks of one connection that lie beside each other and arrive together. Of use to the edge that reads them. Peers
 * with several disk threads send neighbours in nearly the right order: what one read brings of a piece is put in order.
 */
public final class ArrivedRun {
    /** What the largest read of a socket brings, 256 KiB. */
    public static final int BLOCKS_MAX = 16;

    private final long connectionId;
    /** Ascending; what arrived stands at the same place of {@link #blocks}. */
    private final int[] blockIndexes = new int[BLOCKS_MAX];
    private final List<ReceivedBlock> blocks = new ArrayList<>(BLOCKS_MAX);
    private int pieceIndex;

    public ArrivedRun(long connectionId) {
        this.connectionId = connectionId;
    }

    /** Whether the block can be {@linkplain #add added}; else what has arrived is to be taken first. */
    public boolean takes(int piece, int block) {
        return blocks.isEmpty() || piece == pieceIndex && blocks.size() < BLOCKS_MAX && place(block) < 0;
    }

    /** @return where the block stands, or the complement of where it would */
    private int place(int block) {
        return Arrays.binarySearch(blockIndexes, 0, blocks.size(), block);
    }

    public void add(int piece, int block, int slotId, int crc32c) {
        pieceIndex = piece;
        int at = ~place(block);
        System.arraycopy(blockIndexes, at, blockIndexes, at + 1, blocks.size() - at);
        blockIndexes[at] = block;
        blocks.add(at, new ReceivedBlock(slotId, crc32c));
    }

    /** What has arrived, an event for each run without a gap; and from now on nothing has. */
    public List<PeerEvent> take() {
        if (blocks.isEmpty()) {
            return List.of();
        }
        List<PeerEvent> out = new ArrayList<>(1);
        int first = 0;
        for (int end = 1; end <= blocks.size(); end++) {
            if (end == blocks.size() || blockIndexes[end] != blockIndexes[end - 1] + 1) {
                out.add(event(first, end));
                first = end;
            }
        }
        blocks.clear();
        return out;
    }

    private PeerEvent event(int from, int to) {
        ReceivedBlock first = blocks.get(from);
        return to - from == 1 ? new PeerEvent.BlockReceived(connectionId, pieceIndex, blockIndexes[from], first.slotId(), first.crc32c())
                : new PeerEvent.BlocksReceived(connectionId, pieceIndex, blockIndexes[from], blocks.subList(from, to));
    }
}
