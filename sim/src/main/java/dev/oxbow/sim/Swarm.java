package dev.oxbow.sim;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One simulated swarm. While faults last anything may happen to its nodes but what {@link NodeChecks} forbids; after that every node must
 * complete, come to rest and stop; and its journal must decide and fold to the same again.
 */
public final class Swarm {
    private static final long START_NS = 1_000 * Timeline.SECOND_NS;
    private static final int PRINTED_ENTRIES = 300;
    private static final long PATIENCE_NS = 4 * 3600 * Timeline.SECOND_NS;

    /**
     * What a swarm did.
     *
     * @param fingerprint of all nodes' last states
     */
    public record Outcome(long seed, int nodes, int entries, long simulatedSeconds, long fingerprint) {
    }

    private final long seed;
    private final Consumer<Entry> listener;
    private final Timeline timeline = new Timeline(START_NS);
    private final Faults faults;
    private final Payload payload;
    private final SimNetwork network;
    private final SimTracker tracker;
    private final SimDatagrams datagrams;
    private final SimSurroundings surroundings;
    private final SimWebSeeds webSeeds;
    private final SimMetadata metadata;
    private final List<SimNode> nodes = new ArrayList<>();
    private final List<SimUser> users = new ArrayList<>();

    private boolean resting;

    private Swarm(long seed, Consumer<Entry> listener) {
        this.seed = seed;
        this.listener = listener;
        Dice dice = new Dice(seed);
        faults = new Faults(dice.fork(), timeline);
        payload = Payload.draw(dice.fork());
        network = new SimNetwork(timeline, faults, dice.fork(), nodes);
        tracker = new SimTracker(timeline, faults, dice.fork());
        datagrams = new SimDatagrams(timeline, faults, dice.fork(), nodes);
        surroundings = new SimSurroundings(timeline, faults, new Dice(~seed), nodes);
        webSeeds = new SimWebSeeds(timeline, faults, payload, dice.fork());
        metadata = new SimMetadata(timeline, faults, dice.fork(), payload.spec());
        int count = 2 + dice.below(4);
        for (int i = 0; i < count; i++) {
            boolean corrupting = i == 1 && count > 2 && faults.corruptUpload > 0;
            SimNode node = new SimNode(i, this, dice.fork(), corrupting);
            nodes.add(node);
            users.add(new SimUser(node, this, dice.fork()));
            if (i == 0 || corrupting) {
                node.disk().platter().fill();
            }
        }
    }

    /**
     * Runs the swarm of this seed to its end.
     *
     * @throws IllegalStateException when something happened that never may; the message begins with the seed
     */
    public static Outcome run(long seed) {
        return run(seed, Optional.empty(), entry -> { });
    }

    /**
     * The same.
     *
     * @param journals where to print the last entries of every node's journal when it fails
     * @param listener is given every entry of every journal when it is recorded
     */
    public static Outcome run(long seed, Optional<PrintStream> journals, Consumer<Entry> listener) {
        Swarm swarm = new Swarm(seed, listener);
        try {
            return swarm.run();
        } catch (RuntimeException e) {
            journals.ifPresent(out -> swarm.nodes.forEach(node -> {
                out.println(node);
                node.record().print(out, PRINTED_ENTRIES);
            }));
            throw new IllegalStateException("seed " + seed + " at " + (swarm.timeline.nowNs() - START_NS) / Timeline.MS_NS + " ms: "
                    + e.getMessage() + " (" + swarm.nodes.size() + " nodes, " + swarm.faults + ")", e);
        }
    }

    private Outcome run() {
        users.forEach(SimUser::arrive);
        long endNs = faults.stopNs + PATIENCE_NS;
        while (!(faults.over() && allComplete()) && timeline.step(endNs)) {
            // each step checks itself
        }
        Fault.unless(allComplete(), "not everybody completed: " + describe());
        resting = true;
        long restNs = timeline.nowNs() + 40 * Timeline.SECOND_NS;
        while (timeline.step(restNs)) {
            // syncs finish, slots come home
        }
        nodes.forEach(node -> node.checks().atRest());
        nodes.forEach(this::verify);
        users.forEach(SimUser::stop);
        long stopNs = timeline.nowNs() + 10 * Timeline.SECOND_NS;
        while (timeline.step(stopNs)) {
            // everybody leaves
        }
        nodes.forEach(node -> Fault.unless(!node.isUp(), node + " is still up"));
        nodes.forEach(this::verify);
        long simulated = (timeline.nowNs() - START_NS) / Timeline.SECOND_NS;
        long fingerprint = nodes.stream().mapToLong(node -> StateHash.of(node.state())).reduce(seed, (a, b) -> a * 31 + b);
        return new Outcome(seed, nodes.size(), nodes.stream().mapToInt(node -> node.record().size()).sum(), simulated, fingerprint);
    }

    private boolean allComplete() {
        return nodes.stream().allMatch(node -> node.isUp() && node.state().torrents().stream().anyMatch(node.state()::isSafelyComplete));
    }

    private void verify(SimNode node) {
        SessionState again = node.record().verify();
        Fault.unless(StateHash.of(again) == StateHash.of(node.state()), node + ": the journal folds to another state");
    }

    private String describe() {
        StringBuilder out = new StringBuilder();
        for (SimNode node : nodes) {
            out.append(node).append(node.isUp() ? " up" : " down");
            node.state().magnets().forEach(magnet -> out.append(", magnet ").append(magnet.phase()).append(' ').append(magnet.fetch().arrived().size())
                    .append(" pieces, ").append(magnet.connections().size()).append(" connections"));
            node.state().torrents().forEach(torrent -> out.append(", ").append(torrent.phase()).append(' ').append(torrent.wish()).append(' ')
                    .append(torrent.picker().verified().count()).append(" of ").append(torrent.layout().pieceCount()).append(" pieces, ")
                    .append(torrent.connections().size()).append(" connections"));
            out.append("; ");
        }
        return out.toString();
    }

    /** Everybody has completed: users leave the nodes alone. */
    boolean isResting() {
        return resting;
    }

    Consumer<Entry> listener() {
        return listener;
    }

    Timeline timeline() {
        return timeline;
    }

    Faults faults() {
        return faults;
    }

    Payload payload() {
        return payload;
    }

    SimNetwork network() {
        return network;
    }

    SimTracker tracker() {
        return tracker;
    }

    SimDatagrams datagrams() {
        return datagrams;
    }

    SimSurroundings surroundings() {
        return surroundings;
    }

    SimWebSeeds webSeeds() {
        return webSeeds;
    }

    SimMetadata metadata() {
        return metadata;
    }

    List<SimNode> nodes() {
        return nodes;
    }
}
