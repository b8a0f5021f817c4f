package dev.oxbow.net.portmap;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.net.fetch.HttpUrl;
import dev.oxbow.net.httpu.NumericAddress;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One search for the gateway's descriptions. Only the gateway itself is listened to when its address is known, else only private
 * addresses. Lives on one event loop; once it is over neither socket nor timer remains.
 */
final class SsdpSearch {
    private static final int LOCATIONS_MAX = 4;
    private static final int HOPS_MAX = 2; // UPnP Device Architecture 1.1, section 1.3.2

    private final Vertx vertx;
    private final Gateway gateway;
    private final Waits waits;
    private final DatagramSocket socket;
    private final Set<HttpUrl> locations = new LinkedHashSet<>();
    private final Promise<List<HttpUrl>> found = Promise.promise();
    private long endTimer;
    private long againTimer;
    private boolean finished;

    private SsdpSearch(Vertx vertx, Gateway gateway, Waits waits, DatagramSocketOptions options) {
        this.vertx = vertx;
        this.gateway = gateway;
        this.waits = waits;
        this.socket = vertx.createDatagramSocket(options);
    }

    /**
     * @param localHost our address to search from; empty for any
     * @return the descriptions' URLs in the order in which they were heard of, each at the address that it came from; may be empty
     */
    static Future<List<HttpUrl>> run(Vertx vertx, Gateway gateway, Optional<String> localHost, Waits waits) {
        DatagramSocketOptions options = new DatagramSocketOptions().setMulticastTimeToLive(HOPS_MAX);
        localHost.flatMap(SsdpSearch::interfaceOf).ifPresent(options::setMulticastNetworkInterface);
        SsdpSearch search = new SsdpSearch(vertx, gateway, waits, options);
        search.socket.handler(search::received).exceptionHandler(error -> { });
        search.socket.listen(0, localHost.orElse("0.0.0.0")).onComplete(bound -> {
            if (bound.succeeded()) {
                search.start();
            } else {
                search.finish();
            }
        });
        return search.found.future();
    }

    private void start() {
        endTimer = vertx.setTimer(waits.searchMs(), fired -> finish());
        againTimer = vertx.setTimer(Math.max(1, waits.searchMs() / 3), fired -> send()); // datagrams get lost
        send();
    }

    private void send() {
        for (Endpoint to : gateway.searchAt()) {
            for (String target : Ssdp.TARGETS) {
                socket.send(Buffer.buffer(Ssdp.search(target)), to.port(), to.host()).otherwiseEmpty();
            }
        }
    }

    private void received(DatagramPacket packet) {
        String sender = packet.sender().hostAddress();
        if (finished || !isGateway(sender)) {
            return;
        }
        Optional<HttpUrl> location = Ssdp.location(packet.data().getBytes(), sender);
        boolean first = locations.isEmpty();
        if (location.isPresent() && locations.size() < LOCATIONS_MAX && locations.add(location.get()) && first) {
            vertx.cancelTimer(endTimer);
            vertx.cancelTimer(againTimer);
            endTimer = vertx.setTimer(waits.moreAnswersMs(), fired -> finish());
        }
    }

    private boolean isGateway(String sender) {
        return gateway.host().isEmpty() ? NumericAddress.parse(sender).filter(NumericAddress::isPrivate).isPresent()
                : NumericAddress.parse(sender).equals(NumericAddress.parse(gateway.host()));
    }

    private void finish() {
        if (!finished) {
            finished = true;
            vertx.cancelTimer(endTimer);
            vertx.cancelTimer(againTimer);
            socket.close().otherwiseEmpty();
            found.complete(new ArrayList<>(locations));
        }
    }

    private static Optional<String> interfaceOf(String localHost) {
        try {
            return Optional.ofNullable(NetworkInterface.getByInetAddress(InetAddress.getByName(localHost))).map(NetworkInterface::getName);
        } catch (SocketException | UnknownHostException gone) {
            return Optional.empty();
        }
    }
}
