package dev.oxbow.sim.rogue;

import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.value.Bitfield;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.wire.ExtendedHandshake;
import dev.oxbow.core.wire.Handshake;
import dev.oxbow.core.wire.MessageId;
import java.util.HashMap;
import java.util.Map;

/**
 * An honest seed of the old kind: without the fast extension, so that a choke voids what was asked of it, and with room for three requests.
 */
final class PlainSeed extends Rogue {
    private static final int QUEUE = 3;
    private static final long ANSWER_NS = 400 * MS_NS;
    private static final long ROUND_NS = 25 * SECOND_NS;
    private static final long FIRST_ROUND_NS = 3 * SECOND_NS;
    private static final long CHOKED_NS = 5 * SECOND_NS;

    /** By connection: how often it has choked. */
    private final Map<Integer, Integer> chokes = new HashMap<>();

    @Override
    protected boolean isSeed() {
        return true;
    }

    @Override
    public int aloneSeconds() {
        return 60;
    }

    @Override
    public int piecesMin() {
        return 20;
    }

    @Override
    protected long reservedBits() {
        return Handshake.EXTENSION_PROTOCOL_BIT;
    }

    @Override
    protected void sayWhatIsHad(Talk talk) {
        Bitfield all = new Bitfield(talk.pieces().pieceCount());
        all.fill();
        talk.say(encoder -> encoder.bitfield(all.toWire()));
    }

    @Override
    protected void sayExtendedHandshake(Talk talk, int metadataLengthBytes) {
        talk.say(encoder -> encoder.extendedHandshake(new ExtendedHandshake(client(), QUEUE, talk.self().port(), metadataLengthBytes, false,
                ExtendedHandshake.DONT_HAVE_ID, ExtendedHandshake.METADATA_ID, 0, ByteString.EMPTY)));
    }

    @Override
    protected void onInterested(Talk talk) {
        if (chokes.putIfAbsent(talk.number(), 0) == null) {
            talk.after(FIRST_ROUND_NS, () -> choke(talk));
            every(talk, ROUND_NS, () -> choke(talk));
        }
        talk.say(MessageId.UNCHOKE);
    }

    private void choke(Talk talk) {
        talk.say(MessageId.CHOKE);
        chokes.merge(talk.number(), 1, Integer::sum);
        talk.after(CHOKED_NS, () -> talk.say(MessageId.UNCHOKE));
    }

    @Override
    protected void onRequest(Talk talk, PeerEvent.RequestReceived request) {
        int asked = chokes.getOrDefault(talk.number(), 0);
        talk.after(ANSWER_NS, () -> {
            if (asked == chokes.getOrDefault(talk.number(), 0)) {
                answer(talk, request);
            }
        });
    }
}
