package dev.oxbow.core.rule;

import dev.oxbow.core.command.CancelReason;
import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.time.Deadline;
import java.util.List;

/** Rule 23: it claims pieces and unchokes us, but hardly ever sends any of them. */
final class FakeHaveRule {
    private static final int REQUESTS = 50;
    private static final int PERCENT = 2;

    /** One conversation. */
    private static final class Tally {
        private int failed;
        private long firstNs;
        private long firstSequence;
    }

    private final Watch watch;
    private final long timeNs;
    private final Notes<Tally> tallies;

    FakeHaveRule(Watch watch) {
        this.watch = watch;
        timeNs = watch.threshold(Threshold.FAKE_HAVE_SECONDS) * Deadline.SECOND_NS;
        tallies = watch.notes(Tally::new);
        watch.on(Kind.REJECT, message -> {
            if (!message.by().isUs() && !message.by().isChoking()) {
                failed(message.line(), 1);
            }
        });
        watch.on(PeerCommand.CancelBlocks.class, command -> {
            if (command.reason() == CancelReason.TIMED_OUT) {
                watch.line(command.connectionId()).ifPresent(line -> failed(line, command.blockCount()));
            }
        });
    }

    private void failed(Line line, int blocks) {
        Tally tally = tallies.of(line.peer());
        if (tally.failed == 0 || watch.ownSide().isExcuseSince(watch.nowNs() - 20 * Deadline.SECOND_NS)) {
            tally.failed = 0;
            tally.firstNs = watch.nowNs();
            tally.firstSequence = watch.sequence();
        }
        tally.failed += blocks;
        long answered = line.us().asked().answeredCount();
        if (tally.failed >= REQUESTS && watch.nowNs() - tally.firstNs >= timeNs && answered * 100 <= PERCENT * (answered + tally.failed)) {
            watch.charge(Code.FAKE_HAVE, Severity.MEDIUM, Certainty.STATISTICAL, line.peer(), "it answered " + answered + " of "
                    + (answered + tally.failed)
                    + " requests in " + (watch.nowNs() - tally.firstNs) / (60 * Deadline.SECOND_NS) + " minutes, though it unchokes us",
                    List.of(tally.firstSequence, watch.sequence()));
            tally.failed = 0;
        }
    }
}
