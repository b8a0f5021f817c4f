package dev.oxbow.core.dht;

/**
 * How a node behaves.
 *
 * @param seed        the session's
 * @param ipv6        which of the two DHTs it is a node of (BEP 32)
 * @param dualStack   whether we have a node in the other one as well, for which nodes are asked along
 * @param readOnly    answers nobody and asks not to be remembered (BEP 43)
 * @param idsEnforced believes only nodes whose ids belong to their addresses to be the closest (BEP 42, enforcement)
 */
public record DhtSettings(long seed, boolean ipv6, boolean dualStack, boolean readOnly, boolean idsEnforced) {
    /** An ordinary node in the IPv4 DHT. */
    public static DhtSettings ipv4(long seed) {
        return new DhtSettings(seed, false, false, false, false);
    }
}
