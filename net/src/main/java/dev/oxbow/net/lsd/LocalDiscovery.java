package dev.oxbow.net.lsd;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.net.httpu.NumericAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells neighbours which swarms we are in, and hears which they are in (BEP 14), over IPv4 and IPv6 on the given interfaces.
 *
 * <p>It keeps no list of torrents and no timer: the caller says when to announce what, each torrent every five minutes. What it enforces
 * is BEP 14's "no more than 1 announce per minute" and a bound on what it listens to.
 *
 * <p><b>The info hashes of private torrents (BEP 27) must never be given to {@link #announce}</b>, nor peers that are found here be used
 * for them: only the caller knows which torrents are private.
 */
public final class LocalDiscovery {
    /** BEP 14: at most one announce a minute. */
    public static final long ANNOUNCE_INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);
    private static final int INTERFACES_MAX = 16;
    static final int HEARD_PER_SECOND_MAX = 20;
    private static final long NEVER = Long.MIN_VALUE;

    private final List<MulticastLink> links = new ArrayList<>();
    private final Neighbours neighbours;
    private final String cookie;
    private final LocalPeerListener listener;
    private final LongSupplier clockNs;
    private long announcedNs = NEVER;
    private long secondStartNs = NEVER;
    private int heardThisSecond;

    private LocalDiscovery(List<NetworkInterface> interfaces, String cookie, LocalPeerListener listener, LongSupplier clockNs) {
        this.neighbours = new Neighbours(interfaces);
        this.cookie = cookie;
        this.listener = listener;
        this.clockNs = clockNs;
    }

    /**
     * The interfaces of networks that neighbours are on: up, with multicast, neither loopback nor one end of a tunnel, whose other end is
     * no neighbour and may not be meant to know.
     */
    public static List<NetworkInterface> usualInterfaces() {
        try {
            return NetworkInterface.networkInterfaces().filter(LocalDiscovery::isUsual).limit(INTERFACES_MAX).toList();
        } catch (SocketException none) {
            return List.of();
        }
    }

    private static boolean isUsual(NetworkInterface networkInterface) {
        try {
            return networkInterface.isUp() && networkInterface.supportsMulticast() && !networkInterface.isLoopback()
                    && !networkInterface.isPointToPoint();
        } catch (SocketException gone) {
            return false;
        }
    }

    /**
     * Joins both groups on the interfaces.
     *
     * @param bindAddress numeric: of what interfaces have only this address is used; empty for any
     * @param cookie 1 to 32 letters and digits, different for every run of Oxbow: announces that carry it are taken for our own
     * @return fails with a sentence when neither IPv4 nor IPv6 multicast can be had on any of the interfaces
     */
    public static Future<LocalDiscovery> open(Vertx vertx, List<NetworkInterface> interfaces, String bindAddress, String cookie,
            LocalPeerListener listener) {
        return open(vertx, interfaces, bindAddress, cookie, listener, List.of(MulticastGroup.IPV4, MulticastGroup.IPV6), System::nanoTime);
    }

    static Future<LocalDiscovery> open(Vertx vertx, List<NetworkInterface> interfaces, String bindAddress, String cookie,
            LocalPeerListener listener, List<MulticastGroup> groups, LongSupplier clockNs) {
        if (!LocalAnnounce.isCookie(cookie)) {
            throw new IllegalArgumentException("a cookie is 1 to 32 letters and digits");
        }
        LocalDiscovery discovery = new LocalDiscovery(interfaces, cookie, listener, clockNs);
        Future<Void> opened = Future.succeededFuture();
        for (MulticastGroup group : groups) {
            opened = opened.compose(before -> MulticastLink.open(vertx, group, interfaces, bindAddress, discovery::heard).map(link -> {
                link.ifPresent(discovery.links::add);
                return (Void) null;
            }));
        }
        return opened.compose(all -> discovery.links.isEmpty()
                ? Future.failedFuture(new LocalDiscoveryException("no interface takes part in multicast"))
                : Future.succeededFuture(discovery));
    }

    /**
     * Announces as many of these torrents, from the front, as one announce holds. The caller gives the others a minute later.
     *
     * @param infoHashes of torrents that are not private
     * @param port       where we take connections
     * @return how many were announced: 0 within a minute of the last announce
     */
    public synchronized int announce(List<InfoHash> infoHashes, int port) {
        if (infoHashes.isEmpty() || waitNs() > 0) {
            return 0;
        }
        announcedNs = clockNs.getAsLong();
        int count = Math.min(infoHashes.size(), LocalAnnounce.INFO_HASHES_MAX);
        LocalAnnounce announce = new LocalAnnounce(port, infoHashes.subList(0, count), cookie);
        links.forEach(link -> link.send(Buffer.buffer(announce.encode(link.group().hostHeader()))));
        return count;
    }

    /** How long it is until {@link #announce} will send again; 0 when it would now. */
    public synchronized long waitNs() {
        return announcedNs == NEVER ? 0 : Math.max(0, ANNOUNCE_INTERVAL_NS - (clockNs.getAsLong() - announcedNs));
    }

    /** Whether announces go out over this family. */
    public boolean covers(boolean ipv6) {
        return links.stream().anyMatch(link -> link.group().isIpv6() == ipv6);
    }

    /** Leaves the groups; nothing is heard afterwards. */
    public Future<Void> close() {
        return Future.join(links.stream().map(MulticastLink::close).toList()).mapEmpty();
    }

    private void heard(DatagramPacket packet) {
        if (!admit()) {
            return;
        }
        Optional<ByteString> sender = NumericAddress.parse(packet.sender().hostAddress()).filter(neighbours::include);
        Optional<LocalAnnounce> announce = sender.flatMap(known -> LocalAnnounce.parse(packet.data().getBytes()));
        if (announce.isEmpty() || announce.get().cookie().equals(cookie)) {
            return;
        }
        Endpoint endpoint = new Endpoint(sender.get(), announce.get().port());
        announce.get().infoHashes().forEach(infoHash -> listener.localPeerDiscovered(infoHash, endpoint));
    }

    /** A crowded or hostile network costs no more than so much: what is beyond is dropped unread. */
    private synchronized boolean admit() {
        long nowNs = clockNs.getAsLong();
        if (secondStartNs == NEVER || nowNs - secondStartNs >= TimeUnit.SECONDS.toNanos(1)) {
            secondStartNs = nowNs;
            heardThisSecond = 0;
        }
        return ++heardThisSecond <= HEARD_PER_SECOND_MAX;
    }
}
