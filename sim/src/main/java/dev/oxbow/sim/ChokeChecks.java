package dev.oxbow.sim;

import dev.oxbow.core.choke.Choker;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import java.util.Map;
import java.util.TreeMap;

/** Who wants nothing any more loses its slot in the next round. */
final class ChokeChecks {
    /** By connection: since when it wants nothing. */
    private final Map<Long, Long> idleSinceNs = new TreeMap<>();

    /** @param state once the event is applied and decided */
    void after(SessionState state, Event event) {
        if (event instanceof PeerEvent.NotInterestedReceived it) {
            idleSinceNs.put(it.connectionId(), state.timeNs());
        } else if (event instanceof PeerEvent.InterestedReceived it) {
            idleSinceNs.remove(it.connectionId());
        } else if (event instanceof SessionEvent.ClockAdvanced && !state.isStopRequested()) {
            idleSinceNs.keySet().removeIf(id -> state.connection(id).isEmpty());
            idleSinceNs.forEach((id, sinceNs) -> state.connection(id).filter(session -> sinceNs + Choker.INTERVAL_NS <= state.timeNs())
                    .ifPresent(session -> check(state, session)));
        }
    }

    private static void check(SessionState state, PeerSession session) {
        boolean running = session.isActive() && state.torrent(session.torrentId()).filter(Torrent::isRunning).isPresent();
        Fault.unless(!running || session.amChoking(), () -> "a peer that wants nothing keeps its slot: " + session.endpoint());
    }
}
