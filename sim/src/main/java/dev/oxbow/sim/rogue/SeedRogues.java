package dev.oxbow.sim.rogue;

import dev.oxbow.core.event.PeerEvent;

/** Seeds that do not give, or give what is wrong: rules 13, 15 to 21 and 23. */
final class SeedRogues {
    private SeedRogues() {
    }

    /** Also sends what nobody asked for. */
    static final class Pushy extends Rogue {
        @Override
        protected void met(Talk talk) {
            talk.after(2 * SECOND_NS, () -> {
                talk.sayBlock(0, 0, talk.block(0, 0));
                talk.sayBlock(0, 0, talk.block(0, 0));
            });
        }

        @Override
        protected void onInterested(Talk talk) {
            // nobody may ask
        }
    }

    /** All that it sends is wrong. */
    static class Poison extends Rogue {
        @Override
        public int aloneSeconds() {
            return 60;
        }

        @Override
        public int playSeconds() {
            return 120;
        }

        @Override
        protected byte[] bytesFor(Talk talk, int pieceIndex, int blockIndex) {
            return spoilt(talk.block(pieceIndex, blockIndex), 1);
        }
    }

    /** The first block of each piece is wrong, each time in another way. */
    static final class TwoFaced extends Poison {
        private int times;

        @Override
        protected byte[] bytesFor(Talk talk, int pieceIndex, int blockIndex) {
            return blockIndex == 0 ? spoilt(talk.block(pieceIndex, blockIndex), ++times) : talk.block(pieceIndex, blockIndex);
        }
    }

    /** One block of each piece is wrong, and slow enough that others have a part in the piece. */
    static final class PoisonAmongOthers extends Rogue {
        @Override
        public int playSeconds() {
            return 180;
        }

        @Override
        protected void onRequest(Talk talk, PeerEvent.RequestReceived request) {
            talk.after(400 * MS_NS, () -> answer(talk, request));
        }

        @Override
        protected byte[] bytesFor(Talk talk, int pieceIndex, int blockIndex) {
            return spoilt(talk.block(pieceIndex, blockIndex), 2);
        }
    }

    /** Lets everybody ask and answers nobody. */
    static final class Mute extends Rogue {
        @Override
        public int aloneSeconds() {
            return 150;
        }

        @Override
        protected void onRequest(Talk talk, PeerEvent.RequestReceived request) {
            // nothing
        }
    }

    static final class NeverUnchokes extends Rogue {
        @Override
        public int aloneSeconds() {
            return 32 * 60;
        }

        @Override
        protected void onInterested(Talk talk) {
            // nobody may ask
        }
    }

    /** A block in twenty seconds. */
    static final class Trickle extends Rogue {
        private long freeNs;

        @Override
        public int aloneSeconds() {
            return 110;
        }

        @Override
        public int playSeconds() {
            return 300;
        }

        @Override
        protected void onRequest(Talk talk, PeerEvent.RequestReceived request) {
            freeNs = Math.max(talk.nowNs(), freeNs) + 19_700 * MS_NS;
            talk.after(freeNs - talk.nowNs(), () -> answer(talk, request));
        }
    }

    /** Claims everything, lets everybody ask, and rejects whatever is asked. */
    static final class FakeHave extends Rogue {
        @Override
        public int aloneSeconds() {
            return 900;
        }

        @Override
        public int piecesMin() {
            return 16;
        }

        @Override
        protected void onRequest(Talk talk, PeerEvent.RequestReceived request) {
            talk.after(SECOND_NS, () -> talk.say(encoder -> encoder.reject(request.pieceIndex(), request.offsetBytes(), request.lengthBytes())));
        }
    }
}
