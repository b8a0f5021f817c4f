package dev.oxbow.core.rule;

import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.time.Deadline;
import java.util.List;

/**
 * Rule 24: requests of one who is choked. What is on its way when the choke leaves us is nobody's fault, and how long that is depends on
 * what lies before it in the socket; so time alone is no proof. That we rejected the very block after the choke is.
 */
final class RequestWhileChokedRule {
    private static final long GRACE_NS = 2 * Deadline.SECOND_NS;
    private static final int MANY = 50;

    /** When our last block left. */
    private static final class Sent {
        private long timeNs = Long.MIN_VALUE;
    }

    private final Watch watch;
    private final Notes<Sent> sent;

    RequestWhileChokedRule(Watch watch) {
        this.watch = watch;
        sent = watch.notes(Sent::new);
        watch.on(PeerEvent.BlockSent.class, event -> sentTo(event.connectionId()));
        watch.on(PeerEvent.BlocksSent.class, event -> sentTo(event.connectionId()));
        watch.on(Kind.REQUEST, message -> {
            if (message.by().other().isChoking() && !message.by().other().allowsFast(message.pieceIndex())) {
                judge(message);
            }
        });
    }

    private void sentTo(long connectionId) {
        watch.line(connectionId).ifPresent(line -> sent.of(line.us()).timeNs = watch.nowNs());
    }

    private void judge(Message message) {
        Speaker asker = message.by();
        Speaker choker = asker.other();
        if (asker.isUs()) {
            charge(message, Certainty.PROOF, "asked for");
            return;
        }
        long settledNs = Math.max(choker.chokedNs(), sent.of(choker).timeNs);
        boolean inFlight = choker.hasEverUnchoked() && (message.timeNs() - settledNs <= GRACE_NS || watch.ownSide()
                .stoodStillSince(choker.chokedNs()));
        if (!inFlight) {
            boolean sure = !choker.hasEverUnchoked() || message.line().isFast() && asker.asked().isRejected(message.key());
            charge(message, sure ? Certainty.PROOF : Certainty.STATISTICAL, "it asks for");
        }
    }

    private void charge(Message message, Certainty certainty, String verb) {
        Severity severity = message.by().timesBroken(Code.REQ_CHOKED) + 1 >= MANY ? Severity.MEDIUM : Severity.LOW;
        Speaker choker = message.by().other();
        List<Long> evidence = choker.hasEverUnchoked() ? List.of(choker.chokeSequence(), message.sequence()) : List.of(message.sequence());
        watch.charge(Code.REQ_CHOKED, severity, certainty, message.by(), verb + " block " + message.blockIndex() + " of piece "
                + message.pieceIndex()
                + " while choked", evidence);
    }
}
