package dev.oxbow.core.peer;

import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.value.PieceLayout;
import java.util.Optional;

/**
 * Makes one event of blocks of one connection that lie one behind another and were sent, or asked for, together. Of use to the edge that sends
 * and reads.
 */
public final class BlockRun {
    /** Makes the event. */
    private interface Says {
        PeerEvent of(int pieceIndex, int offsetBytes, int lengthBytes);
    }

    private final Says ofOne;
    private final Says ofSeveral;
    private int pieceIndex;
    private int offsetBytes;
    private int lengthBytes;
    private int count;

    private BlockRun(Says ofOne, Says ofSeveral) {
        this.ofOne = ofOne;
        this.ofSeveral = ofSeveral;
    }

    /** Of blocks that were handed to the socket. */
    public static BlockRun sent(long connectionId) {
        return new BlockRun((piece, offset, length) -> new PeerEvent.BlockSent(connectionId, piece, offset, length),
                (piece, offset, length) -> new PeerEvent.BlocksSent(connectionId, piece, offset, length));
    }

    /** Of blocks that the peer asks for. */
    public static BlockRun asked(long connectionId) {
        return new BlockRun((piece, offset, length) -> new PeerEvent.RequestReceived(connectionId, piece, offset, length),
                (piece, offset, length) -> new PeerEvent.RequestsReceived(connectionId, piece, offset, length));
    }

    /** Whether the range can be {@linkplain #add added}; else what there is is to be taken first. Peers may ask for other ranges than blocks. */
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

    /** What was added, and from now on nothing was. */
    public Optional<PeerEvent> take() {
        if (count == 0) {
            return Optional.empty();
        }
        Says says = count == 1 ? ofOne : ofSeveral;
        count = 0;
        return Optional.of(says.of(pieceIndex, offsetBytes, lengthBytes));
    }
}
