package dev.oxbow.core.rule;

import dev.oxbow.core.time.Deadline;
import java.util.List;
import org.agrona.collections.Int2IntCounterMap;

/** Rule 8: much talk that says nothing. */
final class ChatterRule {
    private static final int KEEP_ALIVES = 6;
    private static final long KEEP_ALIVES_NS = 60 * Deadline.SECOND_NS;
    private static final int EMPTY_PER_SECOND = 200;
    private static final int SECONDS = 5;
    private static final int SAME_HAVE = 3;
    private static final int REPEATED_MAX = 256;

    /** One side of one conversation. */
    private static final class Talk {
        private final Times keepAlives = new Times(KEEP_ALIVES + 1);
        private final Int2IntCounterMap haves = new Int2IntCounterMap(0);
        private long second;
        private int emptyInSecond;
        private int busySeconds;
    }

    private final Watch watch;
    private final Notes<Talk> talks;

    ChatterRule(Watch watch) {
        this.watch = watch;
        talks = watch.notes(Talk::new);
        watch.on(Kind.KEEP_ALIVE, this::keepAlive);
        watch.on(Kind.HAVE, this::have);
        watch.on(Kind.INTERESTED, message -> emptyIf(message, message.by().isInterested()));
        watch.on(Kind.NOT_INTERESTED, message -> emptyIf(message, !message.by().isInterested()));
        watch.on(Kind.CHOKE, message -> emptyIf(message, message.by().isChoking()));
        watch.on(Kind.UNCHOKE, message -> emptyIf(message, !message.by().isChoking()));
    }

    private void keepAlive(Message message) {
        Talk talk = talks.of(message.by());
        talk.keepAlives.add(message.timeNs(), message.sequence());
        long since = message.timeNs() - KEEP_ALIVES_NS;
        if (talk.keepAlives.allSince(since) && !watch.ownSide().stoodStillSince(since)) {
            charge(message, "more than " + KEEP_ALIVES + " keep-alives in 60 s", talk.keepAlives.sequences());
            talk.keepAlives.clear();
        }
        emptyIf(message, true);
    }

    private void have(Message message) {
        if (message.by().isUs()) {
            return; // each piece once, and to all: nothing that could repeat
        }
        boolean known = watch.state().connection(message.line().connectionId())
                .filter(session -> session.pieces().size() > message.pieceIndex() && session.pieces().contains(message.pieceIndex()))
                        .isPresent();
        if (known) {
            Talk talk = talks.of(message.by());
            if (talk.haves.size() < REPEATED_MAX && talk.haves.incrementAndGet(message.pieceIndex()) == SAME_HAVE) {
                charge(message, "piece " + message.pieceIndex() + " again and again", List.of(message.sequence()));
            }
            emptyIf(message, true);
        }
    }

    /** Counts messages that change nothing. */
    private void emptyIf(Message message, boolean empty) {
        if (!empty) {
            return;
        }
        Talk talk = talks.of(message.by());
        long second = message.timeNs() / Deadline.SECOND_NS;
        if (second != talk.second) {
            talk.busySeconds = talk.emptyInSecond > EMPTY_PER_SECOND && second == talk.second + 1 ? talk.busySeconds + 1 : 0;
            talk.second = second;
            talk.emptyInSecond = 0;
        }
        talk.emptyInSecond++;
        if (talk.busySeconds >= SECONDS - 1 && talk.emptyInSecond == EMPTY_PER_SECOND + 1
                && !watch.ownSide().stoodStillSince(message.timeNs() - SECONDS * Deadline.SECOND_NS)) {
            charge(message, "more than " + EMPTY_PER_SECOND + " messages a second that say nothing new", List.of(message.sequence()));
        }
    }

    private void charge(Message message, String detail, List<Long> evidence) {
        watch.charge(Code.CHATTER_FLOOD, Severity.LOW, Certainty.STATISTICAL, message.by(), detail, evidence);
    }
}
