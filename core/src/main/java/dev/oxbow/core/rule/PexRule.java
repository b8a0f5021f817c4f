package dev.oxbow.core.rule;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Endpoint;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rule 35: peer exchange too often, too long, or contradicting itself (BEP 11). */
final class PexRule {
    private static final int ADDRESSES = 50;
    /** Once a minute is right; messages may be held up and then follow closer. */
    private static final long APART_NS = 45 * Deadline.SECOND_NS;

    /** One side of one conversation. */
    private static final class Told {
        private int messages;
        private int tooSoon;
        private long lastNs;
        private long lastSequence;
    }

    private final Watch watch;
    private final Notes<Told> notes;

    PexRule(Watch watch) {
        this.watch = watch;
        notes = watch.notes(Told::new);
        watch.on(PeerEvent.PexReceived.class, event -> watch.line(event.connectionId()).filter(Line::isActive)
                .ifPresent(line -> judge(line.peer(), event.added(), event.dropped())));
        watch.on(PeerCommand.SendPex.class, command -> watch.line(command.connectionId()).filter(Line::isActive)
                .ifPresent(line -> judge(line.us(), command.added(), command.dropped())));
    }

    private void judge(Speaker who, List<Endpoint> added, List<Endpoint> dropped) {
        Told told = notes.of(who);
        boolean tooSoon = told.messages > 0 && watch.nowNs() - told.lastNs < APART_NS && !watch.ownSide().stoodStillSince(told.lastNs);
        told.tooSoon = tooSoon ? told.tooSoon + 1 : 0;
        if (told.tooSoon >= 2) { // one may have been held up before
            watch.charge(Code.PEX_ABUSE, told.tooSoon > 5 ? Severity.MEDIUM : Severity.LOW, Certainty.PROOF, who,
                    "peer exchange more often than once a minute",
                    List.of(told.lastSequence, watch.sequence()));
        }
        if (told.messages > 0 && (added.size() > ADDRESSES || dropped.size() > ADDRESSES)) {
            charge(who, added.size() + " addresses added and " + dropped.size() + " dropped at once");
        }
        Set<Endpoint> named = new HashSet<>();
        for (Endpoint endpoint : added) {
            if (!named.add(endpoint)) {
                charge(who, "it names " + endpoint + " twice in one message");
            } else if (endpoint.port() == 0) {
                charge(who, "it names " + endpoint + ", where nobody can listen");
            }
        }
        dropped.stream().filter(named::contains).findFirst().ifPresent(endpoint -> charge(who, "it adds and drops " + endpoint
                + " in one message"));
        told.messages++;
        told.lastNs = watch.nowNs();
        told.lastSequence = watch.sequence();
    }

    private void charge(Speaker who, String detail) {
        watch.charge(Code.PEX_ABUSE, who, detail, watch.sequence());
    }
}
