package dev.oxbow.core.random;

/**
 * Random numbers as a pure function: what is drawn depends on the session's seed, the purpose and the caller's keys, and on nothing
 * that was drawn before. So a new draw in one place never shifts another, and there is no state to record.
 */
public final class Rng {
    /** What a draw is for; each purpose is a stream of its own. New ones go at the end. */
    public enum Purpose {
        PIECE_ORDER, FIRST_PIECE, ANNOUNCE_JITTER, TRACKER_TIER, TRACKER_KEY, UNCHOKE_ORDER, OPTIMISTIC_UNCHOKE, SUPER_SEED, DHT_SECRET,
        DHT_JITTER, DHT_SAMPLE, EXTERNAL_PORT
    }

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private Rng() {
    }

    /** 64 well-mixed bits for these keys. */
    public static long bits(long seed, Purpose purpose, long key1, long key2) {
        long h = mix(seed + GOLDEN * (purpose.ordinal() + 1));
        h = mix(h ^ mix(key1 + GOLDEN));
        return mix(h ^ mix(key2 - GOLDEN));
    }

    /** A number from 0 to {@code bound - 1}. */
    public static int below(int bound, long seed, Purpose purpose, long key1, long key2) {
        return (int) Long.remainderUnsigned(bits(seed, purpose, key1, key2), bound);
    }

    /** SplitMix64's finaliser: a bijection in which every input bit touches every output bit. */
    public static long mix(long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
