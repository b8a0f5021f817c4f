package dev.oxbow.core.reach;

import dev.oxbow.core.dht.Addresses;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Which addresses we have on the Internet, as gateways, trackers and peers say: one vote for each voter and family, the last
 * {@link #VOTES_MAX} of a family count, and most votes win. Nobody proves anything, and the worst that a lie leads to is another order
 * in which peers are dialled. Only records.
 */
public final class ExternalAddresses {
    static final int VOTES_MAX = 32;
    /** A tracker or a gateway was chosen by the user, and is believed alone; of peers it takes two, not of one network. */
    public static final int CHOSEN_WEIGHT = 2;
    public static final int PEER_WEIGHT = 1;
    private static final int WEIGHT_NEEDED = 2;

    private record Vote(ByteString address, int weight) {
    }

    private final Map<String, Vote> ipv4 = new LinkedHashMap<>();
    private final Map<String, Vote> ipv6 = new LinkedHashMap<>();
    private Optional<ByteString> best4 = Optional.empty();
    private Optional<ByteString> best6 = Optional.empty();

    /** The address that most believe in; nothing before enough do. */
    public Optional<ByteString> best(boolean ofIpv6) {
        return ofIpv6 ? best6 : best4;
    }

    // What follows records; only the fold calls it.

    /**
     * Takes the place of what the voter said before. What cannot be an address on the Internet is no vote.
     *
     * @param voter  who says so; whoever can have several names has one vote for each
     * @param weight {@link #CHOSEN_WEIGHT} or {@link #PEER_WEIGHT}
     */
    public void said(String voter, int weight, ByteString address) {
        if (isPublic(address)) {
            vote(voter, new Vote(new Endpoint(address, 1).address(), weight)); // IPv4 in IPv6's clothes is IPv4
        }
    }

    private void vote(String voter, Vote vote) {
        boolean ofIpv6 = vote.address().length() == Endpoint.IPV6_LENGTH_BYTES;
        Map<String, Vote> votes = ofIpv6 ? ipv6 : ipv4;
        votes.remove(voter);
        if (votes.size() == VOTES_MAX) {
            votes.remove(votes.keySet().iterator().next());
        }
        votes.put(voter, vote);
        if (ofIpv6) {
            best6 = winner(votes);
        } else {
            best4 = winner(votes);
        }
    }

    /** Of several with as many votes the one that was named first. */
    private static Optional<ByteString> winner(Map<String, Vote> votes) {
        Map<ByteString, Integer> sums = new LinkedHashMap<>();
        votes.values().forEach(vote -> sums.merge(vote.address(), vote.weight(), Integer::sum));
        Optional<ByteString> out = Optional.empty();
        int most = WEIGHT_NEEDED - 1;
        for (Map.Entry<ByteString, Integer> sum : sums.entrySet()) {
            if (sum.getValue() > most) {
                out = Optional.of(sum.getKey());
                most = sum.getValue();
            }
        }
        return out;
    }

    /** Whether it can be an address on the Internet: of no local network, and of none that a provider puts between (RFC 6598). */
    public static boolean isPublic(ByteString bytes) {
        if (bytes.length() != Endpoint.IPV4_LENGTH_BYTES && bytes.length() != Endpoint.IPV6_LENGTH_BYTES) {
            return false;
        }
        ByteString address = new Endpoint(bytes, 1).address();
        boolean shared = address.length() == Endpoint.IPV4_LENGTH_BYTES
                && (address.byteAt(0) & 0xff) == 100 && (address.byteAt(1) & 0xc0) == 64;
        return !shared && !Addresses.isLocal(address) && Addresses.isUsable(new Endpoint(address, 1));
    }

    /** All that is recorded, as numbers. */
    void describe(LongConsumer to) {
        for (Map<String, Vote> votes : List.of(ipv4, ipv6)) {
            to.accept(votes.size());
            votes.forEach((voter, vote) -> {
                voter.chars().forEach(to::accept);
                to.accept(vote.weight());
                for (int i = 0; i < vote.address().length(); i++) {
                    to.accept(vote.address().byteAt(i));
                }
            });
        }
    }
}
