package dev.oxbow.sim.rogue;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.wire.MessageId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Those who begin a conversation wrongly: rules 1 to 4, 29 and 36. */
final class OpeningRogues {
    private OpeningRogues() {
    }

    /** Speaks something else. */
    static final class NoHandshake extends Rogue {
        @Override
        public void open(Talk talk) {
            talk.send("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** Says nothing at all. */
    static final class Silent extends Rogue {
        @Override
        public void open(Talk talk) {
            // nothing, for ever
        }
    }

    static final class OtherTorrent extends Rogue {
        @Override
        protected InfoHash infoHash(Talk talk) {
            byte[] other = talk.infoHash().bytes().toArray();
            other[0] ^= 1;
            return new InfoHash(ByteString.wrap(other));
        }
    }

    /** Calls itself what the other called itself. */
    static final class Mirror extends Rogue {
        @Override
        public int dialEverySeconds() {
            return 0; // who is dialled has heard the other's id
        }

        @Override
        protected PeerId peerId(Talk talk) {
            return talk.other().orElseGet(() -> super.peerId(talk));
        }
    }

    static final class ChangingId extends Rogue {
        @Override
        public int playSeconds() {
            return 300;
        }

        @Override
        protected PeerId peerId(Talk talk) {
            byte[] id = new byte[PeerId.LENGTH_BYTES];
            Arrays.fill(id, (byte) ('a' + talk.number() % 26));
            return new PeerId(ByteString.wrap(id));
        }

        @Override
        protected void met(Talk talk) {
            talk.after(12 * SECOND_NS, talk::close);
        }
    }

    static final class KnownLeech extends Rogue {
        @Override
        protected PeerId peerId(Talk talk) {
            return new PeerId(ByteString.wrap("-XL0012-aaaaaaaaaaaa".getBytes(StandardCharsets.ISO_8859_1)));
        }
    }

    /** Comes and goes. */
    static final class Churn extends Rogue {
        @Override
        public int playSeconds() {
            return 300;
        }

        @Override
        protected void met(Talk talk) {
            talk.after(SECOND_NS, talk::close);
        }
    }

    /** Has everything the first time, and two pieces the next. */
    static final class Regression extends Rogue {
        @Override
        public int playSeconds() {
            return 360;
        }

        @Override
        public int aloneSeconds() {
            return 300;
        }

        @Override
        public int piecesMin() {
            return 8;
        }

        @Override
        public boolean listens() {
            return false;
        }

        @Override
        protected void sayWhatIsHad(Talk talk) {
            talk.say(talk.number() < 1 ? MessageId.HAVE_ALL : MessageId.HAVE_NONE);
            talk.after(80 * SECOND_NS, talk::close);
        }

        @Override
        protected void onInterested(Talk talk) {
            // never lets anybody ask: it has nothing to lose
        }
    }
}
