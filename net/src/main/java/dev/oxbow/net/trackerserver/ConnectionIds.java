package dev.oxbow.net.trackerserver;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The connection ids of a UDP tracker (BEP 15): whoever shows one has received a datagram at its address not long ago. Nothing is
 * remembered for it: the id is a keyed hash of the address and the minute. Not for several threads.
 */
final class ConnectionIds {
    private static final long SLOT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int SLOTS_ACCEPTED = 3; // so that an id is good for two minutes at least
    private static final String ALGORITHM = "HmacSHA256";

    private final LongSupplier nanoClock;
    private final long startNs;
    private final Mac mac;

    ConnectionIds(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.startNs = nanoClock.getAsLong();
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        try {
            mac = Mac.getInstance(ALGORITHM); // every Java platform has it
            mac.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The id for a client now. @param host numeric */
    long issue(String host) {
        return id(host, slot());
    }

    boolean accepts(String host, long connectionId) {
        long slot = slot();
        for (int age = 0; age < SLOTS_ACCEPTED; age++) {
            if (id(host, slot - age) == connectionId) {
                return true;
            }
        }
        return false;
    }

    private long slot() {
        return (nanoClock.getAsLong() - startNs) / SLOT_NS;
    }

    private long id(String host, long slot) {
        mac.update(host.getBytes(StandardCharsets.US_ASCII));
        return ByteBuffer.wrap(mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(slot).array())).getLong();
    }
}
