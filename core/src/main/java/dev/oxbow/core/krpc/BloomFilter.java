package dev.oxbow.core.krpc;

import dev.oxbow.core.value.ByteString;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;

/** A set of IP addresses in 256 bytes that can be united and counted, but not listed (BEP 33: m = 2048, k = 2). Immutable. */
public record BloomFilter(ByteString bits) {
    public static final int LENGTH_BYTES = 256;
    public static final BloomFilter EMPTY = new BloomFilter(ByteString.wrap(new byte[LENGTH_BYTES]));
    private static final int BIT_COUNT = LENGTH_BYTES * 8;
    private static final int HASH_COUNT = 2;

    public BloomFilter {
        if (bits.length() != LENGTH_BYTES) {
            throw new IllegalArgumentException("BloomFilter takes 256 bytes, not " + bits.length());
        }
    }

    /** @param addresses of 4 or 16 bytes each */
    public static BloomFilter of(Collection<ByteString> addresses) {
        byte[] bits = new byte[LENGTH_BYTES];
        MessageDigest sha1 = sha1();
        for (ByteString address : addresses) {
            byte[] hash = sha1.digest(address.toArray());
            set(bits, (hash[0] & 0xff | (hash[1] & 0xff) << 8) % BIT_COUNT);
            set(bits, (hash[2] & 0xff | (hash[3] & 0xff) << 8) % BIT_COUNT);
        }
        return new BloomFilter(ByteString.wrap(bits));
    }

    /** The addresses of both. */
    public BloomFilter union(BloomFilter other) {
        byte[] united = bits.toArray();
        for (int i = 0; i < united.length; i++) {
            united[i] |= other.bits.byteAt(i);
        }
        return new BloomFilter(ByteString.wrap(united));
    }

    /** About how many addresses are in it; beyond 6000 it cannot tell. */
    public double estimatedCount() {
        int ones = 0;
        for (int i = 0; i < LENGTH_BYTES; i++) {
            ones += Integer.bitCount(bits.byteAt(i) & 0xff);
        }
        double zeros = Math.max(1, Math.min(BIT_COUNT - 1, BIT_COUNT - ones));
        return ones == 0 ? 0 : StrictMath.log(zeros / BIT_COUNT) / (HASH_COUNT * StrictMath.log(1 - 1.0 / BIT_COUNT));
    }

    private static void set(byte[] bits, int index) {
        bits[index / 8] |= (byte) (1 << index % 8);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
