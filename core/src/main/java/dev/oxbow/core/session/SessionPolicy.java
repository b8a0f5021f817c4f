package dev.oxbow.core.session;

import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.event.UserEvent;
import java.util.List;

/**
 * Decides what follows from an event, given the state that the event is already part of. Pure: the same state and event give the
 * same commands on every machine, which is what {@code oxbow replay verify} checks. Each family of events has a class of its own.
 */
public final class SessionPolicy {
    private final Turn turn;
    private final Dialler dialler;
    private final Requester requester;
    private final Announcer announcer;
    private final Syncer syncer;
    private final Stopper stopper;
    private final Mover mover;
    private final Timers timers;
    private final UserDecisions users;
    private final ConnectionDecisions connections;
    private final PeerDecisions peers;
    private final StorageDecisions storage;
    private final TrackerDecisions trackers;
    private final DhtDecisions dht;

    /**
     * @param state what to read; the sink applies each command to it before it returns
     */
    public SessionPolicy(SessionState state, CommandSink sink) {
        turn = new Turn(state, sink);
        dialler = new Dialler(turn);
        requester = new Requester(turn);
        announcer = new Announcer(turn);
        syncer = new Syncer(turn);
        Checker checker = new Checker(turn, syncer, announcer, dialler);
        mover = new Mover(turn);
        stopper = new Stopper(turn, announcer, syncer);
        Unchoker unchoker = new Unchoker(turn);
        Judge judge = new Judge(turn);
        SeedGoal seedGoal = new SeedGoal(turn, announcer, syncer);
        dht = new DhtDecisions(turn, dialler);
        peers = new PeerDecisions(turn, requester, unchoker, judge, seedGoal, dht);
        timers = new Timers(turn, requester, announcer, dialler, syncer, unchoker, peers, seedGoal, dht);
        users = new UserDecisions(turn, announcer, dialler, checker, syncer, requester, peers, judge);
        connections = new ConnectionDecisions(turn, dialler, requester, unchoker, judge, dht);
        storage = new StorageDecisions(turn, requester, peers, checker, syncer, judge, mover);
        trackers = new TrackerDecisions(turn, announcer, dialler);
    }

    /** To be called once for each event, after it has been applied. */
    public void decide(Event event) {
        if (turn.state.isInCheckpoint() || turn.state.isStopped()) {
            return;
        }
        if (event instanceof PeerEvent e) {
            e.dispatch(peers);
        } else if (event instanceof StorageEvent e) {
            e.dispatch(storage);
        } else if (event instanceof ConnectionEvent e) {
            e.dispatch(connections);
        } else if (event instanceof TrackerEvent e) {
            e.dispatch(trackers);
        } else if (event instanceof DhtEvent e) {
            e.dispatch(dht);
        } else if (event instanceof UserEvent e) {
            e.dispatch(users);
        } else if (event instanceof SessionEvent e) {
            decideOnSession(e);
        } else if (!(event instanceof CheckpointEvent)) {
            throw new IllegalArgumentException("no policy for " + event.getClass());
        }
        if (turn.state.isStopRequested()) {
            stopper.advance();
        }
    }

    private void decideOnSession(SessionEvent event) {
        if (event instanceof SessionEvent.SessionStarted) {
            start();
        } else if (event instanceof SessionEvent.ClockAdvanced) {
            timers.fire();
        } else if (event instanceof SessionEvent.ListenSucceeded || event instanceof SessionEvent.ListenFailed) {
            turn.state.torrents().forEach(announcer::announceIfDue);
            dht.openIfWanted();
        } else if (event instanceof SessionEvent.SessionStopRequested) {
            stopper.begin();
        } else if (event instanceof SessionEvent.JournalSynced) {
            syncer.syncJournal();
            mover.proceed();
        }
    }

    private void start() {
        turn.emit(new ConnectionCommand.Listen(turn.state.listenAddress, turn.state.listenPort));
        for (Torrent torrent : List.copyOf(turn.state.torrents())) {
            if (torrent.movingTo().isPresent()) {
                mover.resume(torrent);
            } else {
                turn.openFiles(torrent);
            }
        }
        syncer.syncJournal();
    }
}
