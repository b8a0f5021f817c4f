package dev.oxbow.net.tracker;

import dev.oxbow.core.tracker.TrackerTargets;
import dev.oxbow.core.tracker.UdpTrackerUrl;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Chooses among a tracker's addresses: the first of each family that may and can be asked, IPv4 before IPv6. */
final class UdpTargets {
    private UdpTargets() {
    }

    /**
     * @param addresses of the URL's host, at least one
     * @param speaks    whether the family can be used, IPv6 when true
     * @throws NoAnswerException when there is none; it says why
     */
    static List<Endpoint> choose(UdpTrackerUrl url, List<ByteString> addresses, Predicate<Boolean> speaks) throws NoAnswerException {
        Optional<Endpoint> ipv4 = Optional.empty();
        Optional<Endpoint> ipv6 = Optional.empty();
        Optional<String> refusal = Optional.empty();
        for (ByteString address : addresses) {
            Endpoint endpoint = new Endpoint(address, url.port());
            Optional<String> why = TrackerTargets.refusal(url.host(), endpoint);
            if (why.isPresent()) {
                refusal = refusal.or(() -> why);
            } else if (speaks.test(endpoint.isIpv6())) {
                ipv4 = endpoint.isIpv6() ? ipv4 : ipv4.or(() -> Optional.of(endpoint));
                ipv6 = endpoint.isIpv6() ? ipv6.or(() -> Optional.of(endpoint)) : ipv6;
            }
        }
        List<Endpoint> chosen = new ArrayList<>();
        ipv4.ifPresent(chosen::add);
        ipv6.ifPresent(chosen::add);
        if (chosen.isEmpty()) {
            throw new NoAnswerException(refusal.orElse("the tracker has no address of the family that Oxbow is bound to"));
        }
        return chosen;
    }
}
