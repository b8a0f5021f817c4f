package dev.oxbow.net.tracker;

import dev.oxbow.core.value.Endpoint;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks UDP trackers by address: holds what their exchanges share. To be used on one event loop. */
final class UdpClient {
    private static final int SERVERS_KEPT_MAX = 256;

    private final Vertx vertx;
    private final UdpTimes times;
    private final UdpTransactions transactions = new UdpTransactions();
    private final UdpSockets sockets;
    private final Map<Endpoint, UdpServer> servers = new LinkedHashMap<>();
    private final Set<UdpExchange<?>> underWay = new LinkedHashSet<>();

    /** @param bindAddress numeric; empty for any */
    UdpClient(Vertx vertx, String bindAddress, UdpTimes times) {
        this.vertx = vertx;
        this.times = times;
        this.sockets = new UdpSockets(vertx, bindAddress, transactions::deliver);
    }

    /** Whether trackers of the family can be asked. */
    boolean speaks(boolean ipv6) {
        return sockets.speaks(ipv6);
    }

    <A> UdpExchange<A> ask(Endpoint server, UdpQuestion<A> question, long giveUpMs) {
        UdpExchange<A> exchange = new UdpExchange<>(vertx, server(server), sockets, transactions, times, question);
        underWay.add(exchange);
        exchange.answer().onComplete(done -> underWay.remove(exchange));
        exchange.start(giveUpMs);
        return exchange;
    }

    private UdpServer server(Endpoint endpoint) {
        if (servers.size() >= SERVERS_KEPT_MAX && !servers.containsKey(endpoint)) {
            servers.values().removeIf(UdpServer::isIdle);
        }
        return servers.computeIfAbsent(endpoint, absent -> new UdpServer(absent, sockets, transactions, times));
    }

    /** Transactions that wait for an answer. */
    int transactionCount() {
        return transactions.count();
    }

    /** What is under way fails. */
    void close() {
        List.copyOf(underWay).forEach(UdpExchange::cancel);
        sockets.close();
    }
}
