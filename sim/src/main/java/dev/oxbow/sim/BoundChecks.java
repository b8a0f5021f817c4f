package dev.oxbow.sim;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.peer.PeerSession;
import dev.oxbow.core.peer.UploadQueue;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.Torrent;
import java.util.HashMap;
import java.util.Map;

/** What must stay within bounds: queues, lists, and how often the clock wakes a node. */
final class BoundChecks {
    private static final int REQUESTS_UNSAID_MAX = 250;
    private static final int REQUESTS_MAX = 500;
    private static final int CANDIDATES_MAX = 2000;
    /** Wakings in one second, whatever goes on. */
    private static final int WAKES_MAX = 100;
    /** Wakings in a second in which nothing is downloaded, on average. */
    private static final int IDLE_WAKES_MAX = 4;

    /** Entries in a node's journal: a few thousand are usual. */
    private static final int ENTRIES_MAX = 300_000;

    private final Map<Long, Integer> queuedThere = new HashMap<>();
    private long second;
    private int wakesInSecond;
    private long wakes;
    private long wakesBeforeRest;

    void take(Event event, long timeNs, int entries) {
        Fault.unless(entries <= ENTRIES_MAX, "the journal has more than " + ENTRIES_MAX + " entries: nodes are busy with nothing");
        if (event instanceof PeerEvent.ExtendedHandshakeReceived said && said.requestQueueMax() > 0) {
            queuedThere.put(said.connectionId(), Math.min(said.requestQueueMax(), REQUESTS_MAX));
        } else if (event instanceof SessionEvent.ClockAdvanced) {
            wakes++;
            wakesInSecond = timeNs / Timeline.SECOND_NS == second ? wakesInSecond + 1 : 1;
            second = timeNs / Timeline.SECOND_NS;
            Fault.unless(wakesInSecond <= WAKES_MAX, "the clock wakes the node more than " + WAKES_MAX + " times in a second");
        }
    }

    /** @param state once the request is part of it */
    void asked(SessionState state, PeerCommand.RequestBlocks request) {
        int max = queuedThere.getOrDefault(request.connectionId(), REQUESTS_UNSAID_MAX);
        state.connection(request.connectionId()).ifPresent(session -> Fault.unless(session.requests().size() <= max,
                () -> session.requests().size() + " blocks are asked of a peer that queues " + max));
    }

    static void check(SessionState state) {
        for (Torrent torrent : state.torrents()) {
            Fault.unless(torrent.candidates().size() <= CANDIDATES_MAX, "too many candidates");
        }
        for (PeerSession session : state.connections()) {
            Fault.unless(session.uploads().queuedCount() <= UploadQueue.QUEUED_MAX, "too many requests are queued");
        }
    }

    void restBegins() {
        wakesBeforeRest = wakes;
    }

    void rested(long seconds) {
        Fault.unless(wakes - wakesBeforeRest <= IDLE_WAKES_MAX * seconds, () -> wakes - wakesBeforeRest + " wakings in " + seconds + " idle seconds");
    }
}
