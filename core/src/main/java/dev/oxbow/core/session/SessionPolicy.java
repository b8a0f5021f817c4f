package dev.oxbow.core.session;

import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.ConnectionEvent;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.ReachEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.event.TrackerEvent;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.event.WebSeedEvent;
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
    private final QueueKeeper queue;
    private final Timers timers;
    private final UserDecisions users;
    private final ConnectionDecisions connections;
    private final PeerDecisions peers;
    private final StorageDecisions storage;
    private final TrackerDecisions trackers;
    private final WebSeedDecisions webSeeds;
    private final DhtDecisions dht;
    private final PortKeeper ports;
    private final ReachDecisions reach;
    private final Magnets magnets;

    /**
     * @param state what to read; the sink applies each command to it before it returns
     */
    public SessionPolicy(SessionState state, CommandSink sink) {
        turn = new Turn(state, sink);
        Turnover turnover = new Turnover(turn);
        dialler = new Dialler(turn, turnover);
        Fetcher fetcher = new Fetcher(turn);
        requester = new Requester(turn, fetcher);
        announcer = new Announcer(turn);
        syncer = new Syncer(turn);
        Introductions introductions = new Introductions(turn);
        Checker checker = new Checker(turn, syncer, announcer, dialler, fetcher, introductions);
        mover = new Mover(turn);
        queue = new QueueKeeper(turn, checker, announcer, syncer);
        ports = new PortKeeper(turn);
        reach = new ReachDecisions(turn, ports, dialler);
        stopper = new Stopper(turn, announcer, syncer, ports);
        Unchoker unchoker = new Unchoker(turn);
        Judge judge = new Judge(turn, fetcher);
        SeedGoal seedGoal = new SeedGoal(turn, announcer, syncer);
        dht = new DhtDecisions(turn, dialler);
        PeerExchange exchange = new PeerExchange(turn);
        magnets = new Magnets(turn, announcer, dialler, judge);
        Extensions extensions = new Extensions(turn, introductions, magnets, exchange, dialler, judge);
        peers = new PeerDecisions(turn, requester, unchoker, judge, seedGoal, dht, extensions);
        timers = new Timers(turn, requester, announcer, dialler, syncer, unchoker, peers, seedGoal, dht,
                ports, turnover, exchange, magnets);
        users = new UserDecisions(turn, announcer, dialler, checker, syncer, requester, fetcher, peers, judge, magnets);
        connections = new ConnectionDecisions(turn, dialler, requester, unchoker, judge, dht, turnover, introductions, magnets);
        storage = new StorageDecisions(turn, requester, peers, checker, syncer, judge, magnets, mover);
        trackers = new TrackerDecisions(turn, announcer, dialler);
        webSeeds = new WebSeedDecisions(turn, requester, fetcher);
    }

    /** To be called once for each event, after it has been applied. */
    public void decide(Event event) {
        if (turn.state.isInCheckpoint() || turn.state.isStopped()) {
            return;
        }
        long sequence = turn.state.sequence();
        if (event instanceof PeerEvent e) {
            e.dispatch(peers);
        } else if (event instanceof StorageEvent e) {
            e.dispatch(storage);
        } else if (event instanceof WebSeedEvent e) {
            e.dispatch(webSeeds);
        } else if (event instanceof ConnectionEvent e) {
            e.dispatch(connections);
        } else if (event instanceof TrackerEvent e) {
            e.dispatch(trackers);
        } else if (event instanceof DhtEvent e) {
            e.dispatch(dht);
        } else if (event instanceof ReachEvent e) {
            e.dispatch(reach);
        } else if (event instanceof UserEvent e) {
            e.dispatch(users);
        } else if (event instanceof SessionEvent e) {
            decideOnSession(e);
        } else if (!(event instanceof CheckpointEvent)) {
            throw new IllegalArgumentException("no policy for " + event.getClass());
        }
        if (turn.state.queue.touchedSequence() >= sequence) {
            queue.keep();
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
        } else if (event instanceof SessionEvent.ListenFailed failed && turn.state.hasAnotherPort(failed)) {
            turn.emit(new ConnectionCommand.Listen(turn.state.listenAddress, failed.port() + 1));
        } else if (event instanceof SessionEvent.ListenSucceeded || event instanceof SessionEvent.ListenFailed) {
            ports.keep();
            turn.state.swarms().forEach(announcer::announceIfDue);
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
        List.copyOf(turn.state.magnets()).forEach(magnets::follow);
        syncer.syncJournal();
    }
}
