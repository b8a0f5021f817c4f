package dev.oxbow.net.tracker;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.tracker.UdpRequest;
import dev.oxbow.core.tracker.UdpRequestEncoder;
import dev.oxbow.core.value.Endpoint;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an exchange leaves behind: nothing. */
@Timeout(30)
class UdpClientTest {
    private static final UdpTimes TIMES = new UdpTimes(10_000, 8, 20_000, 400, 60_000, 300);

    private Vertx vertx;
    private Context context;
    private UdpClient client;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        context = vertx.getOrCreateContext();
        client = new UdpClient(vertx, "", TIMES);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aCancelledExchangeLeavesNothingBehindAndItsLateAnswersAreIgnored() throws Exception {
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", (number, request, it) -> { })) {
            UdpExchange<byte[]> exchange = onLoop(() -> client.ask(Endpoint.parse(tracker.authority()), new Raw(), 20_000));
            await().until(() -> tracker.requests().size() == 1);
            assertEquals(2, onLoop(client::transactionCount), "the connect and the question");
            onLoop(() -> {
                exchange.cancel();
                return "";
            });
            assertEquals("asking " + tracker.authority() + " was given up", failure(exchange));
            assertEquals(0, onLoop(client::transactionCount));
            tracker.send(ScriptedUdp.connect(tracker.requests().get(0), 1));
            UdpExchange<byte[]> next = onLoop(() -> client.ask(Endpoint.parse(tracker.authority()), new Raw(), 20_000));
            await().until(() -> tracker.requests().size() == 2);
            assertEquals("Connect Connect", tracker.conversation(), "the late connection id was not taken");
            onLoop(() -> {
                client.close();
                return "";
            });
            assertEquals("asking " + tracker.authority() + " was given up", failure(next));
            assertEquals(0, onLoop(client::transactionCount));
        }
    }

    @Test
    void oneOfTwoThatWaitForAConnectionMayLeave() throws Exception {
        try (ScriptedUdp tracker = new ScriptedUdp("127.0.0.1", (number, request, it) -> {
            if (request instanceof UdpRequest.Announce) {
                ScriptedUdp.obey(number, request, it);
            }
        })) {
            UdpExchange<byte[]> first = onLoop(() -> client.ask(Endpoint.parse(tracker.authority()), new Raw(), 20_000));
            UdpExchange<byte[]> second = onLoop(() -> client.ask(Endpoint.parse(tracker.authority()), new Raw(), 20_000));
            await().until(() -> tracker.requests().size() == 1);
            onLoop(() -> {
                first.cancel();
                return "";
            });
            tracker.send(ScriptedUdp.connect(tracker.requests().get(0), 1));
            second.answer().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            assertEquals("Connect Announce", tracker.conversation());
            assertEquals(0, onLoop(client::transactionCount));
        }
    }

    /** An announce whose answer is not read. */
    private static final class Raw implements UdpQuestion<byte[]> {
        @Override
        public byte[] encode(long connectionId, int transactionId) {
            return UdpRequestEncoder.announce(connectionId, transactionId, AnnounceExchange.request(
                    Commands.announce("", AnnounceEvent.REGULAR)), "");
        }

        @Override
        public byte[] decode(byte[] datagram, int transactionId) {
            return datagram;
        }
    }

    private static String failure(UdpExchange<?> exchange) {
        return assertThrows(ExecutionException.class, () -> exchange.answer().toCompletionStage().toCompletableFuture()
                .get(10, TimeUnit.SECONDS)).getCause().getMessage();
    }

    private <T> T onLoop(Callable<T> action) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        context.runOnContext(now -> {
            try {
                result.complete(action.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(10, TimeUnit.SECONDS);
    }
}
