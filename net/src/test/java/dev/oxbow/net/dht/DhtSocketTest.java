package dev.oxbow.net.dht;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.DhtCommand;
import dev.oxbow.core.event.DhtEvent;
import dev.oxbow.core.event.DhtMethod;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.port.Inbox;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DhtSocketTest {
    private static final byte[] PING = "d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe".getBytes(StandardCharsets.US_ASCII);

    private final Vertx vertx = Vertx.vertx();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final DhtSocket socket = new DhtSocket(vertx, new Inbox() {
        @Override
        public boolean offer(Event event) {
            return events.add(event);
        }

        @Override
        public boolean hasRoom() {
            return true;
        }
    });

    @AfterEach
    void close() {
        socket.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private <T extends Event> T next(Class<T> kind) {
        await().atMost(20, TimeUnit.SECONDS).until(() -> events.stream().anyMatch(kind::isInstance));
        T event = events.stream().filter(kind::isInstance).map(kind::cast).findFirst().orElseThrow();
        events.remove(event);
        return event;
    }

    private Endpoint open(String address, int port) {
        socket.onOpenDhtSocket(new DhtCommand.OpenDhtSocket(address, port));
        return next(DhtEvent.DhtListenSucceeded.class).endpoint();
    }

    private static DatagramSocket node() throws IOException {
        DatagramSocket node = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        node.setSoTimeout(20_000);
        return node;
    }

    private static void send(DatagramSocket from, Endpoint to, byte[] bytes) throws IOException {
        from.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName("127.0.0.1"), to.port()));
    }

    @Test
    void takesThePortItIsToldToAndAnotherWhereThatIsTaken() throws IOException {
        try (DatagramSocket other = node()) {
            Endpoint opened = open("127.0.0.1", other.getLocalPort());
            assertNotEquals(other.getLocalPort(), opened.port());
        }
        int free;
        try (DatagramSocket other = node()) {
            free = other.getLocalPort();
        }
        assertEquals(free, open("127.0.0.1", free).port());
    }

    @Test
    void saysSoWhenThereIsNoSuchAddress() {
        socket.onOpenDhtSocket(new DhtCommand.OpenDhtSocket("192.0.2.1", 0));
        assertTrue(next(DhtEvent.DhtListenFailed.class).reason().contains("192.0.2.1"));
    }

    @Test
    void hearsAQueryAndNothingOfTheNoiseAroundIt() throws IOException {
        Endpoint here = open("127.0.0.1", 0);
        try (DatagramSocket node = node()) {
            send(node, here, new byte[0]);
            send(node, here, new byte[] {1, 2, 3});
            send(node, here, new byte[9000]);
            send(node, here, "d1:rd2:id20:abcdefghij0123456789e1:t2:aa1:y1:re".getBytes(StandardCharsets.US_ASCII));
            send(node, here, PING);
            DhtEvent.DhtQueryReceived query = next(DhtEvent.DhtQueryReceived.class);
            assertEquals(DhtMethod.PING, query.method());
            assertEquals(new Endpoint(here.address(), node.getLocalPort()), query.from());
            assertEquals(List.of(), events);
        }
    }

    @Test
    void sendsAQueryAndHearsItsAnswer() throws IOException {
        Endpoint here = open("127.0.0.1", 0);
        try (DatagramSocket node = node()) {
            Endpoint there = new Endpoint(here.address(), node.getLocalPort());
            socket.send(there, ByteString.copyOf(PING), ByteString.ofUtf8("aa"));
            DatagramPacket heard = new DatagramPacket(new byte[1500], 1500);
            node.receive(heard);
            assertArrayEquals(PING, Arrays.copyOf(heard.getData(), heard.getLength()));
            send(node, here, "d2:ip6:abcdef1:rd2:id20:abcdefghij0123456789e1:t2:aa1:y1:re".getBytes(StandardCharsets.US_ASCII));
            DhtEvent.DhtResponseReceived answer = next(DhtEvent.DhtResponseReceived.class);
            assertEquals("abcd", answer.ownAddress().utf8());
            assertEquals(there, answer.from());
        }
    }

    @Test
    void oneSocketIsForBothFamiliesWhereThereIsIpv6() throws IOException {
        Endpoint here = open("", 0);
        try (DatagramSocket node = node()) {
            send(node, here, PING);
            assertEquals(4, next(DhtEvent.DhtQueryReceived.class).from().address().length(), "an IPv4 node has an IPv4 address");
            socket.send(Endpoint.parse("127.0.0.1:" + node.getLocalPort()), ByteString.copyOf(PING), ByteString.EMPTY);
            node.receive(new DatagramPacket(new byte[1500], 1500));
        }
        if (here.isIpv6()) {
            try (DatagramSocket node = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("::1"), 0))) {
                node.send(new DatagramPacket(PING, PING.length, InetAddress.getByName("::1"), here.port()));
                assertTrue(next(DhtEvent.DhtQueryReceived.class).from().isIpv6());
            }
        }
    }

    @Test
    void findsHostsAndSaysWhichItCannotFind() {
        socket.onResolveHosts(new DhtCommand.ResolveHosts(false, List.of("127.0.0.1:6881", "localhost:6882"), true));
        await().atMost(20, TimeUnit.SECONDS).until(() -> events.size() == 2);
        assertTrue(events.contains(new DhtEvent.HostResolved(false, "127.0.0.1:6881", List.of(Endpoint.parse("127.0.0.1:6881")))));
        assertTrue(events.contains(new DhtEvent.HostResolved(false, "localhost:6882", List.of(Endpoint.parse("127.0.0.1:6882")))));
        events.clear();
        socket.onResolveHosts(new DhtCommand.ResolveHosts(true, List.of("[::1]:1", "127.0.0.1:1", "nothing", "x:0", "x:99999"), true));
        assertEquals(List.of(Endpoint.parse("[::1]:1")), next(DhtEvent.HostResolved.class).endpoints());
        await().atMost(20, TimeUnit.SECONDS).until(() -> events.size() == 4);
        assertTrue(events.stream().allMatch(DhtEvent.HostResolveFailed.class::isInstance));
    }

    @Test
    void aTorrentsHostDoesNotLeadIntoOurOwnNetworkByName() {
        BootstrapHost host = BootstrapHost.parse("innocent.example:53").orElseThrow();
        List<ByteString> addresses = List.of(Endpoint.parse("192.168.1.1:0").address(), Endpoint.parse("60.1.2.3:0").address());
        DhtCommand.ResolveHosts untrusted = new DhtCommand.ResolveHosts(false, List.of(), false);
        assertEquals(new DhtEvent.HostResolved(false, "h", List.of(Endpoint.parse("60.1.2.3:53"))), host.resolved(untrusted, "h", addresses));
        DhtCommand.ResolveHosts trusted = new DhtCommand.ResolveHosts(false, List.of(), true);
        assertEquals(2, ((DhtEvent.HostResolved) host.resolved(trusted, "h", addresses)).endpoints().size());
        assertEquals(Optional.empty(), BootstrapHost.parse(":1"));
    }
}
