package dev.oxbow.storage;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** How far a begun piece has been hashed: blocks that come in order are hashed while they are in memory. */
final class PieceCursor {
    private final MessageDigest digest = sha1();
    private int nextBlock;

    static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    /** The first block that is not hashed. */
    int nextBlock() {
        return nextBlock;
    }

    /** @param scratch has room for a block: a digest fed from outside the heap would make itself a new one each time */
    void block(ByteBuffer bytes, byte[] scratch) {
        int lengthBytes = bytes.remaining();
        bytes.get(scratch, 0, lengthBytes);
        digest.update(scratch, 0, lengthBytes);
        nextBlock++;
    }

    /** Bytes behind the last whole block that was hashed. */
    void rest(ByteBuffer bytes) {
        digest.update(bytes);
    }

    boolean matches(byte[] hash) {
        return MessageDigest.isEqual(digest.digest(), hash);
    }
}
