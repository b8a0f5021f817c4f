package dev.oxbow.net.trackerserver;

import dev.oxbow.core.tracker.AnnounceRequest;
import dev.oxbow.core.tracker.TrackerTargets;
import dev.oxbow.core.value.Endpoint;
import java.util.Optional;

/** Where a peer that announces can be reached. */
final class AskingPeer {
    private AskingPeer() {
    }

    /**
     * The address the announce came from, with the port it names. Only peers on this machine may say that they are reached elsewhere
     * (BEP 3 and 15, {@code ip}); anybody else could name a victim.
     *
     * @param remoteHost numeric
     * @return empty when that is no address
     */
    static Optional<Endpoint> endpoint(AnnounceRequest announce, String remoteHost) {
        Optional<Endpoint> remote = endpoint(remoteHost, announce.port());
        Optional<Endpoint> named = remote.filter(AskingPeer::isLoopback).flatMap(it -> endpoint(announce.ip(), announce.port()));
        return named.or(() -> remote);
    }

    private static boolean isLoopback(Endpoint endpoint) {
        return endpoint.isIpv6() ? endpoint.host().equals("::1") : endpoint.address().byteAt(0) == 127;
    }

    private static Optional<Endpoint> endpoint(String host, int port) {
        int zoneAt = host.indexOf('%');
        return TrackerTargets.literal(zoneAt < 0 ? host : host.substring(0, zoneAt)).map(address -> new Endpoint(address, port));
    }
}
