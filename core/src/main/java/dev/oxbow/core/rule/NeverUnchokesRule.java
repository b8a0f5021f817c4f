package dev.oxbow.core.rule;

import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.time.Deadline;
import java.util.List;

/** Rule 20: it has never given us anything. */
final class NeverUnchokesRule {
    private static final long PATIENCE_NS = 30 * 60 * Deadline.SECOND_NS;

    NeverUnchokesRule(Watch watch) {
        watch.everySecond(() -> {
            for (Line line : watch.lines()) {
                boolean longEnough = line.us().isInterested() && watch.nowNs() - line.us().interestedSinceNs() >= PATIENCE_NS;
                if (longEnough && line.isActive() && !line.peer().hasEverUnchoked() && line.peer().timesBroken(Code.NEVER_UNCHOKES) == 0
                        && watch.state().connection(line.connectionId()).filter(NeverUnchokesRule::hasWhatWeLack).isPresent()) {
                    watch.charge(Code.NEVER_UNCHOKES, Severity.INFO, Certainty.STATISTICAL, line.peer(),
                            "we have been interested for 30 minutes, and it never unchoked us", List.of(line.peer().firstSequence(),
                                    watch.sequence()));
                }
            }
        });
    }

    private static boolean hasWhatWeLack(PeerSession session) {
        return session.missingHere() > 0;
    }
}
