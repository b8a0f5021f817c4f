package dev.oxbow.net.reach;

import dev.oxbow.core.event.ReachEvent;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.net.lsd.LocalDiscovery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.NetworkInterface;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells neighbours of our swarms, and hears of theirs. Only swarms that we announced ourselves are passed on, so that neither a stranger's
 * torrents nor private ones ever reach the journal, and only so many in a second. Lives on one event loop.
 */
final class NeighbourLink {
    static final int HEARD_PER_SECOND_MAX = 10;
    private static final int COOKIE_DIGITS = 16;

    private final Vertx vertx;
    private final Supplier<List<NetworkInterface>> interfaces;
    private final String bindAddress;
    private final Consumer<ReachEvent.LocalPeerDiscovered> heard;
    private final Set<InfoHash> announced = new HashSet<>();
    private Optional<Future<LocalDiscovery>> discovery = Optional.empty();
    private long secondStartNs;
    private int heardThisSecond;
    private boolean closed;

    NeighbourLink(Vertx vertx, Supplier<List<NetworkInterface>> interfaces, String bindAddress,
            Consumer<ReachEvent.LocalPeerDiscovered> heard) {
        this.vertx = vertx;
        this.interfaces = interfaces;
        this.bindAddress = bindAddress;
        this.heard = heard;
    }

    /** Where there is no multicast nobody hears of it; the next announce tries again. */
    void announce(List<InfoHash> infoHashes, int port) {
        if (closed) {
            return;
        }
        announced.addAll(infoHashes);
        boolean open = discovery.filter(future -> !future.failed()).isPresent();
        if (!open) {
            discovery = Optional.of(LocalDiscovery.open(vertx, interfaces.get(), bindAddress, cookie(), this::heard));
        }
        discovery.get().onSuccess(it -> it.announce(infoHashes, port));
    }

    private static String cookie() {
        return String.format(Locale.ROOT, "%0" + COOKIE_DIGITS + "x", new SecureRandom().nextLong());
    }

    private void heard(InfoHash infoHash, Endpoint endpoint) {
        if (announced.contains(infoHash) && endpoint.port() != 0 && admit()) {
            heard.accept(new ReachEvent.LocalPeerDiscovered(infoHash, endpoint));
        }
    }

    private boolean admit() {
        long nowNs = System.nanoTime();
        if (nowNs - secondStartNs >= TimeUnit.SECONDS.toNanos(1)) {
            secondStartNs = nowNs;
            heardThisSecond = 0;
        }
        return ++heardThisSecond <= HEARD_PER_SECOND_MAX;
    }

    void close() {
        closed = true;
        discovery.ifPresent(future -> future.onSuccess(LocalDiscovery::close));
    }
}
