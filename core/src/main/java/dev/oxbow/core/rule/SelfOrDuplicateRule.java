package dev.oxbow.core.rule;

import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.value.PeerId;

/** Rule 3: we have met ourselves, or somebody twice. */
final class SelfOrDuplicateRule {
    private final Watch watch;

    SelfOrDuplicateRule(Watch watch) {
        this.watch = watch;
        watch.on(ConnectionEvent.HandshakeReceived.class, event -> watch.line(event.connectionId()).ifPresent(line -> judge(line,
                event.peerId())));
    }

    private void judge(Line line, PeerId id) {
        if (watch.state().peerId().filter(id::equals).isPresent()) {
            watch.charge(Code.SELF_OR_DUPLICATE, line.peer(), "it is ourselves", watch.sequence());
            return;
        }
        for (Line other : watch.lines()) {
            if (other != line && other.isActive() && other.peer().peerId().filter(id::equals).isPresent()) {
                watch.charge(Code.SELF_OR_DUPLICATE, line.peer(), "it is connected already, as " + other.endpoint(), other.peer()
                        .firstSequence(), watch.sequence());
                return;
            }
        }
    }
}
