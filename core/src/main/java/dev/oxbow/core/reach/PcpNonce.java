package dev.oxbow.core.reach;

import dev.oxbow.core.value.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The 96 bits by which a PCP gateway knows who made a mapping (RFC 6887, section 11.2). Drawn from the session's seed by a hash, so that
 * neither other hosts nor whoever sees other draws of the seed can guess it.
 */
public final class PcpNonce {
    public static final int LENGTH_BYTES = 12;
    private static final byte[] PURPOSE = "oxbow: nonce of port mappings".getBytes(StandardCharsets.US_ASCII);

    private PcpNonce() {
    }

    public static ByteString of(long seed) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(PURPOSE);
            sha1.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
            return ByteString.wrap(Arrays.copyOf(sha1.digest(), LENGTH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
