package dev.oxbow.sim;

import dev.oxbow.core.rule.Catalogue;
import dev.oxbow.core.rule.Certainty;
import dev.oxbow.core.rule.Code;
import dev.oxbow.core.rule.Verdict;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.sim.rogue.PeerScript;
import dev.oxbow.sim.rogue.Rogues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One scripted peer among three honest nodes and nothing else amiss: what the catalogue of rules says of it. */
public final class PeerTrial {
    /** Where the scripted peer is found. */
    public static final Endpoint PEER = SimRogue.ENDPOINT;

    /**
     * What came of it.
     *
     * @param codes         of the rules that the peer broke
     * @param againstOthers what was proved against honest nodes, or against ourselves: nothing, if all is well
     */
    public record Outcome(long simulatedSeconds, Set<Code> codes, List<String> againstOthers) {
    }

    private final List<String> names = new ArrayList<>();
    private final Set<Code> codes = EnumSet.noneOf(Code.class);
    private final List<String> againstOthers = new ArrayList<>();

    private PeerTrial() {
    }

    /** @throws IllegalStateException when something happened that never may */
    public static Outcome play(long seed, PeerScript script) {
        return run(seed, Setup.calmWith(script), nodes -> { });
    }

    static Outcome play(long seed, Rogues rogue) {
        return run(seed, Setup.calmWith(rogue), nodes -> { });
    }

    /** Leaves the nodes' journals in the directory, too. */
    public static Outcome record(long seed, Rogues rogue, Path directory) throws IOException {
        try {
            return run(seed, Setup.calmWith(rogue), nodes -> nodes.forEach(node -> write(node, directory)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void write(SimNode node, Path directory) {
        try {
            node.record().write(directory.resolve("node-" + node.index()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome run(long seed, Setup setup, Consumer<List<SimNode>> atEnd) {
        PeerTrial trial = new PeerTrial();
        trial.names.add(PEER.host() + ":");
        setup.rogue().ifPresent(rogue -> trial.names.addAll(rogue.play().alsoKnownAs()));
        Swarm.Outcome outcome = Swarm.run(seed, setup, Optional.empty(), entry -> { }, nodes -> {
            nodes.forEach(trial::judge);
            atEnd.accept(nodes);
        });
        return new Outcome(outcome.simulatedSeconds(), trial.codes, trial.againstOthers);
    }

    private void judge(SimNode node) {
        SessionState state = new SessionState();
        Catalogue catalogue = Catalogue.of(state, verdict -> take(node, verdict));
        node.record().read((sequence, timeNs, entry) -> {
            catalogue.take(sequence, timeNs, entry);
            state.apply(sequence, timeNs, entry);
        });
    }

    private void take(SimNode node, Verdict verdict) {
        boolean proof = verdict.certainty() == Certainty.PROOF && verdict.code() != Code.SELF_OR_DUPLICATE;
        if (names.stream().anyMatch(verdict.subject()::startsWith)) {
            Fault.unless(!verdict.evidence().isEmpty(), () -> "a verdict without evidence: " + verdict);
            codes.add(verdict.code());
        } else if (proof || verdict.breach().isPresent()) {
            againstOthers.add(node + ": " + verdict + " " + verdict.evidence());
        }
    }
}
