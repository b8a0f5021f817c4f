package dev.oxbow.net.trackerserver;

import dev.oxbow.core.tracker.AnnounceAnswer;
import dev.oxbow.core.tracker.UdpAnswerEncoder;
import dev.oxbow.core.tracker.UdpRequest;
import dev.oxbow.core.tracker.UdpRequestDecoder;
import dev.oxbow.core.value.Endpoint;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.datagram.DatagramSocketOptions;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The UDP side of an {@link HttpTracker} (BEP 15): the same swarms. To an address that has not shown that it can receive it sends
 * nothing longer than what came from there, so that nobody can aim it at a victim.
 */
public final class UdpTracker implements AutoCloseable {
    private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;
    private static final long START_SECONDS = 10;

    private final HttpTracker beside;
    private final DatagramSocket socket;
    private final ConnectionIds connectionIds = new ConnectionIds(System::nanoTime);

    private UdpTracker(Vertx vertx, HttpTracker beside) {
        this.beside = beside;
        boolean ipv6 = beside.host().indexOf(':') >= 0;
        this.socket = vertx.createDatagramSocket(new DatagramSocketOptions().setIpV6(ipv6).setReceiveBufferSize(RECEIVE_BUFFER_BYTES));
        this.socket.exceptionHandler(error -> { }); // what cannot be received is as good as lost
        this.socket.handler(this::answer);
    }

    /**
     * Starts listening on the address of {@code beside}. Not to be called on an event loop.
     *
     * @param port 0 lets the system choose
     * @throws IllegalStateException when it cannot listen there
     */
    public static UdpTracker start(Vertx vertx, HttpTracker beside, int port) {
        UdpTracker tracker = new UdpTracker(vertx, beside);
        try {
            tracker.socket.listen(port, beside.host()).toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the tracker cannot listen on " + beside.host() + ":" + port, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the tracker started", e);
        }
        return tracker;
    }

    public int port() {
        return socket.localAddress().port();
    }

    /** The announce URL, for peers on this machine. */
    public String url() {
        return "udp://" + beside.reachableHost() + ":" + port() + "/announce";
    }

    private void answer(DatagramPacket packet) {
        String host = packet.sender().hostAddress();
        UdpRequestDecoder.decode(packet.data().getBytes()).flatMap(request -> answer(request, host)).ifPresent(answer ->
                socket.send(Buffer.buffer(answer), packet.sender().port(), host));
    }

    private Optional<byte[]> answer(UdpRequest request, String host) {
        if (request instanceof UdpRequest.Connect) {
            return Optional.of(UdpAnswerEncoder.connect(request.transactionId(), connectionIds.issue(host)));
        }
        if (request instanceof UdpRequest.Announce announce) {
            return connectionIds.accepts(host, announce.connectionId()) ? Optional.of(announce(announce, host)) : unknown(request);
        }
        if (request instanceof UdpRequest.Scrape scrape) {
            return connectionIds.accepts(host, scrape.connectionId()) ? Optional.of(UdpAnswerEncoder.scrape(scrape.transactionId(),
                    beside.swarms().scrapeOverUdp(scrape.infoHashes()))) : unknown(request);
        }
        UdpRequest.Malformed malformed = (UdpRequest.Malformed) request;
        return connectionIds.accepts(host, malformed.connectionId())
                ? Optional.of(UdpAnswerEncoder.error(malformed.transactionId(), malformed.reason())) : Optional.empty();
    }

    /** Shorter than any request it answers. */
    private static Optional<byte[]> unknown(UdpRequest request) {
        return Optional.of(UdpAnswerEncoder.error(request.transactionId(), "unknown connection id"));
    }

    private byte[] announce(UdpRequest.Announce request, String host) {
        beside.remember(request.announce());
        Optional<Endpoint> asking = AskingPeer.endpoint(request.announce(), host);
        if (asking.isEmpty()) {
            return UdpAnswerEncoder.error(request.transactionId(), "the peer's address is neither IPv4 nor IPv6");
        }
        boolean ipv6 = host.indexOf(':') >= 0;
        AnnounceAnswer answer = beside.swarms().announceOverUdp(request.announce(), asking.get(), ipv6);
        return answer instanceof AnnounceAnswer.Answered answered
                ? UdpAnswerEncoder.announce(request.transactionId(), answered, ipv6)
                : UdpAnswerEncoder.error(request.transactionId(), ((AnnounceAnswer.Refused) answer).reason());
    }

    /** The HTTP side goes on. */
    @Override
    public void close() {
        socket.close();
    }
}
