package dev.oxbow.core.peer;

import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.value.ReceivedBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes one event of blocks of one connection that lie beside each other and arrive together. Of use to the edge that reads them. */
public final class ArrivedRun {
    /** What the largest read of a socket brings, 256 KiB. */
    public static final int BLOCKS_MAX = 16;

    private final long connectionId;
    private final List<ReceivedBlock> blocks = new ArrayList<>(BLOCKS_MAX);
    private int pieceIndex;
    private int firstBlock;

    public ArrivedRun(long connectionId) {
        this.connectionId = connectionId;
    }

    /** Whether the block can be {@linkplain #add added}; else what has arrived is to be taken first. */
    public boolean takes(int piece, int block) {
        return blocks.isEmpty() || piece == pieceIndex && block == firstBlock + blocks.size() && blocks.size() < BLOCKS_MAX;
    }

    public void add(int piece, int block, int slotId, int crc32c) {
        if (blocks.isEmpty()) {
            pieceIndex = piece;
            firstBlock = block;
        }
        blocks.add(new ReceivedBlock(slotId, crc32c));
    }

    /** What has arrived, and from now on nothing has. */
    public Optional<PeerEvent> take() {
        if (blocks.isEmpty()) {
            return Optional.empty();
        }
        ReceivedBlock first = blocks.get(0);
        PeerEvent event = blocks.size() == 1 ? new PeerEvent.BlockReceived(connectionId, pieceIndex, firstBlock, first.slotId(), first.crc32c())
                : new PeerEvent.BlocksReceived(connectionId, pieceIndex, firstBlock, blocks);
        blocks.clear();
        return Optional.of(event);
    }
}
