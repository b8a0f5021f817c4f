package dev.oxbow.sim;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.CommandHandler;
import dev.oxbow.core.command.ConnectionCommand;
import dev.oxbow.core.command.SessionCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.session.Checkpoint;
import dev.oxbow.core.session.Deadlines;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.journal.JournalClock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A machine with one Oxbow on it: the real state machine, hosted as the client does it. Each event is recorded, applied and decided; each
 * command is recorded, applied and carried out. It can be stopped, killed between any two entries, or lose its power.
 */
final class SimNode {
    /** Unwinds a turn in whose middle the process dies. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("", null, false, false);
        }
    }

    static final int NEVER = Integer.MAX_VALUE;
    private static final int SLOTS = 64;
    /** Since 1970. */
    private static final long YEARS_NS = 1_700_000_000 * Timeline.SECOND_NS;
    private static final long[] NO_WAKE = {Long.MAX_VALUE};

    private final int index;
    /** What is to befall it. */
    private final Crash crash;
    private final Swarm swarm;
    private final Timeline timeline;
    private final Faults faults;
    private final Dice dice;
    private final SimNetwork network;
    private final SimDisk disk;
    private final SimTracker tracker;
    private final SimDatagrams datagrams;
    private final SimSurroundings surroundings;
    private final SimSlots slots = new SimSlots(SLOTS);
    private final Record record;
    private final NodeChecks checks;
    private final CommandHandler edges;
    private final long bytesPerSec;
    private final long latencyNs;
    private final boolean corrupting;
    private final ArrayDeque<Event> inbox = new ArrayDeque<>();
    private Mind mind;
    private final Dice bugDice;
    private boolean up;
    private long life;
    private int boot = 1;
    private int nextEvenId = 2;
    private int killAtEntry = NEVER;
    private boolean draining;
    private long wakeNs = NO_WAKE[0];
    private long uplinkFreeNs;
    private long suspendedUntilNs;
    private long sendsAgainNs;
    private long hearsAgainNs;
    private boolean ending;
    private JournalClock clock;
    /** How far the machine's wall clock is ahead of the world's time. */
    private long aheadNs = YEARS_NS;

    SimNode(int index, Swarm swarm, Dice dice, boolean corrupting, Crash crash) {
        this.crash = crash;
        this.index = index;
        this.swarm = swarm;
        this.timeline = swarm.timeline();
        this.faults = swarm.faults();
        this.dice = dice;
        this.bugDice = new Dice(index);
        this.network = swarm.network();
        this.tracker = swarm.tracker();
        this.surroundings = swarm.surroundings();
        this.corrupting = corrupting;
        this.disk = new SimDisk(this, swarm.payload(), timeline, faults, dice.fork());
        this.mind = new Mind(Bug.NONE, command -> { });
        this.record = new Record(swarm.listener(), swarm.bug());
        this.checks = new NodeChecks(this, swarm.payload());
        this.datagrams = swarm.datagrams();
        this.edges = new SimEdges(this, network, disk, tracker, datagrams, surroundings, swarm.webSeeds(), swarm.metadata());
        this.bytesPerSec = dice.between(50, 4000) * 1000;
        this.latencyNs = dice.between(1, 120) * Timeline.MS_NS;
        this.clock = machineClock();
    }

    private JournalClock machineClock() {
        return bug().clock(record.lastTimeNs(), Math.max(0, timeline.nowNs() + aheadNs), timeline::nowNs);
    }

    /** By the journal's clock. */
    long nowNs() {
        return clock.nowNs();
    }

    /** Somebody sets the machine's wall clock. */
    void stepClock(long byNs) {
        aheadNs += byNs;
    }

    int index() {
        return index;
    }

    SimNetwork network() {
        return network;
    }

    SimDisk disk() {
        return disk;
    }

    SimSlots slots() {
        return slots;
    }

    SessionState state() {
        return mind.state();
    }

    Record record() {
        return record;
    }

    NodeChecks checks() {
        return checks;
    }

    boolean isUp() {
        return up;
    }

    /** Whether the catalogue looks at what it says to others. */
    boolean isJudged() {
        return swarm.isJudged();
    }

    Bug bug() {
        return swarm.bug();
    }

    boolean does(Bug.Step step) {
        return swarm.bug().does(step, bugDice);
    }

    /** Whether somebody there may be banned. */
    boolean isGuilty(Endpoint endpoint) {
        return !swarm.isHonest(endpoint);
    }

    boolean isCorrupting() {
        return corrupting;
    }

    /** Whether what it sends is, or was, not always right. */
    boolean sendsWrong() {
        return corrupting || disk.platter().hasRotted();
    }

    /** Counts processes: what was meant for an earlier one is not for this. */
    long life() {
        return life;
    }

    long latencyNs() {
        return latencyNs;
    }

    Endpoint endpoint() {
        return Endpoint.of(new byte[] {10, 0, 0, (byte) (index + 1)}, 6881);
    }

    long nextAcceptedId() {
        nextEvenId += 2;
        return nextEvenId;
    }

    /** When the last of so many bytes has left, after all that was sent before. */
    long sendUntilNs(int bytes) {
        uplinkFreeNs = Math.max(timeline.nowNs(), uplinkFreeNs) + bytes * Timeline.SECOND_NS / bytesPerSec;
        return uplinkFreeNs;
    }

    long uplinkFreeNs() {
        return uplinkFreeNs;
    }

    void release(int slot) {
        slots.release(slot);
        network.readOn(this);
    }

    void post(Event event) {
        Optional<? extends Event> heard = up ? bug().hears(this, event) : Optional.empty();
        heard.ifPresent(it -> {
            inbox.add(it);
            drainSoon();
        });
    }

    void postIn(long thatLife, Event event) {
        if (thatLife == life) {
            post(event);
        }
    }

    /** The process stands still for a while; the world does not. */
    void suspend(long durationNs) {
        suspendedUntilNs = Math.min(timeline.nowNs() + durationNs, faults.stopNs);
    }

    boolean isSuspended() {
        return timeline.nowNs() < suspendedUntilNs;
    }

    /** What it sends does not leave, or what is sent to it does not come, until then. */
    void cutOff(boolean outgoing, boolean incoming, long durationNs) {
        long untilNs = timeline.nowNs() + durationNs;
        sendsAgainNs = outgoing ? untilNs : sendsAgainNs;
        hearsAgainNs = incoming ? untilNs : hearsAgainNs;
    }

    long sendsAgainNs() {
        return sendsAgainNs;
    }

    long hearsAgainNs() {
        return hearsAgainNs;
    }

    private void drainSoon() {
        if (!draining) {
            draining = true;
            long thisLife = life;
            timeline.at(Math.max(suspendedUntilNs, timeline.nowNs() + dice.between(1_000, 2 * Timeline.MS_NS)), () -> {
                if (thisLife == life) {
                    drain();
                }
            });
        }
    }

    private void drain() {
        draining = false;
        if (isSuspended()) {
            drainSoon();
            return;
        }
        try {
            for (int i = inbox.size(); i > 0 && up && !ending; i--) {
                take(inbox.remove());
            }
            if (ending) {
                ended();
            } else if (!inbox.isEmpty()) {
                drainSoon();
            }
        } catch (Killed e) {
            unwound();
        }
        wakeWhenDue();
    }

    private void unwound() {
        if (crash.isOver()) {
            crash();
        } else {
            died(false);
        }
    }

    /** What is to befall it befalls it now. */
    private void crash() {
        checks.crashed(crash.death);
        if (crash.death == Crash.Death.KILL) {
            died(false);
        } else {
            powerCut(new Dice(crash.draw), crash.death == Crash.Death.TORN);
        }
    }

    /** The disk is about to do something, or has done it and not said so yet. @return whether the node died of it */
    boolean diesAtDisk() {
        if (crash.strikesAtDisk()) {
            crash();
            return true;
        }
        return false;
    }

    private void wakeWhenDue() {
        long due = up ? Deadlines.earliestNs(state()) : Long.MAX_VALUE;
        if (due < wakeNs) {
            wakeNs = due;
            long thisLife = life;
            timeline.after(due - clock.nowNs(), () -> wake(thisLife));
        }
    }

    private void wake(long thatLife) {
        if (thatLife != life || !up) {
            return;
        }
        wakeNs = NO_WAKE[0];
        if (isSuspended()) {
            timeline.at(suspendedUntilNs, () -> wake(thatLife));
            return;
        }
        try {
            if (Deadlines.earliestNs(state()) <= clock.nowNs()) {
                bug().hears(this, new SessionEvent.ClockAdvanced()).ifPresent(this::take);
                Fault.unless(Deadlines.earliestNs(state()) > clock.nowNs(), "a deadline is still due after ClockAdvanced");
            }
            if (ending) {
                ended();
            }
        } catch (Killed e) {
            unwound();
        }
        wakeWhenDue();
    }

    private void take(Event event) {
        checks.before(event);
        append(event);
        checks.applied(event);
        mind.decide(event);
        checks.after(event);
    }

    private void emit(Command command) {
        checks.before(command);
        if (does(Bug.Step.RECORD_FIRST)) {
            append(command);
            dieHere();
            carryOut(command);
        } else {
            carryOut(command);
            append(command);
            dieHere();
        }
        checks.after(command);
        ending |= command instanceof SessionCommand.StopSession;
    }

    private void carryOut(Command command) {
        checks.carryingOut(command);
        command.dispatch(edges);
    }

    private void append(Entry entry) {
        dieHere();
        if (crash.strikesAtEntry()) {
            throw new Killed();
        }
        long timeNs = clock.stampNs();
        long sequence = record.add(timeNs, entry);
        if (entry instanceof SessionEvent.SessionStarted) {
            record.synced();
        }
        checks.recorded(sequence, timeNs, entry);
        mind.apply(sequence, timeNs, entry);
    }

    private void dieHere() {
        if (record.size() >= killAtEntry && !faults.over()) {
            killAtEntry = NEVER;
            throw new Killed();
        }
    }

    /** The journal is being synced; answered by an event. */
    void syncJournal(SessionCommand.SyncJournal command) {
        boolean fails = faults.strikes(dice, faults.journalSyncFails);
        if (!fails && does(Bug.Step.SYNC_JOURNAL)) {
            record.synced();
        }
        post(fails ? new SessionEvent.JournalSyncFailed(command.operationId(), "input/output error")
                : new SessionEvent.JournalSynced(command.operationId()));
    }

    void start() {
        checks.startingBeside(up);
        try {
            startUp();
        } catch (Killed e) {
            unwound();
        }
    }

    private void startUp() {
        life++;
        up = true;
        ending = false;
        slots.clear();
        wakeNs = NO_WAKE[0];
        clock = machineClock();
        SessionState before = record.fold();
        checks.starting(before);
        mind = new Mind(bug(), this::emit);
        checks.watch(mind.state());
        if (record.size() > 0) {
            for (CheckpointEvent entry : Checkpoint.entries(before, before.segment() + 1)) {
                if (bug().keeps(entry)) {
                    append(entry);
                }
            }
            append(new CheckpointEvent.CheckpointCompleted(StateHash.of(state())));
        }
        checks.restored(before);
        nextEvenId = (int) (state().nextConnectionId() + 2 & ~1L);
        byte[] id = new byte[PeerId.LENGTH_BYTES];
        Arrays.fill(id, (byte) ('a' + dice.below(26)));
        id[0] = (byte) index;
        id[1] = (byte) life;
        post(new SessionEvent.SettingsChanged("", 6881, 30, 20, 10));
        if (datagrams.isOn()) {
            post(new DhtEvent.DhtConfigured(true, List.of("node-0:6881")));
        }
        post(surroundings.settings());
        post(new SessionEvent.SessionStarted(dice.bits(), "sim", bug().bootId("boot-" + boot, life), new PeerId(ByteString.wrap(id)), life));
    }

    void listen(ConnectionCommand.Listen command) {
        boolean works = !faults.strikes(dice, faults.connectionLost);
        post(works ? new SessionEvent.ListenSucceeded(endpoint())
                : new SessionEvent.ListenFailed(command.address(), command.port(), "address in use", true));
    }

    /** The process dies before the entry after the next {@code entries}. */
    void killAfter(int entries) {
        killAtEntry = record.size() + entries;
    }

    void powerCut() {
        powerCut(dice, false);
    }

    private void powerCut(Dice lots, boolean torn) {
        if (up) {
            died(true);
        }
        boot++;
        disk.platter().powerCut(lots, torn);
        record.loseUnsyncedTail(lots);
        checks.lost();
    }

    private void died(boolean silently) {
        up = false;
        record.lose(bug().entriesHeldBack());
        checks.died();
        suspendedUntilNs = 0;
        life++;
        killAtEntry = NEVER;
        inbox.clear();
        draining = false;
        disk.kill();
        network.kill(this, silently);
    }

    private void ended() {
        append(new SessionEvent.SessionStopped());
        record.synced();
        checks.stopped();
        died(false);
    }

    @Override
    public String toString() {
        return "node " + index;
    }
}
