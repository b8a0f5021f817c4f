package dev.oxbow.core.peer;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The pieces that a peer may download while it is choked (BEP 6, "allowed fast set generation"). All peers of a torrent work out the same
 * set for the same network (the first three bytes of an IPv4 address), so nobody gets more by asking around. For IPv6 there is no rule,
 * and the set is empty.
 */
public final class AllowedFastSet {
    /** BEP 6's k. */
    public static final int COUNT = 10;
    /** Far more than anybody offers; a larger set would be slow to find by drawing. */
    static final int COUNT_MAX = 100;
    private static final int NETWORK_LENGTH_BYTES = 3;

    private AllowedFastSet() {
    }

    public static List<Integer> of(InfoHash infoHash, Endpoint peer, int pieceCount) {
        return of(infoHash, peer, pieceCount, COUNT);
    }

    /**
     * The first {@code count} pieces of the set, in the order of the algorithm; all pieces when there are no more than that.
     *
     * @throws IllegalArgumentException unless {@code count} is from 0 to 100
     */
    public static List<Integer> of(InfoHash infoHash, Endpoint peer, int pieceCount, int count) {
        if (count < 0 || count > COUNT_MAX) {
            throw new IllegalArgumentException("an allowed fast set of " + count + " pieces");
        }
        if (peer.isIpv6()) {
            return List.of();
        }
        if (pieceCount <= count) {
            return IntStream.range(0, pieceCount).boxed().collect(Collectors.toUnmodifiableList());
        }
        byte[] network = peer.address().toArray();
        network[NETWORK_LENGTH_BYTES] = 0;
        MessageDigest sha1 = sha1();
        sha1.update(network);
        byte[] x = sha1.digest(infoHash.bytes().toArray());
        Set<Integer> out = new LinkedHashSet<>();
        while (out.size() < count) {
            ByteBuffer words = ByteBuffer.wrap(x);
            while (words.hasRemaining() && out.size() < count) {
                out.add(Integer.remainderUnsigned(words.getInt(), pieceCount));
            }
            x = sha1.digest(x);
        }
        return List.copyOf(out);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
