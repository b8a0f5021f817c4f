package dev.oxbow.core.dht;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * What the nodes that answered say our address is (BEP 42, bootstrapping). One vote for each owner of an address, the last
 * {@link #VOTES_MAX} count, and {@link #AGREEING_MIN} of them and more than half must agree. Only records.
 */
final class AddressVotes {
    static final int VOTES_MAX = 32;
    static final int AGREEING_MIN = 8;

    private final Map<ByteString, ByteString> addressByVoter = new LinkedHashMap<>();
    private final Map<ByteString, Integer> countByAddress = new LinkedHashMap<>();

    /** Our address as others see it, once enough agree. */
    Optional<ByteString> agreed() {
        if (addressByVoter.size() < AGREEING_MIN) {
            return Optional.empty();
        }
        for (Map.Entry<ByteString, Integer> entry : countByAddress.entrySet()) {
            if (entry.getValue() >= AGREEING_MIN && entry.getValue() * 2 > addressByVoter.size()) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }

    void onVote(Endpoint voter, Endpoint seen) {
        if (voter.isIpv6() != seen.isIpv6() || Addresses.isLocal(seen.address())) {
            return;
        }
        ByteString voterKey = Addresses.subnet(voter.address());
        withdraw(voterKey);
        if (addressByVoter.size() == VOTES_MAX) {
            withdraw(addressByVoter.keySet().iterator().next());
        }
        addressByVoter.put(voterKey, seen.address());
        countByAddress.merge(seen.address(), 1, Integer::sum);
    }

    void describe(LongConsumer out) {
        addressByVoter.forEach((voter, address) -> {
            Digest.add(voter, out);
            Digest.add(address, out);
        });
    }

    private void withdraw(ByteString voterKey) {
        ByteString address = addressByVoter.remove(voterKey);
        if (address != null) {
            countByAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        }
    }
}
