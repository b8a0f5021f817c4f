package dev.oxbow.core.rule;

import dev.oxbow.core.command.CloseReason;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.time.Deadline;
import java.util.List;

/** Rule 1, the part that is about time: no whole handshake. */
final class HandshakeRule {
    private static final long PATIENCE_NS = 10 * Deadline.SECOND_NS;

    HandshakeRule(Watch watch) {
        watch.on(ConnectionCommand.CloseConnection.class, command -> {
            if (command.reason() == CloseReason.HANDSHAKE_TIMEOUT) {
                watch.line(command.connectionId()).ifPresent(line -> judge(watch, line));
            }
        });
    }

    private static void judge(Watch watch, Line line) {
        boolean waitedForUs = line.isDialled() && !line.us().isHandshakeSaid();
        long waitedNs = watch.nowNs() - line.openedNs();
        if (!line.peer().isHandshakeSaid() && !waitedForUs && waitedNs >= PATIENCE_NS && !watch.ownSide()
                .stoodStillSince(line.openedNs())) {
            watch.charge(Code.BAD_HANDSHAKE, Severity.LOW, Certainty.STATISTICAL, line.peer(), "no whole handshake in "
                    + waitedNs / Deadline.SECOND_NS + " s",
                    List.of(line.openedSequence(), watch.sequence()));
        }
    }
}
