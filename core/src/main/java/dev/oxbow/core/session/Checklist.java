package dev.oxbow.core.session;

import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.value.Bitfield;

/** The pieces of a torrent that must be hashed before anything is believed of them: those that wait for it, and those under way. */
final class Checklist {
    private final Bitfield waiting;
    private final Bitfield underWay;
    private VerifyReason reason = VerifyReason.FOUND;
    /** No piece before this one waits, so that the next is found without looking through a million. */
    private int from;

    Checklist(int pieceCount) {
        waiting = new Bitfield(pieceCount);
        underWay = new Bitfield(pieceCount);
    }

    /** Do not change it. */
    Bitfield waiting() {
        return waiting;
    }

    /** Do not change it. */
    Bitfield underWay() {
        return underWay;
    }

    /** Why the one that came last has to be hashed. */
    VerifyReason reason() {
        return reason;
    }

    boolean isEmpty() {
        return waiting.isEmpty() && underWay.isEmpty();
    }

    /** The first piece that waits, or {@link Bitfield#NONE}. */
    int next() {
        return waiting.nextPresent(from);
    }

    void add(int pieceIndex, VerifyReason why) {
        reason = why;
        lineUp(pieceIndex);
    }

    private void lineUp(int pieceIndex) {
        waiting.add(pieceIndex);
        from = Math.min(from, pieceIndex);
    }

    void begin(int pieceIndex) {
        if (pieceIndex == next()) {
            from = pieceIndex;
        }
        waiting.remove(pieceIndex);
        underWay.add(pieceIndex);
    }

    void end(int pieceIndex) {
        underWay.remove(pieceIndex);
    }

    /** It could not be hashed. */
    void putBack(int pieceIndex) {
        if (underWay.remove(pieceIndex)) {
            lineUp(pieceIndex);
        }
    }
}
