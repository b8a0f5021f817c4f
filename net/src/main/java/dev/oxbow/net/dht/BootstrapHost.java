package dev.oxbow.net.dht;

import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.tracker.TrackerTargets;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.List;
import java.util.Optional;

/** A host to begin with, as the user or a torrent names it: {@code host:port}, with brackets around an IPv6 address. */
record BootstrapHost(String name, int port) {
    private static final int ADDRESSES_MAX = 4;

    static Optional<BootstrapHost> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            return Optional.empty();
        }
        int port = Integer.parseInt(text.substring(colon + 1));
        return port == 0 || port > 0xffff ? Optional.empty() : Optional.of(new BootstrapHost(text.substring(0, colon), port));
    }

    /** Those of its addresses that the DHT in question can use and that may be asked. */
    DhtEvent resolved(DhtCommand.ResolveHosts command, String host, List<ByteString> addresses) {
        List<Endpoint> endpoints = addresses.stream().map(address -> new Endpoint(address, port))
                .filter(endpoint -> endpoint.isIpv6() == command.ipv6())
                .filter(endpoint -> command.trusted() || TrackerTargets.refusal(name, endpoint).isEmpty())
                .distinct().limit(ADDRESSES_MAX).toList();
        return endpoints.isEmpty()
                ? new DhtEvent.HostResolveFailed(command.ipv6(), host, "it has no " + (command.ipv6() ? "IPv6" : "IPv4")
                        + " address that may be asked")
                : new DhtEvent.HostResolved(command.ipv6(), host, endpoints);
    }
}
