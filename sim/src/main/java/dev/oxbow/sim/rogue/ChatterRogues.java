package dev.oxbow.sim.rogue;

import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.wire.MessageId;

/** Those who talk too much, or say what was not agreed on: rules 8, 22 and 31. */
final class ChatterRogues {
    private ChatterRogues() {
    }

    static final class KeepAlives extends Rogue {
        @Override
        protected void met(Talk talk) {
            every(talk, SECOND_NS, () -> talk.say(encoder -> encoder.keepAlive()));
        }
    }

    /** Chokes and unchokes, and gives nothing meanwhile. */
    static final class Flapper extends Rogue {
        @Override
        protected boolean isSeed() {
            return true;
        }

        @Override
        public int aloneSeconds() {
            return 90;
        }

        @Override
        protected void onInterested(Talk talk) {
            every(talk, 4 * SECOND_NS, () -> {
                talk.say(MessageId.UNCHOKE);
                talk.after(SECOND_NS, () -> talk.say(MessageId.CHOKE));
            });
        }

        @Override
        protected void onRequest(Talk talk, PeerEvent.RequestReceived request) {
            talk.say(encoder -> encoder.reject(request.pieceIndex(), request.offsetBytes(), request.lengthBytes()));
        }
    }

    /** Speaks the fast extension without having said that it can. */
    static final class FastUnasked extends Rogue {
        @Override
        protected long reservedBits() {
            return 0;
        }

        @Override
        protected void greet(Talk talk) {
            talk.say(MessageId.HAVE_ALL);
            talk.say(encoder -> encoder.allowedFast(0));
        }
    }

    /** Rejects what nobody asked for. */
    static final class RejectsUnasked extends Rogue {
        @Override
        protected void met(Talk talk) {
            talk.after(SECOND_NS, () -> talk.say(encoder -> encoder.reject(0, 0, talk.pieces().blockLengthBytes(0, 0))));
        }

        @Override
        protected void onInterested(Talk talk) {
            // nobody may ask
        }
    }
}
