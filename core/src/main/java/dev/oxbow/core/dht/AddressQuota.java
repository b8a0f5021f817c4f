package dev.oxbow.core.dht;

import dev.oxbow.core.value.ByteString;
import java.util.HashMap;
import java.util.Map;

/**
 * How many nodes of one owner are counted in: one for each IPv4 address or IPv6 /64, and {@link #PER_SUBNET_MAX} for each /24 or /48. So
 * whoever owns a few addresses cannot fill a table or a lookup. Local addresses are free. Only records; its order is never seen.
 */
final class AddressQuota {
    static final int PER_SUBNET_MAX = 2;

    private final Map<ByteString, Integer> countByHost = new HashMap<>();
    private final Map<ByteString, Integer> countBySubnet = new HashMap<>();

    boolean hasRoom(ByteString address) {
        return Addresses.isLocal(address) || !countByHost.containsKey(Addresses.host(address))
                && countBySubnet.getOrDefault(Addresses.subnet(address), 0) < PER_SUBNET_MAX;
    }

    void added(ByteString address) {
        if (!Addresses.isLocal(address)) {
            countByHost.merge(Addresses.host(address), 1, Integer::sum);
            countBySubnet.merge(Addresses.subnet(address), 1, Integer::sum);
        }
    }

    void removed(ByteString address) {
        if (!Addresses.isLocal(address)) {
            countByHost.computeIfPresent(Addresses.host(address), (key, count) -> count == 1 ? null : count - 1);
            countBySubnet.computeIfPresent(Addresses.subnet(address), (key, count) -> count == 1 ? null : count - 1);
        }
    }

    /** How many are counted in, local ones apart. */
    int count() {
        return countByHost.values().stream().mapToInt(Integer::intValue).sum();
    }
}
