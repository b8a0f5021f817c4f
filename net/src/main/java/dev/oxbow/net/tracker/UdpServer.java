package dev.oxbow.net.tracker;

import dev.oxbow.core.tracker.UdpAnswerDecoder;
import dev.oxbow.core.tracker.UdpConnectAnswer;
import dev.oxbow.core.tracker.UdpRequestEncoder;
import dev.oxbow.core.value.Endpoint;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One address of a UDP tracker: its connection id while that may be used, and the exchanges that wait for one. */
final class UdpServer {
    private final Endpoint endpoint;
    private final UdpSockets sockets;
    private final UdpTransactions transactions;
    private final UdpTimes times;
    private final Set<UdpExchange<?>> waiting = new LinkedHashSet<>();
    private OptionalLong connectionId = OptionalLong.empty();
    private long connectedNs;
    private OptionalInt connecting = OptionalInt.empty();
    private long connectSentNs;

    UdpServer(Endpoint endpoint, UdpSockets sockets, UdpTransactions transactions, UdpTimes times) {
        this.endpoint = endpoint;
        this.sockets = sockets;
        this.transactions = transactions;
        this.times = times;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Calls the exchange back with a connection id: at once where there is one, else when the tracker has given one. */
    void connect(UdpExchange<?> exchange) {
        if (isConnected()) {
            exchange.connected(connectionId.getAsLong(), connectedNs);
            return;
        }
        waiting.add(exchange);
        long sinceSentNs = System.nanoTime() - connectSentNs;
        boolean justSent = connecting.isPresent() && sinceSentNs < TimeUnit.MILLISECONDS.toNanos(times.firstTimeoutMs() / 2);
        if (!justSent) { // one request serves all that wait
            sendConnect();
        }
    }

    private boolean isConnected() {
        return connectionId.isPresent() && System.nanoTime() - connectedNs < TimeUnit.MILLISECONDS.toNanos(times.connectionIdMs());
    }

    private void sendConnect() {
        if (connecting.isEmpty()) {
            connecting = OptionalInt.of(transactions.open(endpoint, this::connectAnswered));
        }
        connectSentNs = System.nanoTime();
        sockets.send(endpoint, UdpRequestEncoder.connect(connecting.getAsInt())).onFailure(error ->
                takeWaiting().forEach(exchange -> exchange.fail(error)));
    }

    private void connectAnswered(byte[] datagram) {
        UdpConnectAnswer answer = UdpAnswerDecoder.connect(datagram, connecting.orElseThrow());
        connecting = OptionalInt.empty();
        if (answer instanceof UdpConnectAnswer.Connected connected) {
            connectionId = OptionalLong.of(connected.connectionId());
            connectedNs = System.nanoTime();
            takeWaiting().forEach(exchange -> exchange.connected(connected.connectionId(), connectedNs));
        } else {
            String reason = answer instanceof UdpConnectAnswer.Refused refused ? refused.reason()
                    : ((UdpConnectAnswer.Malformed) answer).reason();
            takeWaiting().forEach(exchange -> exchange.fail(new NoAnswerException(reason)));
        }
    }

    private List<UdpExchange<?>> takeWaiting() {
        List<UdpExchange<?>> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    /** The tracker does not seem to know this id any more; it may have been restarted. */
    void forget(long unknownConnectionId) {
        if (connectionId.isPresent() && connectionId.getAsLong() == unknownConnectionId) {
            connectionId = OptionalLong.empty();
        }
    }

    /** The exchange does not wait any longer. */
    void leave(UdpExchange<?> exchange) {
        waiting.remove(exchange);
        if (waiting.isEmpty() && connecting.isPresent()) {
            transactions.close(connecting.getAsInt());
            connecting = OptionalInt.empty();
        }
    }

    /** Nothing would be lost with it. */
    boolean isIdle() {
        return waiting.isEmpty() && !isConnected();
    }
}
