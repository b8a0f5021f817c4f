package dev.oxbow.net.peer;

import dev.oxbow.core.event.Violation;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.wire.MetadataMessage;
import dev.oxbow.core.wire.WireLimits;
import java.util.BitSet;
import java.util.Optional;

/** Which pieces of the metadata one peer was asked for, so that it can send no others and none of another length (BEP 9). */
final class AskedMetadata {
    private final BitSet asked = new BitSet();
    private int lengthBytes;

    /** The peer has said how long the metadata is. */
    void lengthBytes(int said) {
        lengthBytes = said;
    }

    void asked(int pieceIndex) {
        asked.set(pieceIndex);
    }

    void rejected(int pieceIndex) {
        asked.clear(pieceIndex);
    }

    /** What is wrong with a piece that came, if anything; it may not come again. */
    Optional<WireLimits.Fault> check(int pieceIndex, int totalLengthBytes, ByteString piece) {
        if (!asked.get(pieceIndex)) {
            return Optional.of(new WireLimits.Fault(Violation.METADATA_UNREQUESTED, "piece " + pieceIndex
                    + " of the metadata, which was never asked for"));
        }
        asked.clear(pieceIndex);
        if (totalLengthBytes != 0 && totalLengthBytes != lengthBytes) {
            return Optional.of(new WireLimits.Fault(Violation.METADATA_LENGTH, "a piece of metadata that is " + totalLengthBytes
                    + " bytes long now and was " + lengthBytes));
        }
        int wanted = MetadataMessage.pieceLengthBytes(lengthBytes, pieceIndex);
        return piece.length() == wanted ? Optional.empty() : Optional.of(new WireLimits.Fault(Violation.METADATA_LENGTH, "piece "
                + pieceIndex + " of the metadata with " + piece.length() + " bytes where " + wanted + " are right"));
    }
}
