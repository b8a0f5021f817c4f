package dev.oxbow.net.lsd;

import dev.oxbow.core.value.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sockets of one group: one that hears all interfaces, as several sockets would each hear all of them, and one for each interface
 * to send from.
 */
final class MulticastLink {
    /** The groups are wider than the link (BEP 14's implementation note): some routers of a large home or an office may be between. */
    private static final int HOPS_MAX = 4;

    private final MulticastGroup group;
    private final String bindAddress;
    private final DatagramSocket receiver;
    private final List<DatagramSocket> senders = new ArrayList<>();
    private int joined;

    private MulticastLink(MulticastGroup group, String bindAddress, DatagramSocket receiver) {
        this.group = group;
        this.bindAddress = bindAddress;
        this.receiver = receiver;
    }

    /** @return empty when the group can be joined on none of the interfaces */
    static Future<Optional<MulticastLink>> open(Vertx vertx, MulticastGroup group, List<NetworkInterface> interfaces,
            String bindAddress, Handler<DatagramPacket> heard) {
        DatagramSocketOptions shared = new DatagramSocketOptions().setIpV6(group.isIpv6()).setReuseAddress(true); // others listen here too
        MulticastLink link = new MulticastLink(group, bindAddress, vertx.createDatagramSocket(shared));
        link.receiver.handler(heard).exceptionHandler(error -> { });
        Future<Void> ready = link.receiver.listen(group.port(), group.anyAddress()).mapEmpty();
        for (NetworkInterface networkInterface : interfaces) {
            ready = ready.compose(before -> link.join(vertx, networkInterface));
        }
        return ready.otherwiseEmpty().compose(done -> link.joined > 0 ? Future.succeededFuture(Optional.of(link))
                : link.close().otherwiseEmpty().map(closed -> Optional.empty()));
    }

    MulticastGroup group() {
        return group;
    }

    /** Once on each interface; an interface that cannot send now, because it is down, will be tried again with the next announce. */
    void send(Buffer announce) {
        senders.forEach(sender -> sender.send(announce, group.port(), group.address()).otherwiseEmpty());
    }

    Future<Void> close() {
        List<Future<Void>> closing = new ArrayList<>(List.of(receiver.close()));
        senders.forEach(sender -> closing.add(sender.close()));
        return Future.join(closing).mapEmpty();
    }

    /** An interface without an address of the family, or without multicast, is left out. */
    private Future<Void> join(Vertx vertx, NetworkInterface networkInterface) {
        Optional<String> from = networkInterface.inetAddresses().filter(this::usable).findFirst().map(MulticastLink::numeric);
        if (from.isEmpty()) {
            return Future.succeededFuture();
        }
        DatagramSocket sender = vertx.createDatagramSocket(new DatagramSocketOptions().setIpV6(group.isIpv6())
                .setMulticastNetworkInterface(networkInterface.getName()).setMulticastTimeToLive(HOPS_MAX));
        Future<Void> opened = receiver.listenMulticastGroup(group.address(), networkInterface.getName(), null)
                .compose(member -> sender.listen(0, from.get())).map(listening -> {
                    sender.exceptionHandler(error -> { });
                    senders.add(sender);
                    joined++;
                    return null;
                });
        return opened.recover(failed -> sender.close().otherwiseEmpty());
    }

    /** Without the zone's name, which Vert.x would look up as if it were part of a host's. */
    private static String numeric(InetAddress address) {
        return Endpoint.of(address.getAddress(), 0).host();
    }

    /** Neighbours answer to the address that we send from; a link-local IPv6 one would need their interface's name with it. */
    private boolean usable(InetAddress address) {
        boolean ours = bindAddress.isEmpty() || numeric(address).equals(bindAddress);
        return ours && address instanceof Inet6Address == group.isIpv6() && !(group.isIpv6() && address.isLinkLocalAddress());
    }
}
