package dev.oxbow.net.peer;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.wire.MessageId;
import dev.oxbow.core.wire.WireDecoder;
import dev.oxbow.core.wire.WireHandler;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What a peer has said of its pieces before the torrent's pieces were known: at most as many bits as any torrent has pieces. It is said
 * again, as one message, once they are known. On the event loop only.
 */
final class EarlyMessages {
    private ByteString bitfield = ByteString.EMPTY;
    private boolean bitfieldSaid;
    private boolean all;
    private final BitSet haves = new BitSet();

    void bitfield(ByteString bits) {
        bitfield = bits;
        bitfieldSaid = true;
        all = false;
    }

    void haveAll() {
        all = true;
    }

    void haveNone() {
        bitfield(ByteString.EMPTY);
        bitfieldSaid = false;
    }

    /** @param pieceIndex below the most that any torrent has */
    void have(int pieceIndex) {
        haves.set(pieceIndex);
    }

    void dontHave(int pieceIndex) {
        haves.clear(pieceIndex);
        if (pieceIndex / 8 < bitfield.length()) {
            byte[] bits = bitfield.toArray();
            bits[pieceIndex / 8] &= (byte) ~(0x80 >> pieceIndex % 8);
            bitfield = ByteString.wrap(bits);
        }
    }

    /** Says it to somebody who knows the layout. What does not fit that is a violation like any other. */
    void sayTo(WireDecoder decoder, WireHandler handler, PieceLayout layout) {
        if (all) {
            handler.onHaveAll();
        } else if (haves.length() > layout.pieceCount()) {
            decoder.decode(MessageId.HAVE, ByteBuffer.allocate(Integer.BYTES).putInt(haves.length() - 1).array());
        } else if (bitfieldSaid || !haves.isEmpty()) {
            byte[] bits = bitfieldSaid ? bitfield.toArray() : new byte[layout.bitfieldLengthBytes()];
            byte[] united = bits.length == layout.bitfieldLengthBytes() ? Arrays.copyOf(bits, bits.length) : bits;
            haves.stream().filter(piece -> piece / 8 < united.length).forEach(piece -> united[piece / 8] |= (byte) (0x80 >> piece % 8));
            decoder.decode(MessageId.BITFIELD, united); // of a wrong length: a violation
        }
    }
}
