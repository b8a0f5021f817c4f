package dev.oxbow.sim.rogue;

import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.wire.MessageId;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Those whose messages are not made as they should be: rules 5 to 7, 9 to 11 and 14. */
final class FramingRogues {
    private FramingRogues() {
    }

    private static byte[] frame(int lengthBytes, int id, byte[] payload) {
        return ByteBuffer.allocate(5 + payload.length).putInt(lengthBytes).put((byte) id).put(payload).array();
    }

    static final class Oversize extends Rogue {
        @Override
        protected void met(Talk talk) {
            int length = talk.below(2) == 0 ? 0x7fff_ffff : 0xffff_ffff;
            talk.after(2 * SECOND_NS, () -> talk.send(frame(length, MessageId.EXTENDED, new byte[3])));
        }
    }

    /** A port message of 16 KiB, as some client sends it, or another fixed one of a wrong length. */
    static final class BadLength extends Rogue {
        @Override
        protected void met(Talk talk) {
            int[] kinds = {MessageId.PORT, MessageId.HAVE, MessageId.REQUEST, MessageId.CHOKE};
            int id = kinds[talk.below(kinds.length)];
            talk.after(2 * SECOND_NS, () -> talk.send(frame(16_384, id, new byte[16_383])));
        }
    }

    static final class UnknownId extends Rogue {
        @Override
        protected void met(Talk talk) {
            every(talk, SECOND_NS, () -> talk.send(frame(8, 99, new byte[7])));
        }
    }

    /** A bitfield that is a byte too long, or has spare bits set. */
    static final class BadBitfield extends Rogue {
        @Override
        protected void sayWhatIsHad(Talk talk) {
            byte[] bits = new byte[talk.pieces().bitfieldLengthBytes() + 1];
            Arrays.fill(bits, (byte) 0xff);
            talk.say(encoder -> encoder.bitfield(ByteString.wrap(bits)));
        }
    }

    static final class LateBitfield extends Rogue {
        @Override
        protected void met(Talk talk) {
            talk.after(5 * SECOND_NS, () -> talk.say(MessageId.HAVE_ALL));
        }
    }

    static final class HaveBeyond extends Rogue {
        @Override
        protected void met(Talk talk) {
            talk.after(3 * SECOND_NS, () -> talk.say(encoder -> encoder.have(talk.pieces().pieceCount() + talk.below(1000))));
        }
    }

    /** A block that lies off the borders of blocks. */
    static final class Crooked extends Rogue {
        @Override
        public int aloneSeconds() {
            return 15;
        }

        @Override
        protected boolean isSeed() {
            return true;
        }

        @Override
        protected void answer(Talk talk, PeerEvent.RequestReceived request) {
            byte[] bytes = new byte[PieceLayout.BLOCK_LENGTH_BYTES];
            talk.sayBlock(request.pieceIndex(), request.offsetBytes() + 1, bytes);
        }
    }
}
