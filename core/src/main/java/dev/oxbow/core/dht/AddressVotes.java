package dev.oxbow.core.dht;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the nodes that answered say our address is (BEP 42, bootstrapping). One vote for each owner of an address, the last
 * {@link #VOTES_MAX} count, and {@link #AGREEING_MIN} of them and more than half must agree. Only records.
 */
final class AddressVotes {
    static final int VOTES_MAX = 32;
    static final int AGREEING_MIN = 8;

    private final Map<ByteString, ByteString> addressByVoter = new LinkedHashMap<>();

    /** Our address as others see it, once enough agree. */
    Optional<ByteString> agreed() {
        Map<ByteString, Integer> counts = new LinkedHashMap<>();
        addressByVoter.values().forEach(address -> counts.merge(address, 1, Integer::sum));
        return counts.entrySet().stream().filter(entry -> entry.getValue() >= AGREEING_MIN && entry.getValue() * 2 > addressByVoter.size())
                .map(Map.Entry::getKey).findFirst();
    }

    void onVote(Endpoint voter, Endpoint seen) {
        if (voter.isIpv6() != seen.isIpv6() || Addresses.isLocal(seen.address())) {
            return;
        }
        ByteString voterKey = Addresses.subnet(voter.address());
        addressByVoter.remove(voterKey);
        if (addressByVoter.size() == VOTES_MAX) {
            Iterator<ByteString> oldest = addressByVoter.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        addressByVoter.put(voterKey, seen.address());
    }
}
