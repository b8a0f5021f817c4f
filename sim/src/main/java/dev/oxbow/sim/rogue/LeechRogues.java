package dev.oxbow.sim.rogue;

import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.wire.MessageId;

/** Those who ask for what they may not: rules 24 to 28 and 30. */
final class LeechRogues {
    private LeechRogues() {
    }

    /** Asks for blocks. */
    abstract static class Leech extends Rogue {
        static void request(Talk talk, int piece, int block) {
            talk.say(encoder -> encoder.request(piece, PieceLayout.blockOffsetBytes(block), talk.pieces().blockLengthBytes(piece, block)));
        }

        /** Asks for all blocks one after the other, so many seconds apart. */
        static void requestAll(Talk talk, long apartNs) {
            long at = 0;
            for (int piece = 0; piece < talk.pieces().pieceCount(); piece++) {
                for (int block = 0; block < talk.pieces().blockCount(piece); block++) {
                    int thisPiece = piece;
                    int thisBlock = block;
                    at += apartNs;
                    talk.after(at, () -> request(talk, thisPiece, thisBlock));
                }
            }
        }
    }

    /** Does not wait until it may. */
    static final class WhileChoked extends Leech {
        @Override
        protected void met(Talk talk) {
            for (int piece = 0; piece < talk.pieces().pieceCount(); piece++) {
                int asked = piece;
                talk.after(10 * MS_NS, () -> request(talk, asked, 0));
            }
        }

        @Override
        protected void greet(Talk talk) {
            sayWhatIsHad(talk);
            sayExtendedHandshake(talk, 0);
            met(talk); // wants nothing, as far as it says
        }
    }

    static final class BeyondTheEnd extends Leech {
        @Override
        protected void met(Talk talk) {
            every(talk, SECOND_NS, () -> talk.say(encoder -> encoder.request(talk.pieces().pieceCount(), 0, 16_384)));
        }
    }

    static final class TooMuchAtOnce extends Leech {
        @Override
        protected void met(Talk talk) {
            talk.after(SECOND_NS, () -> talk.say(encoder -> encoder.request(0, 0, 1 << (15 + talk.below(6)))));
        }
    }

    /** Thousands of requests before the first can be answered. */
    static final class Flood extends Leech {
        @Override
        protected void onUnchoke(Talk talk) {
            talk.say(encoder -> {
                for (int i = 0; i < 2_200; i++) {
                    encoder.request(0, i, 16);
                }
            });
        }
    }

    /** The same block again and again. */
    static final class Again extends Leech {
        @Override
        protected void onUnchoke(Talk talk) {
            for (int i = 0; i < 6; i++) {
                talk.after(i * SECOND_NS, () -> request(talk, 0, 0));
            }
        }
    }

    /** Takes everything, says that it has nothing, and takes it again. */
    static final class Liar extends Leech {
        @Override
        public int playSeconds() {
            return 900;
        }

        @Override
        public int piecesMin() {
            return 12;
        }

        @Override
        protected void onUnchoke(Talk talk) {
            requestAll(talk, 200 * MS_NS);
        }

        @Override
        protected void met(Talk talk) {
            every(talk, 100 * SECOND_NS, () -> requestAll(talk, 200 * MS_NS));
        }

        @Override
        protected void onBlock(Talk talk, PeerEvent.BlockReceived block) {
            // is not said to anybody
        }
    }

    /** Says hundreds of times a second that it wants nothing, for some seconds. */
    static final class Fickle extends Leech {
        @Override
        public int connectionsMax() {
            return 2;
        }

        @Override
        protected void met(Talk talk) {
            for (int i = 0; i < 1_600; i++) {
                talk.after(i * 4 * MS_NS, () -> talk.say(MessageId.NOT_INTERESTED)); // more than six seconds
            }
        }
    }
}
