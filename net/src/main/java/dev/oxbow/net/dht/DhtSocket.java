package dev.oxbow.net.dht;

import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.command.DhtCommandHandler;
import dev.oxbow.core.dht.DhtEntries;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.core.tracker.TrackerTargets;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.net.tracker.HostLookup;
import dev.oxbow.net.Outbox;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;

/**
 * The socket of our node in the DHT, at the UDP port of the number at which we listen for TCP where that is free. Where the machine has
 * IPv6 it is one socket for both families. Commands may come from any thread and return at once; a datagram that cannot be taken or sent
 * is as good as lost.
 */
public final class DhtSocket implements DhtCommandHandler, AutoCloseable {
    private static final int RECEIVE_BUFFER_BYTES = 256 * 1024;

    private final Vertx vertx;
    private final Context loop;
    private final Inbox inbox;
    private final Outbox outbox;
    private final HostLookup lookup;
    private final DatagramFilter filter = new DatagramFilter(System.nanoTime());
    private Optional<DatagramSocket> socket = Optional.empty();
    private volatile boolean closed;

    public DhtSocket(Vertx vertx, Inbox inbox) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.inbox = inbox;
        this.outbox = new Outbox(vertx, inbox);
        this.lookup = new HostLookup(vertx);
    }

    @Override
    public void onOpenDhtSocket(DhtCommand.OpenDhtSocket command) {
        loop.runOnContext(now -> open(command));
    }

    private void open(DhtCommand.OpenDhtSocket command) {
        boolean ipv6 = command.address().isEmpty() ? hasIpv6(true) : command.address().indexOf(':') >= 0;
        String address = command.address().isEmpty() ? ipv6 ? "::" : "0.0.0.0" : command.address();
        listen(address, command.port(), ipv6).recover(taken -> command.port() == 0 ? Future.failedFuture(taken) : listen(address, 0, ipv6))
                .onSuccess(opened -> {
                    socket = Optional.of(opened);
                    if (closed) {
                        opened.close();
                    }
                    Endpoint endpoint = new Endpoint(TrackerTargets.literal(address).orElseThrow(), opened.localAddress().port());
                    boolean any = command.address().isEmpty();
                    outbox.post(new DhtEvent.DhtListenSucceeded(endpoint, any || !ipv6, any ? hasIpv6(false) : ipv6));
                })
                .onFailure(error -> outbox.post(new DhtEvent.DhtListenFailed("the UDP port cannot be opened at " + address)));
    }

    private Future<DatagramSocket> listen(String address, int port, boolean ipv6) {
        DatagramSocket opening = vertx.createDatagramSocket(
                new DatagramSocketOptions().setIpV6(ipv6).setReceiveBufferSize(RECEIVE_BUFFER_BYTES));
        opening.exceptionHandler(error -> { }); // what cannot be received is as good as lost
        opening.handler(this::received);
        return opening.listen(port, address).onFailure(error -> opening.close());
    }

    /** @param any whether addresses count that lead nowhere outside */
    private static boolean hasIpv6(boolean any) {
        try {
            return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                    .anyMatch(address -> address instanceof Inet6Address && (any || isGlobal(address)));
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean isGlobal(InetAddress address) {
        return !address.isLoopbackAddress() && !address.isLinkLocalAddress() && !address.isSiteLocalAddress()
                && (address.getAddress()[0] & 0xfe) != 0xfc;
    }

    private void received(DatagramPacket packet) {
        String host = packet.sender().hostAddress();
        int zoneAt = host.indexOf('%');
        Optional<ByteString> address = TrackerTargets.literal(zoneAt < 0 ? host : host.substring(0, zoneAt));
        if (!closed && address.isPresent() && inbox.hasRoom()) {
            Endpoint from = new Endpoint(address.get(), packet.sender().port());
            filter.take(from, packet.data().getBytes(), System.nanoTime())
                    .ifPresent(message -> inbox.offer(DhtEntries.received(from, message)));
        }
    }

    /** @param openTransaction of a query; empty for an answer */
    public void send(Endpoint to, ByteString datagram, ByteString openTransaction) {
        loop.runOnContext(now -> {
            if (openTransaction.length() > 0) {
                filter.sent(to, openTransaction);
            }
            socket.filter(open -> !closed).ifPresent(open -> open.send(Buffer.buffer(datagram.toArray()), to.port(), to.host()));
        });
    }

    @Override
    public void onResolveHosts(DhtCommand.ResolveHosts command) {
        loop.runOnContext(now -> command.hosts().forEach(host -> resolve(host, command)));
    }

    private void resolve(String host, DhtCommand.ResolveHosts command) {
        Optional<BootstrapHost> parsed = BootstrapHost.parse(host);
        if (parsed.isEmpty()) {
            outbox.post(new DhtEvent.HostResolveFailed(command.ipv6(), host, "it is no HOST:PORT"));
            return;
        }
        lookup.addresses(parsed.get().name()).onComplete(done -> {
            DhtEvent answer = done.failed() ? new DhtEvent.HostResolveFailed(command.ipv6(), host, "the host cannot be found")
                    : parsed.get().resolved(command, host, done.result());
            outbox.post(answer);
        });
    }

    /** Nothing is posted or sent from here on. */
    @Override
    public void close() {
        closed = true;
        outbox.close();
        loop.runOnContext(now -> {
            socket.ifPresent(DatagramSocket::close);
            lookup.close();
        });
    }

    @Override
    public void onSendDhtQuery(DhtCommand.SendDhtQuery command) {
        // Comes as a datagram.
    }

    @Override
    public void onSendDhtResponse(DhtCommand.SendDhtResponse command) {
        // Comes as a datagram.
    }

    @Override
    public void onSendDhtError(DhtCommand.SendDhtError command) {
        // Comes as a datagram.
    }

    @Override
    public void onStartLookup(DhtCommand.StartLookup command) {
        // Recorded only.
    }

    @Override
    public void onEndLookup(DhtCommand.EndLookup command) {
        // Recorded only.
    }

    @Override
    public void onChangeNodeId(DhtCommand.ChangeNodeId command) {
        // Recorded only.
    }
}
