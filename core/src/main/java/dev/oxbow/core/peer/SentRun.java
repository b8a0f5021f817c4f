package dev.oxbow.core.peer;

import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.value.PieceLayout;
import java.util.Optional;

/** Makes one event of blocks of one connection that lie beside each other and were sent together. Of use to the edge that sends them. */
public final class SentRun {
    private final long connectionId;
    private int pieceIndex;
    private int offsetBytes;
    private int lengthBytes;
    private int count;

    public SentRun(long connectionId) {
        this.connectionId = connectionId;
    }

    /** Whether the block can be {@linkplain #add added}; else what was sent is to be taken first. Peers may ask for other ranges than blocks. */
    public boolean takes(int piece, int offset, int length) {
        boolean whole = offsetBytes % PieceLayout.BLOCK_LENGTH_BYTES == 0 && lengthBytes == count * PieceLayout.BLOCK_LENGTH_BYTES;
        return count == 0 || whole && piece == pieceIndex && offset == offsetBytes + lengthBytes && length <= PieceLayout.BLOCK_LENGTH_BYTES;
    }

    public void add(int piece, int offset, int length) {
        if (count == 0) {
            pieceIndex = piece;
            offsetBytes = offset;
            lengthBytes = 0;
        }
        lengthBytes += length;
        count++;
    }

    /** What was sent, and from now on nothing was. */
    public Optional<PeerEvent> take() {
        if (count == 0) {
            return Optional.empty();
        }
        PeerEvent event = count == 1 ? new PeerEvent.BlockSent(connectionId, pieceIndex, offsetBytes, lengthBytes)
                : new PeerEvent.BlocksSent(connectionId, pieceIndex, offsetBytes, lengthBytes);
        count = 0;
        return Optional.of(event);
    }
}
