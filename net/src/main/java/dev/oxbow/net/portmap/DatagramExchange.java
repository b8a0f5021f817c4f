package dev.oxbow.net.portmap;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.net.httpu.NumericAddress;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One question by datagram: sent again until an answer comes from where the question went, or patience ends. What comes from elsewhere, or
 * does not answer this question, is not seen. Lives on one event loop; once it is over neither socket nor timer remains.
 */
final class DatagramExchange<T> {
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final String host;
    private final int port;
    private final Buffer request;
    private final List<Integer> waitsMs;
    private final Function<byte[], Optional<T>> decode;
    private final Promise<Optional<T>> answer = Promise.promise();
    private final DatagramSocket socket;
    private final Optional<ByteString> expectedSender;
    private long timer = NO_TIMER;
    private int sent;
    private boolean finished;

    private DatagramExchange(Vertx vertx, String host, int port, byte[] request, List<Integer> waitsMs,
            Function<byte[], Optional<T>> decode) {
        this.vertx = vertx;
        this.host = host;
        this.port = port;
        this.request = Buffer.buffer(request);
        this.waitsMs = waitsMs;
        this.decode = decode;
        this.expectedSender = NumericAddress.parse(host);
        this.socket = vertx.createDatagramSocket(new DatagramSocketOptions().setIpV6(host.indexOf(':') >= 0));
    }

    /**
     * @param localHost our address to ask from, numeric
     * @param waitsMs   how long to wait after each sending
     * @param decode    reads an answer; empty for what is none
     * @return empty when there was no answer
     */
    static <T> Future<Optional<T>> ask(Vertx vertx, String localHost, String host, int port, byte[] request, List<Integer> waitsMs,
            Function<byte[], Optional<T>> decode) {
        DatagramExchange<T> exchange = new DatagramExchange<>(vertx, host, port, request, waitsMs, decode);
        exchange.socket.handler(exchange::received).exceptionHandler(error -> { });
        exchange.socket.listen(0, localHost).onComplete(bound -> {
            if (bound.succeeded()) {
                exchange.sendAgain();
            } else {
                exchange.finish(Optional.empty());
            }
        });
        return exchange.answer.future();
    }

    private void sendAgain() {
        if (sent == waitsMs.size()) {
            finish(Optional.empty());
            return;
        }
        timer = vertx.setTimer(waitsMs.get(sent++), fired -> sendAgain());
        socket.send(request, port, host).otherwiseEmpty(); // unreachable now may be reachable at the next try
    }

    private void received(DatagramPacket packet) {
        boolean fromGateway = packet.sender().port() == port && NumericAddress.parse(packet.sender().hostAddress()).equals(expectedSender);
        if (fromGateway && !finished) {
            Optional<T> decoded = decode.apply(packet.data().getBytes());
            if (decoded.isPresent()) {
                finish(decoded);
            }
        }
    }

    private void finish(Optional<T> result) {
        if (!finished) {
            finished = true;
            vertx.cancelTimer(timer);
            socket.close().otherwiseEmpty();
            answer.complete(result);
        }
    }
}
