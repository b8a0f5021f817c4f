package dev.oxbow.sim;

import dev.oxbow.sim.rogue.PeerScript;
import dev.oxbow.sim.rogue.Rogues;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What a swarm is to be, beside its seed.
 *
 * @param calm    nothing fails of itself, so that what is found was the scripted peer's doing, or the crash's
 * @param rogue   a scripted peer among the others; absent: as the seed has it when not calm
 * @param crash   a death of the second node, which downloads from the first; then there are no others
 * @param story   what the second node's user does meanwhile
 * @param without names of faults that do not strike though the seed has them; {@link #ROGUE} for the scripted peer
 * @param bug     what is wrong in every node
 * @param script  a recorded peer among the others, in the place of a scripted one
 */
record Setup(boolean calm, Optional<Rogues> rogue, Optional<Crash> crash, Story story, Set<String> without, Supplier<Bug> bug,
        Optional<PeerScript> script) {
    static final String ROGUE = "rogue";
    static final Setup USUAL = new Setup(false, Optional.empty(), Optional.empty(), Story.DOWNLOAD, Set.of(), () -> Bug.NONE, Optional.empty());

    /** What a user does while the torrent downloads. */
    enum Story {
        /** Nothing. */
        DOWNLOAD,
        /** Stops the program and starts it again. */
        RESTART,
        /** Has everything hashed. */
        RECHECK
    }

    static Setup calmWith(Rogues rogue) {
        return new Setup(true, Optional.of(rogue), Optional.empty(), Story.DOWNLOAD, Set.of(), () -> Bug.NONE, Optional.empty());
    }

    static Setup calmWith(PeerScript script) {
        return new Setup(true, Optional.empty(), Optional.empty(), Story.DOWNLOAD, Set.of(), () -> Bug.NONE, Optional.of(script));
    }

    static Setup crashing(Crash crash, Story story) {
        return new Setup(true, Optional.empty(), Optional.of(crash), story, Set.of(), () -> Bug.NONE, Optional.empty());
    }

    Setup with(Supplier<Bug> wrong) {
        return new Setup(calm, rogue, crash, story, without, wrong, script);
    }

    Setup without(String fault) {
        Set<String> more = new TreeSet<>(without);
        more.add(fault);
        return new Setup(calm, rogue, crash, story, more, bug, script);
    }
}
