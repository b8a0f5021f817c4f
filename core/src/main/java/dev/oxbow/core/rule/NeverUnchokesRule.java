package dev.oxbow.core.rule;

import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.time.Deadline;
import java.util.List;

/** Rule 20: it has never given us anything. */
final class NeverUnchokesRule {
    NeverUnchokesRule(Watch watch) {
        int seconds = watch.threshold(Threshold.NEVER_UNCHOKES_SECONDS);
        String patience = seconds % 60 == 0 ? seconds / 60 + " minutes" : seconds + " seconds";
        watch.everySecond(() -> {
            for (Line line : watch.lines()) {
                boolean longEnough = line.us().isInterested() && watch.nowNs() - line.us().interestedSinceNs() >= seconds * Deadline.SECOND_NS;
                if (longEnough && line.isActive() && !line.peer().hasEverUnchoked() && line.peer().timesBroken(Code.NEVER_UNCHOKES) == 0
                        && watch.state().connection(line.connectionId()).filter(NeverUnchokesRule::hasWhatWeLack).isPresent()) {
                    watch.charge(Code.NEVER_UNCHOKES, Severity.INFO, Certainty.STATISTICAL, line.peer(),
                            "we have been interested for " + patience + ", and it never unchoked us", List.of(line.peer().firstSequence(),
                                    watch.sequence()));
                }
            }
        });
    }

    private static boolean hasWhatWeLack(PeerSession session) {
        return session.missingHere() > 0;
    }
}
