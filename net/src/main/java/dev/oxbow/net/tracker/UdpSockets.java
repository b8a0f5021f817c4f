package dev.oxbow.net.tracker;

import dev.oxbow.core.tracker.TrackerTargets;
import dev.oxbow.core.value.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** One UDP socket for each address family, opened when something is first sent. To be used on one event loop. */
final class UdpSockets {
    /** Also the longest datagram that is read whole; a longer one loses its end. */
    private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;

    private final Vertx vertx;
    private final String bindAddress;
    private final BiConsumer<Endpoint, byte[]> received;
    private final Map<Boolean, Future<DatagramSocket>> sockets = new HashMap<>();

    /** @param bindAddress numeric, and then its family is the only one; empty for any */
    UdpSockets(Vertx vertx, String bindAddress, BiConsumer<Endpoint, byte[]> received) {
        this.vertx = vertx;
        this.bindAddress = bindAddress;
        this.received = received;
    }

    /** Whether there can be a socket of the family. */
    boolean speaks(boolean ipv6) {
        return bindAddress.isEmpty() || ipv6 == bindAddress.indexOf(':') >= 0;
    }

    /** The future fails with a {@link NoAnswerException} when the datagram cannot be sent; that it arrives nobody knows. */
    Future<Void> send(Endpoint to, byte[] datagram) {
        return socket(to.isIpv6()).compose(socket -> socket.send(Buffer.buffer(datagram), to.port(), to.host()).recover(error ->
                Future.failedFuture(new NoAnswerException(to + " cannot be reached: there is no route to it"))));
    }

    private Future<DatagramSocket> socket(boolean ipv6) {
        Future<DatagramSocket> known = sockets.get(ipv6);
        if (known != null && !known.failed()) {
            return known;
        }
        DatagramSocket socket = vertx.createDatagramSocket(
                new DatagramSocketOptions().setIpV6(ipv6).setReceiveBufferSize(RECEIVE_BUFFER_BYTES));
        socket.exceptionHandler(error -> { }); // what cannot be received is as good as lost
        socket.handler(this::receive);
        String address = bindAddress.isEmpty() ? ipv6 ? "::" : "0.0.0.0" : bindAddress;
        Future<DatagramSocket> opened = socket.listen(0, address).recover(error -> Future.failedFuture(new NoAnswerException(
                bindAddress.isEmpty() ? "this machine has no " + (ipv6 ? "IPv6" : "IPv4")
                        : "this machine has no such address to send from: " + bindAddress)));
        sockets.put(ipv6, opened);
        return opened;
    }

    private void receive(DatagramPacket packet) {
        String host = packet.sender().hostAddress();
        int zoneAt = host.indexOf('%');
        TrackerTargets.literal(zoneAt < 0 ? host : host.substring(0, zoneAt)).ifPresent(address ->
                received.accept(new Endpoint(address, packet.sender().port()), packet.data().getBytes()));
    }

    void close() {
        sockets.values().forEach(socket -> socket.onSuccess(DatagramSocket::close));
    }
}
