package dev.oxbow.core.dht;

import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.ByteString;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Bytes drawn from the session's seed that strangers get to see: transactions, tokens, ids. {@link Rng} can be run backwards, so what is
 * shown is a hash of its draw, from which neither the seed nor the next draw follows.
 */
final class Secrets {
    /** What a draw is for. New ones go at the end. */
    enum Use { TRANSACTION, TOKEN, NODE_ID, REFRESH_TARGET }

    static final int LENGTH_BYTES = 20;

    private Secrets() {
    }

    /** 20 bytes for these keys. */
    static byte[] draw(long seed, Use use, long key) {
        ByteBuffer draws = ByteBuffer.allocate(2 * Long.BYTES);
        draws.putLong(Rng.bits(seed, Rng.Purpose.DHT_SECRET, 2L * use.ordinal(), key));
        draws.putLong(Rng.bits(seed, Rng.Purpose.DHT_SECRET, 2L * use.ordinal() + 1, key));
        return sha1(draws.array(), ByteString.EMPTY);
    }

    static byte[] sha1(byte[] secret, ByteString message) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(secret);
            return digest.digest(message.toArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
