package dev.oxbow.sim;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.sim.rogue.RecordedPeer;
import dev.oxbow.sim.rogue.Rogues;
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
    private static final long REST_SECONDS = 40;
    /** In 10,000 swarms so many have a scripted peer. */
    private static final int ROGUE_CHANCE = 5000;
    /** Those after it are met in {@code RogueTest} alone: one more among these would make another swarm of every seed. */
    private static final int ROGUES_DRAWN = Rogues.GRAMMAR.ordinal() + 1;
    private static final long PATIENCE_NS = 4 * 3600 * Timeline.SECOND_NS;

    /**
     * What a swarm did.
     *
     * @param fingerprint of all nodes' last states
     */
    public record Outcome(long seed, int nodes, int entries, long simulatedSeconds, long fingerprint, boolean hasRogue) {
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

    private final Optional<SimRogue> rogue;
    private final Setup.Story story;
    private final Bug bug;
    private final Crash crash;
    private boolean resting;
    private boolean over;

    private static final int CALM_NODES = 3;

    private Swarm(long seed, Setup setup, Consumer<Entry> listener) {
        this.seed = seed;
        this.listener = listener;
        this.story = setup.story();
        this.bug = setup.bug().get();
        Dice dice = new Dice(seed);
        Dice rogueDice = new Dice(seed ^ 0x526f677565L);
        Optional<Rogues> kind = setup.rogue().or(() -> rogueDice.chance(ROGUE_CHANCE)
                ? Optional.of(Rogues.values()[rogueDice.below(ROGUES_DRAWN)]) : Optional.empty());
        Optional<SimRogue> drawnRogue = setup.script().map(it -> new SimRogue(it.client(), new RecordedPeer(it), this, rogueDice))
                .or(() -> kind.map(it -> new SimRogue(it.name(), it.play(), this, rogueDice)));
        rogue = drawnRogue.filter(it -> !setup.without().contains(Setup.ROGUE));
        crash = setup.crash().orElseGet(Crash::none);
        boolean crashing = setup.crash().isPresent();
        long playSeconds = rogue.map(it -> (long) it.script().aloneSeconds() + it.script().playSeconds()).orElse(crashing ? 1L : 60L);
        faults = new Faults(dice.fork(), timeline, setup.calm() ? playSeconds : 0, setup.without());
        payload = Payload.draw(dice.fork(), setup.calm() ? rogue.map(it -> it.script().piecesMin()).orElse(0) : 0);
        network = new SimNetwork(timeline, faults, dice.fork(), new Dice(seed ^ 0x63757473L), nodes, payload);
        rogue.ifPresent(network::admit);
        tracker = new SimTracker(timeline, faults, dice.fork());
        datagrams = new SimDatagrams(timeline, faults, dice.fork(), nodes);
        surroundings = new SimSurroundings(timeline, faults, new Dice(~seed), nodes);
        rogue.map(SimRogue::script).ifPresent(script -> {
            tracker.belongTo(script);
            datagrams.admit(script);
        });
        webSeeds = new SimWebSeeds(timeline, faults, payload, dice.fork());
        metadata = new SimMetadata(timeline, faults, dice.fork(), payload.spec());
        int drawn = 2 + dice.below(4);
        int count = crashing ? 2 : setup.calm() ? CALM_NODES : drawn;
        for (int i = 0; i < count; i++) {
            boolean corrupting = i == 1 && count > 2 && faults.corruptUpload > 0;
            SimNode node = new SimNode(i, this, dice.fork(), corrupting, i == 1 ? crash : Crash.none());
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
        return run(seed, journals, listener, nodes -> { });
    }

    /** @param atEnd is given the nodes when all is over */
    static Outcome run(long seed, Optional<PrintStream> journals, Consumer<Entry> listener, Consumer<List<SimNode>> atEnd) {
        return run(seed, Setup.USUAL, journals, listener, atEnd);
    }

    static Outcome run(long seed, Setup setup, Optional<PrintStream> journals, Consumer<Entry> listener, Consumer<List<SimNode>> atEnd) {
        Swarm swarm = new Swarm(seed, setup, listener);
        try {
            Outcome outcome = swarm.run();
            atEnd.accept(swarm.nodes);
            return outcome;
        } catch (RuntimeException e) {
            journals.ifPresent(out -> swarm.nodes.forEach(node -> {
                out.println(node);
                node.record().print(out, PRINTED_ENTRIES);
            }));
            throw new SwarmFailure("seed " + seed + " at " + (swarm.timeline.nowNs() - START_NS) / Timeline.MS_NS + " ms: "
                    + e.getMessage() + " (" + swarm.nodes.size() + " nodes, " + swarm.rogue.map(it -> it + ", ").orElse("") + swarm.faults + ")", e, swarm.nodes);
        }
    }

    private Outcome run() {
        for (int i = 0; i < users.size(); i++) {
            users.get(i).arrive(i == 0 && faults.calm ? rogue.map(it -> it.script().aloneSeconds()).orElse(0) * Timeline.SECOND_NS : 0);
        }
        rogue.ifPresent(SimRogue::arrive);
        users.get(1).tell(story);
        long endNs = faults.stopNs + PATIENCE_NS;
        while (!(faults.over() && allComplete()) && timeline.step(endNs)) {
            // each step checks itself
        }
        Fault.unless(allComplete(), "not everybody completed: " + describe());
        if (!faults.calm) {
            liveOn();
        }
        resting = true;
        crash.end();
        nodes.forEach(node -> node.checks().restBegins());
        long restNs = timeline.nowNs() + REST_SECONDS * Timeline.SECOND_NS;
        while (timeline.step(restNs)) {
            // syncs finish, slots come home
        }
        nodes.forEach(node -> node.checks().atRest(REST_SECONDS));
        over = true;
        users.forEach(SimUser::stop);
        long stopNs = timeline.nowNs() + 10 * Timeline.SECOND_NS;
        while (timeline.step(stopNs)) {
            // everybody leaves
        }
        nodes.forEach(node -> Fault.unless(!node.isUp(), node + " is still up"));
        nodes.forEach(this::verify);
        long simulated = (timeline.nowNs() - START_NS) / Timeline.SECOND_NS;
        long fingerprint = nodes.stream().mapToLong(node -> StateHash.of(node.state())).reduce(seed, (a, b) -> a * 31 + b);
        return new Outcome(seed, nodes.size(), nodes.stream().mapToInt(node -> node.record().size()).sum(), simulated, fingerprint, rogue.isPresent());
    }

    private void liveOn() {
        long endNs = new Afterlife(this, new Dice(seed ^ 0x6c617465L)).endNs();
        while (timeline.step(endNs)) {
            // seeds stand by
        }
        while (!allComplete() && timeline.step(endNs + PATIENCE_NS)) {
            // whoever came late completes, too
        }
        Fault.unless(allComplete(), "not everybody completed again: " + describe());
    }

    private boolean allComplete() {
        return nodes.stream().allMatch(node -> node.isUp() && !node.disk().platter().isRotten()
                && node.state().torrents().stream().anyMatch(node.state()::isSafelyComplete));
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

    /** All has been seen: nobody says anything any more. */
    boolean isOver() {
        return over;
    }

    /** Whether the catalogue looks at what its nodes say to others: in one swarm of four. */
    boolean isJudged() {
        return seed % 4 == 1;
    }

    long seed() {
        return seed;
    }

    /** What is wrong in every node. */
    Bug bug() {
        return bug;
    }

    /** Whether whoever is at this address does nothing wrong. */
    boolean isHonest(Endpoint endpoint) {
        return rogue.stream().noneMatch(it -> it.endpoint().address().equals(endpoint.address()))
                && nodes.stream().noneMatch(node -> node.sendsWrong() && node.endpoint().address().equals(endpoint.address()));
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

    List<SimUser> users() {
        return users;
    }
}
