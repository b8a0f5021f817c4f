package dev.oxbow.core.rule;

import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.ByteString;
import java.util.List;

/** Rule 36: comes and goes. */
final class ConnectChurnRule {
    private static final int ADDRESSES_MAX = 1000;
    private static final int CONNECTIONS = 5;
    private static final long WINDOW_NS = 600 * Deadline.SECOND_NS;
    private static final long SHORT_NS = 5 * Deadline.SECOND_NS;

    private record Who(ByteString address, int torrentId) {
    }

    private final Watch watch;
    private final Recent<Who, Times> byAddress = new Recent<>(ADDRESSES_MAX);

    ConnectChurnRule(Watch watch) {
        this.watch = watch;
        watch.whenGone(this::gone);
    }

    private void gone(Line line) {
        long sinceNs = Math.max(line.joinedNs(), line.peer().unchokedNs());
        boolean shortLived = line.isActive() && line.peer().isHandshakeSaid() && watch.nowNs() - sinceNs < SHORT_NS;
        if (!shortLived) {
            return;
        }
        Times times = byAddress.of(new Who(line.endpoint().address(), line.torrentId()), () -> new Times(CONNECTIONS));
        times.add(watch.nowNs(), watch.sequence());
        if (times.allSince(watch.nowNs() - WINDOW_NS) && !watch.ownSide().stoodStillSince(watch.nowNs() - SHORT_NS)) {
            List<Long> evidence = times.sequences();
            times.clear();
            watch.charge(Code.CONNECT_CHURN, Severity.LOW, Certainty.STATISTICAL, line.peer(),
                    "it closed " + CONNECTIONS + " connections in 10 minutes, each within 5 s", evidence);
        }
    }
}
