package dev.oxbow.sim;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.session.CommandSink;
import dev.oxbow.core.session.SessionPolicy;
import dev.oxbow.core.session.SessionState;

/** The real state machine, and what is wrong with it on purpose. */
final class Mind {
    private final SessionState state = new SessionState();
    private final SessionPolicy policy;
    private final Bug bug;
    private final CommandSink sink;

    Mind(Bug bug, CommandSink sink) {
        this.bug = bug;
        this.sink = sink;
        this.policy = new SessionPolicy(state, command -> bug.decides(state, command).forEach(sink::emit));
    }

    SessionState state() {
        return state;
    }

    void apply(long sequence, long timeNs, Entry entry) {
        state.apply(sequence, timeNs, entry);
        bug.folded(state, entry);
    }

    void decide(Event event) {
        policy.decide(event);
        bug.decidesBesides(state, event).forEach(sink::emit);
    }
}
