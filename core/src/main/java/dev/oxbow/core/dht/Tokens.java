package dev.oxbow.core.dht;

import dev.oxbow.core.value.ByteString;

/**
 * The tokens that we give out with get_peers and ask back with announce_peer (BEP 5): a hash of the asker's address and a secret that
 * changes every five minutes; the secret before it still counts. A pure function of the seed and the time: nothing to record.
 */
public final class Tokens {
    static final int LENGTH_BYTES = 8;
    static final long SECRET_LIFE_NS = DhtTimes.MINUTE_NS * 5;

    private final long seed;

    public Tokens(long seed) {
        this.seed = seed;
    }

    public ByteString tokenFor(ByteString address, long timeNs) {
        return token(address, timeNs / SECRET_LIFE_NS);
    }

    /** Whether we gave this token to this address in the last five to ten minutes. */
    public boolean isValid(ByteString token, ByteString address, long timeNs) {
        long epoch = timeNs / SECRET_LIFE_NS;
        return token.equals(token(address, epoch)) || token.equals(token(address, epoch - 1));
    }

    private ByteString token(ByteString address, long epoch) {
        byte[] secret = Secrets.draw(seed, Secrets.Use.TOKEN, epoch);
        return ByteString.copyOf(Secrets.sha1(secret, address), 0, LENGTH_BYTES);
    }
}
