package dev.oxbow.sim;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.event.UserEvent;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.session.Checkpoint;
import dev.oxbow.core.session.Deadlines;
import dev.oxbow.core.session.SessionPolicy;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.value.TorrentSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * One Oxbow in a simulated swarm: the real fold and the real policy, a list for a journal. It can be killed at any entry and started
 * again from what the list holds.
 */
final class SimulatedNode {
    /** An entry as the journal has it. */
    record Recorded(long sequence, long timeNs, Entry entry) {
    }

    private static final long CLOCK_STEP_NS = 20_000_000;

    final int index;
    final Endpoint endpoint;
    final SimulatedDisk disk;
    private final Swarm swarm;
    private final TorrentSpec spec;
    private final TorrentWish wish;
    final List<Recorded> journal = new ArrayList<>();
    private SessionState state = new SessionState();
    private SessionPolicy policy;
    private int life;
    private boolean alive;
    private int segment;
    private long slotsTaken;
    private long slotsSettled;

    SimulatedNode(int index, Swarm swarm, TorrentSpec spec, SimulatedDisk disk, TorrentWish wish) {
        this.index = index;
        this.swarm = swarm;
        this.spec = spec;
        this.disk = disk;
        this.wish = wish;
        this.endpoint = Endpoint.of(new byte[] {10, 0, 0, (byte) (index + 1)}, 6881);
    }

    boolean isAlive() {
        return alive;
    }

    /** Tells one life from the next: what was meant for an earlier one is lost. */
    int life() {
        return life;
    }

    SessionState state() {
        return state;
    }

    Torrent torrent() {
        return state.torrents().get(0);
    }

    /** Begins a new life from the journal of the ones before. */
    void start(String bootId) {
        life++;
        alive = true;
        slotsTaken = 0;
        slotsSettled = 0;
        SessionState before = new SessionState();
        journal.forEach(it -> before.apply(it.sequence(), it.timeNs(), it.entry()));
        state = new SessionState();
        for (CheckpointEvent entry : Checkpoint.entries(before, ++segment)) {
            record(entry);
        }
        record(new CheckpointEvent.CheckpointCompleted(StateHash.of(state)));
        policy = new SessionPolicy(state, this::emit);
        take(new SessionEvent.SettingsChanged("", 6881, 200, 50, 50));
        byte[] id = new byte[PeerId.LENGTH_BYTES];
        id[0] = (byte) index;
        id[1] = (byte) life;
        take(new SessionEvent.SessionStarted(swarm.seed() * 31 + index, "sim", bootId, new PeerId(ByteString.wrap(id)), life));
        take(new UserEvent.AddTorrentRequested(1, spec, "/sim", wish));
        watchClock(life);
    }

    private void watchClock(int ofLife) {
        swarm.clock().after(CLOCK_STEP_NS, () -> {
            if (alive && life == ofLife && !state.isStopped()) {
                if (Deadlines.earliestNs(state) <= swarm.clock().nowNs()) {
                    take(new SessionEvent.ClockAdvanced());
                }
                watchClock(ofLife);
            }
        });
    }

    void kill() {
        alive = false;
    }

    /** What the conductor does with an event. */
    void take(Event event) {
        if (!alive || state.isStopped()) {
            return;
        }
        if (event instanceof PeerEvent.BlockReceived) {
            slotsTaken++;
        }
        record(event);
        policy.decide(event);
        if (slotsTaken != slotsSettled) {
            throw new IllegalStateException("a block was not answered by exactly one command: " + event);
        }
    }

    private void emit(Command command) {
        record(command);
        if (command instanceof StorageCommand.WriteBlock || command instanceof StorageCommand.DiscardBlock) {
            slotsSettled++;
        }
        swarm.carryOut(this, command);
    }

    private void record(Entry entry) {
        Recorded recorded = new Recorded(journal.size(), swarm.clock().nowNs(), entry);
        journal.add(recorded);
        state.apply(recorded.sequence(), recorded.timeNs(), entry);
    }
}
