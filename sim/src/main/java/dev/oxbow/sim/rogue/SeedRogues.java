package dev.oxbow.sim.rogue;

import dev.oxbow.core.event.PeerEvent;
import java.util.HashMap;
import java.util.Map;

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
        protected boolean isSeed() {
            return true;
        }

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
        /** How often each piece was sent: one count for all would come round to the same bit where there are eight pieces. */
        private final Map<Integer, Integer> times = new HashMap<>();

        @Override
        protected byte[] bytesFor(Talk talk, int pieceIndex, int blockIndex) {
            return blockIndex == 0 ? spoilt(talk.block(pieceIndex, blockIndex), times.merge(pieceIndex, 1, Integer::sum))
                    : talk.block(pieceIndex, blockIndex);
        }
    }

    /** Sends every other block, and wrong, and rejects the rest: others have a part in each of its pieces. */
    static final class PoisonAmongOthers extends Rogue {
        @Override
        protected boolean isSeed() {
            return true;
        }

        @Override
        public int aloneSeconds() {
            return 30;
        }

        @Override
        public int playSeconds() {
            return 180;
        }

        @Override
        protected void onRequest(Talk talk, PeerEvent.RequestReceived request) {
            if (blockOf(request) % 2 == 0) {
                talk.after(SECOND_NS, () -> answer(talk, request));
            } else {
                talk.say(encoder -> encoder.reject(request.pieceIndex(), request.offsetBytes(), request.lengthBytes()));
            }
        }

        @Override
        protected byte[] bytesFor(Talk talk, int pieceIndex, int blockIndex) {
            return spoilt(talk.block(pieceIndex, blockIndex), 2);
        }
    }

    /** Lets everybody ask and answers nobody. */
    static final class Mute extends Rogue {
        @Override
        protected boolean isSeed() {
            return true;
        }

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
        protected boolean isSeed() {
            return true;
        }

        @Override
        public int aloneSeconds() {
            return 32 * 60;
        }

        @Override
        protected void onInterested(Talk talk) {
            // nobody may ask
        }
    }

    /** A block in nearly twenty seconds. */
    static final class Trickle extends Rogue {
        private final Map<Talk, Long> freeNs = new HashMap<>();

        @Override
        protected boolean isSeed() {
            return true;
        }

        @Override
        public int aloneSeconds() {
            return 110;
        }

        @Override
        public int piecesMin() {
            return 120; // with fewer the honest seed, once it comes, may have sent the rest before anybody looks
        }

        @Override
        public int playSeconds() {
            return 300;
        }

        @Override
        protected void onRequest(Talk talk, PeerEvent.RequestReceived request) {
            long dueNs = Math.max(talk.nowNs(), freeNs.getOrDefault(talk, 0L)) + 19_400 * MS_NS;
            freeNs.put(talk, dueNs);
            talk.after(dueNs - talk.nowNs(), () -> answer(talk, request));
        }
    }

    /** Claims everything, lets everybody ask, and rejects whatever is asked. */
    static final class FakeHave extends Rogue {
        @Override
        protected boolean isSeed() {
            return true;
        }

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
