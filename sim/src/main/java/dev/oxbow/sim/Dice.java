package dev.oxbow.sim;

import dev.oxbow.core.random.Rng;

/** Random numbers in sequence, from a seed. */
final class Dice {
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private long state;

    Dice(long seed) {
        state = Rng.mix(seed + GOLDEN);
    }

    /** A generator of its own, so that what is drawn from it shifts nothing here. */
    Dice fork() {
        return new Dice(bits());
    }

    long bits() {
        state += GOLDEN;
        return Rng.mix(state);
    }

    /** From 0 to {@code bound - 1}. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(bits(), bound);
    }

    /** From {@code low} to {@code high}, both included. */
    long between(long low, long high) {
        return low + Long.remainderUnsigned(bits(), high - low + 1);
    }

    /** True {@code permyriad} times in 10,000. */
    boolean chance(int permyriad) {
        return below(10_000) < permyriad;
    }
}
