package dev.oxbow.core.rule;

import dev.oxbow.core.time.Deadline;
import java.util.List;

/** Rule 22: choking and unchoking too often to be of use. */
final class ChokeFlapRule {
    private static final long CHANGES_NS = 60 * Deadline.SECOND_NS;
    private static final int SHORT_UNCHOKES = 5;
    private static final long SHORT_NS = 2 * Deadline.SECOND_NS;

    /** One side of one conversation. */
    private static final class Changes {
        private final Times all;
        private final Times shortUnchokes = new Times(SHORT_UNCHOKES);

        Changes(int most) {
            all = new Times(most);
        }
    }

    private final Watch watch;
    private final int most;
    private final Notes<Changes> changes;

    ChokeFlapRule(Watch watch) {
        this.watch = watch;
        most = watch.threshold(Threshold.CHOKE_FLAP_CHANGES);
        changes = watch.notes(() -> new Changes(most));
        watch.on(Kind.UNCHOKE, message -> {
            Speaker other = message.by().other();
            boolean wanted = other.isInterested() && other.interestedSinceNs() < message.by().chokedNs(); // at one instant: a burst after a stall
            if (message.by().isChoking() && wanted) { // else it follows the other's wishes
                changed(message);
            }
        });
        watch.on(Kind.CHOKE, message -> {
            if (!message.by().isChoking() && message.by().other().isInterested()) {
                changed(message);
                choked(message);
            }
        });
    }

    private void changed(Message message) {
        Changes seen = changes.of(message.by());
        seen.all.add(message.timeNs(), message.sequence());
        long since = message.timeNs() - CHANGES_NS;
        if (seen.all.allSince(since) && !watch.ownSide().stoodStillSince(since)) {
            charge(message, most + " changes of choking in 60 s", seen.all.sequences());
            seen.all.clear();
        }
    }

    private void choked(Message message) {
        Changes seen = changes.of(message.by());
        Speaker by = message.by();
        boolean useless = message.timeNs() - by.unchokedNs() < SHORT_NS && by.lastBlockNs() < by.unchokedNs();
        if (!useless) {
            seen.shortUnchokes.clear();
            return;
        }
        seen.shortUnchokes.add(message.timeNs(), message.sequence());
        if (seen.shortUnchokes.allSince(Long.MIN_VALUE) && !watch.ownSide().stoodStillSince(message.timeNs() - CHANGES_NS)) {
            charge(message, SHORT_UNCHOKES + " unchokes of less than 2 s without a block", seen.shortUnchokes.sequences());
            seen.shortUnchokes.clear();
        }
    }

    private void charge(Message message, String detail, List<Long> evidence) {
        watch.charge(Code.CHOKE_FLAP, Severity.LOW, Certainty.STATISTICAL, message.by(), detail, evidence);
    }
}
