package dev.oxbow.core.rule;

import dev.oxbow.core.time.Deadline;
import java.util.List;

/** Rule 19: it unchokes us and does not answer. That we withdraw and ask again meanwhile does not begin the time anew. */
final class SnubRule {
    /** So long without any request open, and nothing is awaited any more. */
    private static final int IDLE_SECONDS = 5;

    /** One conversation. */
    private static final class Wait {
        private boolean waiting;
        private boolean told;
        private long sinceNs;
        private long sequence;
        private int idleSeconds;
    }

    private final Watch watch;
    private final Notes<Wait> waits;
    private final long firstNs;
    private final long usualNs;

    SnubRule(Watch watch) {
        this.watch = watch;
        firstNs = watch.threshold(Threshold.SNUB_FIRST_SECONDS) * Deadline.SECOND_NS;
        usualNs = watch.threshold(Threshold.SNUB_SECONDS) * Deadline.SECOND_NS;
        waits = watch.notes(Wait::new);
        watch.on(Kind.BLOCK, message -> reset(message.by()));
        watch.on(Kind.CHOKE, message -> reset(message.by()));
        watch.everySecond(() -> watch.lines().forEach(this::judge));
    }

    private void reset(Speaker speaker) {
        Wait wait = waits.of(speaker);
        wait.waiting = false;
        wait.told = false;
    }

    private void judge(Line line) {
        Asked asked = line.us().asked();
        Wait wait = waits.of(line.peer());
        if (!line.isActive() || line.peer().isChoking()) {
            wait.waiting = false;
            return;
        }
        wait.idleSeconds = asked.openCount() > 0 ? 0 : wait.idleSeconds + 1;
        if (wait.idleSeconds >= IDLE_SECONDS) {
            wait.waiting = false;
        } else if (!wait.waiting && asked.openCount() > 0) {
            wait.waiting = true;
            wait.sinceNs = Math.max(asked.waitingSinceNs(), line.peer().unchokedNs());
            wait.sequence = asked.firstOpenSequence();
        }
        if (!wait.waiting || wait.told) {
            return;
        }
        if (watch.ownSide().isExcuseSince(wait.sinceNs)) {
            wait.sinceNs = watch.nowNs();
        }
        long limitNs = line.peer().lastBlockNs() > 0 ? usualNs : firstNs;
        if (watch.nowNs() - wait.sinceNs >= limitNs) {
            wait.told = true;
            watch.charge(Code.SNUB, Severity.LOW, Certainty.STATISTICAL, line.peer(), "unchokes us, and has sent nothing for "
                    + (watch.nowNs() - wait.sinceNs) / Deadline.SECOND_NS + " s of what we ask for", List.of(wait.sequence,
                            asked.lastSequence()));
        }
    }
}
