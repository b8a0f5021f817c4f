package dev.oxbow.sim;

import dev.oxbow.sim.rogue.Rogues;
import java.util.Optional;

/**
 * What a swarm is to be, beside its seed.
 *
 * @param calm  nothing fails, so that what is found was the scripted peer's doing
 * @param rogue a scripted peer among the others; absent: as the seed has it when not calm
 */
record Setup(boolean calm, Optional<Rogues> rogue) {
    static final Setup USUAL = new Setup(false, Optional.empty());

    static Setup calmWith(Rogues rogue) {
        return new Setup(true, Optional.of(rogue));
    }
}
