package dev.oxbow.core.wire;

import dev.oxbow.core.event.Violation;
import dev.oxbow.core.metainfo.MetainfoParser;
import dev.oxbow.core.value.PieceLayout;
import java.util.Optional;

/**
 * How long each message may be, known from its length prefix and id alone: what is too long is refused before any of it is stored.
 */
public final class WireLimits {
    static final int EXTENDED_MAX_BYTES = 1 << 20;
    /** A message of an unknown kind is skipped when it is no longer than this. */
    static final int UNKNOWN_MAX_BYTES = 1 << 20;
    private static final int BLOCK_HEAD_BYTES = 9;

    private static final int PIECES_MAX = MetainfoParser.PIECES_MAX;

    private final PieceLayout layout;
    private final boolean layoutKnown;

    public WireLimits(PieceLayout layout) {
        this(layout, true);
    }

    private WireLimits(PieceLayout layout, boolean layoutKnown) {
        this.layout = layout;
        this.layoutKnown = layoutKnown;
    }

    /** For a torrent of which nothing is known yet but that it has no more pieces than any may have. */
    public static WireLimits unknownLayout() {
        return new WireLimits(new PieceLayout((long) PIECES_MAX * PieceLayout.BLOCK_LENGTH_BYTES, PieceLayout.BLOCK_LENGTH_BYTES), false);
    }

    /** Whether bitfields can be checked. */
    public boolean isLayoutKnown() {
        return layoutKnown;
    }

    /** A rule broken, and how, for people. */
    public record Fault(Violation violation, String detail) {
    }

    /** @param lengthBytes the length prefix: id and payload; greater than 0 as an unsigned number */
    public Optional<Fault> check(int id, int lengthBytes) {
        if (lengthBytes < 0) {
            return Optional.of(new Fault(Violation.FRAME_OVERSIZE, "a length prefix of " + Integer.toUnsignedString(lengthBytes) + " bytes"));
        }
        return switch (id) {
            case MessageId.CHOKE, MessageId.UNCHOKE, MessageId.INTERESTED, MessageId.NOT_INTERESTED, MessageId.HAVE_ALL, MessageId.HAVE_NONE ->
                    exactly(1, id, lengthBytes);
            case MessageId.HAVE, MessageId.SUGGEST, MessageId.ALLOWED_FAST -> exactly(5, id, lengthBytes);
            case MessageId.BITFIELD -> bitfieldFits(lengthBytes - 1) ? Optional.empty()
                    : Optional.of(new Fault(Violation.BITFIELD_BAD, "a bitfield of " + (lengthBytes - 1) + " bytes where the torrent needs "
                            + layout.bitfieldLengthBytes()));
            case MessageId.REQUEST, MessageId.CANCEL, MessageId.REJECT -> exactly(13, id, lengthBytes);
            case MessageId.PIECE -> block(lengthBytes);
            case MessageId.PORT -> exactly(3, id, lengthBytes);
            case MessageId.EXTENDED -> lengthBytes < 2 ? exactly(2, id, lengthBytes) : atMost(EXTENDED_MAX_BYTES, id, lengthBytes);
            default -> atMost(UNKNOWN_MAX_BYTES, id, lengthBytes);
        };
    }

    private boolean bitfieldFits(int lengthBytes) {
        return lengthBytes == layout.bitfieldLengthBytes() || !layoutKnown && lengthBytes < layout.bitfieldLengthBytes();
    }

    private static Optional<Fault> exactly(int wanted, int id, int lengthBytes) {
        return lengthBytes == wanted ? Optional.empty()
                : Optional.of(new Fault(Violation.BAD_LENGTH, "a message of kind " + id + " with " + lengthBytes + " bytes where " + wanted
                        + " are right"));
    }

    private static Optional<Fault> atMost(int most, int id, int lengthBytes) {
        return lengthBytes <= most ? Optional.empty()
                : Optional.of(new Fault(Violation.FRAME_OVERSIZE, "a message of kind " + id + " with " + lengthBytes + " bytes"));
    }

    private static Optional<Fault> block(int lengthBytes) {
        if (lengthBytes <= BLOCK_HEAD_BYTES) {
            return Optional.of(new Fault(Violation.BAD_LENGTH, "a block of no bytes"));
        }
        return atMost(BLOCK_HEAD_BYTES + PieceLayout.BLOCK_LENGTH_BYTES, MessageId.PIECE, lengthBytes);
    }

    /** Whether a block of this length may stand here. */
    public Optional<Fault> checkBlock(int pieceIndex, int offsetBytes, int lengthBytes) {
        if (!layoutKnown) {
            return Optional.of(new Fault(Violation.BLOCK_GEOMETRY, "a block of a torrent whose pieces are not known yet"));
        }
        if (pieceIndex < 0 || pieceIndex >= layout.pieceCount()) {
            return Optional.of(new Fault(Violation.BLOCK_GEOMETRY, "a block of piece " + Integer.toUnsignedString(pieceIndex)
                    + ", beyond the last"));
        }
        boolean onBorder = offsetBytes >= 0 && offsetBytes % PieceLayout.BLOCK_LENGTH_BYTES == 0
                && offsetBytes < layout.pieceLengthBytes(pieceIndex);
        int block = offsetBytes / PieceLayout.BLOCK_LENGTH_BYTES;
        return onBorder && layout.blockLengthBytes(pieceIndex, block) == lengthBytes ? Optional.empty()
                : Optional.of(new Fault(Violation.BLOCK_GEOMETRY, "a block of " + lengthBytes + " bytes at offset "
                        + Integer.toUnsignedString(offsetBytes) + " of piece " + pieceIndex));
    }

    Optional<Fault> checkRequest(int pieceIndex, int offsetBytes, int lengthBytes) {
        if (lengthBytes > PieceLayout.BLOCK_LENGTH_BYTES || lengthBytes < 0) {
            return Optional.of(new Fault(Violation.REQUEST_OVERSIZE, "a request for " + Integer.toUnsignedString(lengthBytes) + " bytes"));
        }
        boolean within = pieceIndex >= 0 && pieceIndex < layout.pieceCount() && offsetBytes >= 0 && lengthBytes > 0
                && lengthBytes <= layout.pieceLengthBytes(pieceIndex) - offsetBytes;
        return within ? Optional.empty() : Optional.of(new Fault(Violation.REQUEST_INVALID, "a request for " + lengthBytes
                + " bytes at offset " + Integer.toUnsignedString(offsetBytes) + " of piece " + Integer.toUnsignedString(pieceIndex)));
    }

    /** Whether the decoder, or the reader of blocks, knows this kind of message. */
    public static boolean isKnown(int id) {
        return id >= 0 && id <= MessageId.PORT || id >= MessageId.SUGGEST && id <= MessageId.ALLOWED_FAST || id == MessageId.EXTENDED;
    }

    Optional<Fault> checkHave(int pieceIndex) {
        return pieceIndex >= 0 && pieceIndex < layout.pieceCount() ? Optional.empty()
                : Optional.of(new Fault(Violation.HAVE_RANGE, "a have for piece " + Integer.toUnsignedString(pieceIndex) + ", beyond the last"));
    }

    PieceLayout layout() {
        return layout;
    }
}
