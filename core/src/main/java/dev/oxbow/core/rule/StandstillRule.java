package dev.oxbow.core.rule;

import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.session.Deadlines;
import dev.oxbow.core.time.Deadline;
import java.util.List;

/** Rule 40, the part about time: the clock jumped, the machine slept, or our threads did not get to run. */
final class StandstillRule {
    private static final long LATE_NS = Deadline.SECOND_NS / 4;

    private final Watch watch;
    private long beforeNs;
    private long beforeSequence;

    StandstillRule(Watch watch) {
        this.watch = watch;
    }

    /** To be called with every entry, before the rules. */
    void before(Entry entry) {
        boolean restart = entry instanceof CheckpointEvent || entry instanceof SessionEvent
                && !(entry instanceof SessionEvent.ClockAdvanced);
        if (beforeNs > 0 && watch.nowNs() - beforeNs > LATE_NS && !restart) {
            judge();
        }
        beforeNs = watch.nowNs();
        beforeSequence = watch.sequence();
    }

    private void judge() {
        long dueNs = Math.max(Deadlines.earliestNs(watch.state()), beforeNs);
        long lateNs = dueNs == Deadline.NONE ? 0 : watch.nowNs() - dueNs;
        if (lateNs > LATE_NS) {
            watch.ownSide().stoodStill(watch.nowNs());
            watch.charge(Code.OWN_SIDE, Severity.LOW, Certainty.OWN_SIDE, "us", 0, "the clock came " + lateNs / (Deadline.SECOND_NS / 1000)
                    + " ms late: this process or machine stood still", List.of(beforeSequence, watch.sequence()));
        }
    }
}
