package dev.oxbow.core.rule;

import dev.oxbow.core.time.Deadline;
import java.util.List;

/** Rule 31: what BEP 6 forbids. */
final class FastViolationRule {
    static final int ALLOWED_FAST_MAX = 64;
    private static final int SUGGESTS_MAX = 100;
    private static final long ANSWER_NS = 60 * Deadline.SECOND_NS;

    /** One side of one conversation. */
    private static final class Owed {
        private int suggests;
        /** Requests that were open when it choked, and not yet answered either way. */
        private int afterChoke;
    }

    private final Watch watch;
    private final Notes<Owed> notes;

    FastViolationRule(Watch watch) {
        this.watch = watch;
        notes = watch.notes(Owed::new);
        for (Kind kind : Kind.values()) {
            if (kind.isOfFastExtension()) {
                watch.on(kind, this::negotiated);
            }
        }
        watch.on(Kind.REJECT, this::rejected);
        watch.on(Kind.BLOCK, message -> answered(message.by()));
        watch.on(Kind.CHOKE, message -> notes.of(message.by()).afterChoke = message.line().isFast() && !message.by().isChoking()
                ? message.by().other().asked().openCount()
                : notes.of(message.by()).afterChoke);
        watch.on(Kind.UNCHOKE, message -> notes.of(message.by()).afterChoke = 0);
        watch.on(Kind.SUGGEST, message -> {
            if (++notes.of(message.by()).suggests == SUGGESTS_MAX + 1) {
                charge(message.by(), "more than " + SUGGESTS_MAX + " suggestions", List.of(message.sequence()));
            }
        });
        watch.on(Kind.ALLOWED_FAST, message -> {
            if (message.by().allowedFastCount() == ALLOWED_FAST_MAX) {
                charge(message.by(), "more than " + ALLOWED_FAST_MAX + " pieces allowed", List.of(message.sequence()));
            }
        });
        watch.everySecond(() -> watch.lines().forEach(line -> {
            late(line, line.peer());
            late(line, line.us());
        }));
    }

    private void negotiated(Message message) {
        if (!message.line().isFast()) {
            charge(message.by(), message.kind() + " was not agreed on", List.of(message.by().firstSequence(), message.sequence()));
        }
    }

    private void rejected(Message message) {
        if (!message.by().other().asked().mayBeRejected(message.key())) {
            charge(message.by(), "it rejects block " + message.blockIndex() + " of piece " + message.pieceIndex()
                    + ", which was never asked for",
                    List.of(message.sequence()));
        }
        answered(message.by());
    }

    private void answered(Speaker speaker) {
        Owed owed = notes.of(speaker);
        owed.afterChoke -= owed.afterChoke > 0 ? 1 : 0;
    }

    private void late(Line line, Speaker choker) {
        Owed owed = notes.of(choker);
        if (owed.afterChoke == 0 || !choker.isChoking() || watch.nowNs() - choker.chokedNs() < ANSWER_NS || !line.isActive()) {
            return;
        }
        boolean excused = watch.ownSide().stoodStillSince(choker.chokedNs());
        int open = owed.afterChoke;
        owed.afterChoke = 0;
        if (!excused) {
            watch.charge(Code.FAST_VIOLATION, Severity.LOW, Certainty.STATISTICAL, choker, open
                    + " requests neither answered nor rejected 60 s after the choke",
                    List.of(choker.chokeSequence(), watch.sequence()));
        }
    }

    private void charge(Speaker who, String detail, List<Long> evidence) {
        watch.charge(Code.FAST_VIOLATION, Severity.MEDIUM, Certainty.PROOF, who, detail, evidence);
    }
}
