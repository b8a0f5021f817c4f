package dev.oxbow.net.portmap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.MappingFailure;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.MappingMethod;
import dev.oxbow.core.value.TransportProtocol;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PCP and NAT-PMP, with gateways on the loopback interface. */
@Timeout(30)
class PortMapperTest {
    private static final ByteString NONCE = ByteString.ofHex("000102030405060708090a0b");
    private static final ByteString OUTSIDE = ByteString.ofHex("c6336407");
    private static final Waits QUICK = new Waits(List.of(50, 100, 150), 200, 50, 500, 10_000);

    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void mapsByPcp() throws Exception {
        try (UdpGateway gateway = UdpGateway.answering(request -> List.of(Answers.pcp(request, 0, 3600, 50_000, 198, 51, 100, 7)));
                PortMapper mapper = mapper(gateway)) {
            Mapping mapping = get(mapper.map(TransportProtocol.TCP, 6881, 6882, 7200));
            assertEquals(new Mapping(MappingMethod.PCP, TransportProtocol.TCP, 6881, 50_000, Optional.of(OUTSIDE), 3600), mapping);
            byte[] request = gateway.requests().get(0);
            assertEquals("00000000000000000000ffff7f000001", ByteString.copyOf(request, 8, 16).toHex(),
                    "our address as the gateway sees it");
            assertEquals(NONCE, ByteString.copyOf(request, 24, 12));
        }
    }

    @Test
    void unmapsByPcpWithTheSameNonce() throws Exception {
        try (UdpGateway gateway = UdpGateway.answering(request -> List.of(Answers.pcp(request, 0, 0, 0, 0, 0, 0, 0)));
                PortMapper mapper = mapper(gateway)) {
            get(mapper.unmap(new Mapping(MappingMethod.PCP, TransportProtocol.UDP, 6881, 50_000, Optional.empty(), 3600)));
            ByteBuffer request = ByteBuffer.wrap(gateway.requests().get(0));
            assertEquals(0, request.getInt(4), "no lifetime");
            assertEquals(17, request.get(36));
            assertEquals(6881, request.getShort(40));
            assertEquals(NONCE, ByteString.copyOf(request.array(), 24, 12));
        }
    }

    @Test
    void mapsByPcpOverIpv6() throws Exception {
        try (UdpGateway udp = new UdpGateway("::1", request -> {
            byte[] answer = Answers.pcp(request, 0, 600, 6881, 0, 0, 0, 0);
            System.arraycopy(request, 8, answer, 44, 16); // a firewall: the outer address is the inner one
            return List.of(answer);
        }); PortMapper mapper = new PortMapper(vertx, new Gateway("::1", udp.port(), List.of()), "Oxbow/test", "", NONCE, QUICK)) {
            Mapping mapping = get(mapper.map(TransportProtocol.TCP, 6881, 0, 600));
            assertEquals("00000000000000000000000000000001", mapping.externalAddress().orElseThrow().toHex());
        }
    }

    @Test
    void asksAgainWhenDatagramsGetLost() throws Exception {
        int[] seen = {0};
        try (UdpGateway gateway = UdpGateway.answering(request -> ++seen[0] < 3 ? List.of()
                : List.of(Answers.pcp(request, 0, 600, 6881, 198, 51, 100, 7))); PortMapper mapper = mapper(gateway)) {
            assertEquals(6881, get(mapper.map(TransportProtocol.TCP, 6881, 6881, 600)).externalPort());
            assertArrayEquals(gateway.requests().get(0), gateway.requests().get(2), "the very same request");
        }
    }

    @Test
    void fallsBackToNatPmpAndStaysWithIt() throws Exception {
        try (UdpGateway gateway = UdpGateway.answering(request -> List.of(natPmp(request, 120))); PortMapper mapper = mapper(gateway)) {
            Mapping mapping = get(mapper.map(TransportProtocol.UDP, 6881, 6881, 7200));
            assertEquals(new Mapping(MappingMethod.NAT_PMP, TransportProtocol.UDP, 6881, 50_001, Optional.of(OUTSIDE), 120), mapping);
            assertEquals(3, gateway.requests().size(), "PCP, the mapping, the address");
            get(mapper.map(TransportProtocol.UDP, 6881, 50_001, 7200));
            assertEquals(5, gateway.requests().size(), "no PCP any more");
            get(mapper.unmap(mapping));
            assertEquals("000100001ae1000000000000", ByteString.copyOf(gateway.requests().get(5)).toHex());
        }
    }

    @Test
    void mapsByNatPmpWithoutAnOuterAddress() throws Exception {
        try (UdpGateway gateway = UdpGateway.answering(request -> request.length == 2 ? List.of() : List.of(natPmp(request, 60)));
                PortMapper mapper = mapper(gateway)) {
            assertEquals(Optional.empty(), get(mapper.map(TransportProtocol.TCP, 6881, 6881, 60)).externalAddress());
        }
    }

    @Test
    void givesUpOnASilentGateway() throws Exception {
        try (UdpGateway gateway = UdpGateway.answering(request -> List.of()); PortMapper mapper = mapper(gateway)) {
            PortMapException failed = failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 600));
            assertEquals(MappingFailure.SILENT, failed.failure());
            assertEquals("the gateway 127.0.0.1 answers neither of PCP, NAT-PMP", failed.getMessage());
            assertEquals(6, gateway.requests().size(), "three times each");
        }
    }

    @Test
    void namesTheReasonOfARefusal() throws Exception {
        try (UdpGateway gateway = UdpGateway.answering(request -> request[0] == 2
                ? List.of(Answers.pcp(request, 2, 1800, 0, 0, 0, 0, 0)) : List.of()); PortMapper mapper = mapper(gateway)) {
            PortMapException failed = failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 600));
            assertEquals(MappingFailure.REFUSED, failed.failure());
            assertEquals("the gateway 127.0.0.1 does not allow us to map ports (PCP: not authorized)", failed.getMessage());
        }
    }

    @Test
    void reportsAPortThatCannotBeHadAsAConflict() throws Exception {
        try (UdpGateway gateway = UdpGateway.answering(request -> List.of(Answers.pcp(request, 11, 30, 0, 0, 0, 0, 0)));
                PortMapper mapper = mapper(gateway)) {
            assertEquals(MappingFailure.CONFLICT, failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 600)).failure());
            assertEquals(1, gateway.requests().size(), "no other protocol is tried");
        }
    }

    @Test
    void hasASentenceForEveryResult() throws Exception {
        for (int result = 1; result < 20; result++) {
            int given = result;
            try (UdpGateway gateway = UdpGateway.answering(request -> List.of(request[0] == 2 ? Answers.pcp(request, given, 0, 0, 0, 0, 0,
                    0)
                    : Answers.natPmpMapping(request, given, 0, 0))); PortMapper mapper = mapper(gateway)) {
                PortMapException failed = failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 600));
                assertTrue(failed.getMessage().startsWith("the gateway 127.0.0.1 "), failed.getMessage());
            }
        }
    }

    @Test
    void doesNotBelieveAMappingOfNothing() throws Exception {
        try (UdpGateway gateway = UdpGateway.answering(request -> List.of(request[0] == 2
                ? Answers.pcp(request, 0, 0, 6881, 198, 51, 100, 7) : Answers.natPmpMapping(request, 0, 0,
                600))); PortMapper mapper = mapper(gateway)) {
            PortMapException failed = failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 600));
            assertEquals(MappingFailure.UNUSABLE, failed.failure());
        }
    }

    @Test
    void cutsALifetimeOfAgesToAWeek() throws Exception {
        try (UdpGateway gateway = UdpGateway.answering(request -> List.of(Answers.pcp(request, 0, -1, 6881, 198, 51, 100, 7)));
                PortMapper mapper = mapper(gateway)) {
            assertEquals(Mapping.LIFETIME_SECONDS_MAX, get(mapper.map(TransportProtocol.TCP, 6881, 6881, 600)).lifetimeSeconds());
        }
    }

    @Test
    void waitsForTheAnswerAmongGarbage() throws Exception {
        try (UdpGateway gateway = UdpGateway.answering(request -> List.of(new byte[0], new byte[] {2}, new byte[65_000], request,
                Arrays.copyOf(Answers.pcp(request, 0, 1, 1, 1, 1, 1, 1), 40), Answers.pcp(request, 0, 600, 6881, 198, 51, 100, 7)));
                PortMapper mapper = mapper(gateway)) {
            assertEquals(600, get(mapper.map(TransportProtocol.TCP, 6881, 6881, 600)).lifetimeSeconds());
        }
    }

    @Test
    void listensToNobodyElse() throws Exception {
        try (DatagramSocket liar = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
                DatagramSocket asked = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
                PortMapper mapper = new PortMapper(vertx, new Gateway("127.0.0.1", asked.getLocalPort(), List.of()), "Oxbow/test", "",
                        NONCE, QUICK)) {
            Future<Mapping> mapping = mapper.map(TransportProtocol.TCP, 6881, 6881, 600);
            DatagramPacket question = new DatagramPacket(new byte[100], 100);
            asked.receive(question);
            byte[] lie = Answers.pcp(Arrays.copyOf(question.getData(), 60), 0, 600, 1, 6, 6, 6, 6);
            liar.send(new DatagramPacket(lie, lie.length, question.getSocketAddress()));
            assertEquals(MappingFailure.SILENT, failure(mapping).failure());
        }
    }

    @Test
    void mapsSeveralPortsAtOnce() throws Exception {
        try (UdpGateway gateway = UdpGateway.answering(request -> List.of(natPmp(request, 60))); PortMapper mapper = mapper(gateway)) {
            Future<Mapping> tcp = mapper.map(TransportProtocol.TCP, 6881, 6881, 60);
            Future<Mapping> udp = mapper.map(TransportProtocol.UDP, 6881, 6881, 60);
            assertEquals(TransportProtocol.TCP, get(tcp).protocol());
            assertEquals(TransportProtocol.UDP, get(udp).protocol());
        }
    }

    @Test
    void refusesToAskForNonsense() throws IOException {
        try (UdpGateway gateway = UdpGateway.answering(request -> List.of()); PortMapper mapper = mapper(gateway)) {
            assertThrows(IllegalArgumentException.class, () -> mapper.map(TransportProtocol.TCP, 0, 6881, 600));
            assertThrows(IllegalArgumentException.class, () -> mapper.map(TransportProtocol.TCP, 6881, 65_536, 600));
            assertThrows(IllegalArgumentException.class, () -> mapper.map(TransportProtocol.TCP, 6881, 6881, 0));
        }
    }

    @Test
    void takesNoAddressForAnyAddress() throws Exception {
        try (UdpGateway gateway = UdpGateway.answering(request -> List.of(Answers.pcp(request, 0, 600, 6881, 198, 51, 100, 7)));
                PortMapper mapper = new PortMapper(vertx, new Gateway("127.0.0.1", gateway.port(), List.of()), "Oxbow/test", "::", NONCE,
                        QUICK)) {
            assertEquals(6881, get(mapper.map(TransportProtocol.TCP, 6881, 6881, 600)).externalPort());
        }
        Gateway none = new Gateway("", Gateway.PORT, List.of());
        assertThrows(IllegalArgumentException.class, () -> new PortMapper(vertx, none, "Oxbow/test", "localhost", NONCE));
        assertThrows(IllegalArgumentException.class, () -> new PortMapper(vertx, none, "Oxbow/test", "", ByteString.EMPTY));
    }

    @Test
    void readsTheSystemsGatewayWithoutFailing() {
        Gateway gateway = Gateway.ofSystem(); // whatever it is, nothing is sent to it
        assertEquals(Gateway.PORT, gateway.port());
        assertEquals(gateway.host().isEmpty() ? 1 : 2, gateway.searchAt().size());
        assertTrue(Gateway.ofSystemIpv6().filter(found -> !found.searchAt().isEmpty()).isEmpty());
    }

    @Test
    void saysThatNothingCanBeAskedWithoutAGateway() throws Exception {
        PortMapper mapper = new PortMapper(vertx, new Gateway("", Gateway.PORT, List.of()), "Oxbow/test", "", NONCE, QUICK);
        assertEquals("there is no gateway that could map ports", failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 600)).getMessage());
        Mapping old = new Mapping(MappingMethod.UPNP, TransportProtocol.TCP, 1, 1, Optional.empty(), 0);
        assertEquals("the gateway cannot be asked by UPnP", failure(mapper.unmap(old)).getMessage());
        mapper.close();
        assertEquals("Oxbow is closing", failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 600)).getMessage());
    }

    @Test
    void doesNotMapTheOtherFamily() throws Exception {
        try (UdpGateway gateway = UdpGateway.answering(request -> List.of());
                PortMapper mapper = new PortMapper(vertx, new Gateway("127.0.0.1", gateway.port(), List.of()), "Oxbow/test", "::1", NONCE,
                        QUICK)) {
            assertEquals(MappingFailure.SILENT, failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 600)).failure());
            assertEquals(List.of(), gateway.requests());
        }
    }

    /** A gateway of before PCP. */
    private static byte[] natPmp(byte[] request, int lifetimeSeconds) {
        if (request[0] != 0) {
            return Answers.unsupportedVersion();
        }
        return request.length == 2 ? Answers.natPmpAddress(0, 198, 51, 100, 7) : Answers.natPmpMapping(request, 0, 50_001, lifetimeSeconds);
    }

    private PortMapper mapper(UdpGateway gateway) {
        return new PortMapper(vertx, new Gateway("127.0.0.1", gateway.port(), List.of()), "Oxbow/test", "", NONCE, QUICK);
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static PortMapException failure(Future<?> future) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> get(future));
        return assertInstanceOf(PortMapException.class, failed.getCause());
    }
}
