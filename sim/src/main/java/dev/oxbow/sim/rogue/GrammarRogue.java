package dev.oxbow.sim.rogue;

import dev.oxbow.core.wire.MessageId;
import dev.oxbow.core.wire.WireEncoder;
import java.nio.ByteBuffer;

/** Speaks messages of every kind at random, some with a byte or a length that is wrong. */
final class GrammarRogue extends Rogue {
    private static final int[] PLAIN = {MessageId.CHOKE, MessageId.UNCHOKE, MessageId.INTERESTED, MessageId.NOT_INTERESTED, MessageId.HAVE_ALL,
        MessageId.HAVE_NONE};

    @Override
    public int dialEverySeconds() {
        return 5;
    }

    @Override
    public int connectionsMax() {
        return 100;
    }

    @Override
    protected void greet(Talk talk) {
        if (talk.below(4) > 0) {
            sayWhatIsHad(talk);
        }
        if (talk.below(4) > 0) {
            sayExtendedHandshake(talk, talk.below(3) == 0 ? talk.below(1 << 20) : talk.metadataLengthBytes());
        }
        every(talk, (50 + talk.below(500)) * MS_NS, () -> {
            for (int i = talk.below(4); i >= 0; i--) {
                talk.send(message(talk));
            }
        });
    }

    private static byte[] message(Talk talk) {
        WireEncoder encoder = new WireEncoder();
        int piece = talk.below(talk.pieces().pieceCount() + (talk.below(20) == 0 ? 5 : 0));
        int offset = talk.below(5) * 16_384 + (talk.below(10) == 0 ? 1 : 0);
        int length = talk.below(10) == 0 ? talk.below(20_000) : 16_384;
        switch (talk.below(12)) {
            case 0 -> encoder.have(piece);
            case 1 -> encoder.request(piece, offset, length);
            case 2 -> encoder.cancel(piece, offset, length);
            case 3 -> encoder.reject(piece, offset, length);
            case 4 -> encoder.allowedFast(piece);
            case 5 -> encoder.dontHave(7, piece);
            case 6 -> encoder.port(talk.below(1 << 16));
            case 7 -> encoder.keepAlive();
            case 8 -> encoder.extended(talk.below(9), random(talk, 1 + talk.below(40)));
            case 9 -> encoder.blockHead(piece, offset, length);
            default -> encoder.plain(PLAIN[talk.below(PLAIN.length)]);
        }
        byte[] out = encoder.take();
        if (out.length == 13 && out[4] == MessageId.PIECE && ByteBuffer.wrap(out).getInt() > 9) {
            byte[] block = new byte[4 + ByteBuffer.wrap(out).getInt()];
            System.arraycopy(out, 0, block, 0, out.length);
            out = block;
        }
        if (talk.below(60) == 0) {
            out[talk.below(out.length)] ^= (byte) (1 << talk.below(8));
        }
        return out;
    }

    private static byte[] random(Talk talk, int length) {
        byte[] out = new byte[length];
        for (int i = 0; i < length; i++) {
            out[i] = (byte) talk.below(256);
        }
        return out;
    }
}
