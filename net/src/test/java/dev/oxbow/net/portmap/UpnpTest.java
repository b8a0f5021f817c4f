package dev.oxbow.net.portmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.MappingFailure;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.MappingMethod;
import dev.oxbow.core.value.TransportProtocol;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** UPnP, with gateways on the loopback interface that are honest, odd or hostile. */
@Timeout(30)
class UpnpTest {
    private static final ByteString NONCE = ByteString.ofHex("000102030405060708090a0b");
    private static final Optional<ByteString> OUTSIDE = Optional.of(ByteString.ofHex("c6336407"));
    private static final Waits QUICK = new Waits(List.of(20), 600, 50, 700, 20_000);

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
    void mapsRenewsAndUnmaps() throws Exception {
        try (Igd igd = new Igd(vertx); PortMapper mapper = mapper(igd)) {
            Mapping mapping = get(mapper.map(TransportProtocol.TCP, 6881, 6882, 3600));
            assertEquals(new Mapping(MappingMethod.UPNP, TransportProtocol.TCP, 6881, 6882, OUTSIDE, 3600), mapping);
            assertEquals(new Igd.Entry("127.0.0.1", 6881, 3600), igd.entries.get("TCP 6882"));
            assertEquals(mapping, get(mapper.map(TransportProtocol.TCP, 6881, 6882, 3600)), "our own entry is no conflict");
            assertEquals(List.of("/root.xml"), igd.gets, "found once");
            get(mapper.unmap(mapping));
            assertTrue(igd.entries.isEmpty());
            get(mapper.unmap(mapping));
            assertEquals("DeletePortMapping", igd.calls.get(igd.calls.size() - 1), "what is gone is gone");
        }
    }

    @Test
    void saysItInTheOrderOfTheService() throws Exception {
        try (Igd igd = new Igd(vertx); PortMapper mapper = mapper(igd)) {
            get(mapper.map(TransportProtocol.UDP, 6881, 0, 3600));
            String body = igd.bodies.get(igd.calls.indexOf("AddPortMapping"));
            assertTrue(body.contains("<u:AddPortMapping xmlns:u=\"" + Igd.WAN_IP_1 + "\"><NewRemoteHost></NewRemoteHost>"
                    + "<NewExternalPort>6881</NewExternalPort><NewProtocol>UDP</NewProtocol><NewInternalPort>6881</NewInternalPort>"
                    + "<NewInternalClient>127.0.0.1</NewInternalClient><NewEnabled>1</NewEnabled>"
                    + "<NewPortMappingDescription>Oxbow UDP 6881</NewPortMappingDescription><NewLeaseDuration>3600</NewLeaseDuration>"
                    + "</u:AddPortMapping>"), body);
        }
    }

    @Test
    void letsVersion2ChooseAnotherPort() throws Exception {
        try (Igd igd = serving(Igd.WAN_IP_1, "/one", Igd.WAN_IP_2, "/two"); PortMapper mapper = mapper(igd)) {
            igd.entries.put("TCP 6881", new Igd.Entry("192.168.1.66", 6881, 0));
            assertEquals(50_000, get(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600)).externalPort());
            assertTrue(igd.bodies.get(igd.calls.indexOf("AddAnyPortMapping")).contains(Igd.WAN_IP_2));
        }
    }

    @Test
    void takesVersion2InNameOnlyForVersion1() throws Exception {
        try (Igd igd = new Igd(vertx) {
            @Override
            List<String> services() {
                return List.of(WAN_IP_2, "/two");
            }

            @Override
            Optional<Integer> fault(String action, String body) {
                return action.equals("AddAnyPortMapping") ? Optional.of(401) : Optional.empty();
            }
        }; PortMapper mapper = mapper(igd)) {
            assertEquals(6881, get(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600)).externalPort());
        }
    }

    @Test
    void reportsAConflictInMappingEntry() throws Exception {
        try (Igd igd = faulty("AddPortMapping", 718); PortMapper mapper = mapper(igd)) {
            PortMapException failed = failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600));
            assertEquals(MappingFailure.CONFLICT, failed.failure());
            assertEquals("the gateway forwards external port 6881 to another host (UPnP 718, conflict)", failed.getMessage());
        }
    }

    @Test
    void doesNotTakeAPortFromAnotherHost() throws Exception {
        try (Igd igd = new Igd(vertx); PortMapper mapper = mapper(igd)) {
            igd.entries.put("TCP 6881", new Igd.Entry("192.168.1.66", 80, 0));
            assertEquals(MappingFailure.CONFLICT, failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600)).failure());
            assertFalse(igd.calls.contains("AddPortMapping"));
            assertEquals(6882, get(mapper.map(TransportProtocol.TCP, 6881, 6882, 3600)).externalPort());
        }
    }

    @Test
    void noticesAGatewayThatSaysYesAndGaveThePortToAnother() throws Exception {
        try (Igd igd = new Igd(vertx) {
            @Override
            void add(HttpServerRequest request, String action, String body, String key) {
                entries.put(key, new Entry("192.168.1.66", 1, 1));
                succeed(request, action, "");
            }
        }; PortMapper mapper = mapper(igd)) {
            assertEquals(MappingFailure.CONFLICT, failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600)).failure());
        }
    }

    @Test
    void mapsForGoodWhereOnlyThatIsSupported() throws Exception {
        try (Igd igd = new Igd(vertx) {
            @Override
            Optional<Integer> fault(String action, String body) {
                return action.equals("AddPortMapping") && !text(body, "NewLeaseDuration").equals("0") ? Optional.of(725) : Optional.empty();
            }
        }; PortMapper mapper = mapper(igd)) {
            assertEquals(Mapping.PERMANENT, get(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600)).lifetimeSeconds());
        }
    }

    @Test
    void doesNotAskForeverWhenEveryLeaseIsRefused() throws Exception {
        try (Igd igd = faulty("AddPortMapping", 725); PortMapper mapper = mapper(igd)) {
            assertEquals("the gateway refuses to map external port 6881 (UPnP 725)",
                    failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600)).getMessage());
            assertEquals(2, igd.calls.stream().filter("AddPortMapping"::equals).count());
        }
    }

    @Test
    void mapsTheSamePortWhereOnlyThatIsSupported() throws Exception {
        try (Igd igd = new Igd(vertx) {
            @Override
            Optional<Integer> fault(String action, String body) {
                boolean differ = !text(body, "NewInternalPort").equals(text(body, "NewExternalPort"));
                return action.equals("AddPortMapping") && differ ? Optional.of(724) : Optional.empty();
            }
        }; PortMapper mapper = mapper(igd)) {
            assertEquals(6881, get(mapper.map(TransportProtocol.TCP, 6881, 6999, 3600)).externalPort());
        }
    }

    @Test
    void tellsTheLeaseThatIsHeldAndNotTheOneThatWasAskedFor() throws Exception {
        try (Igd igd = new Igd(vertx) {
            @Override
            void add(HttpServerRequest request, String action, String body, String key) {
                entries.put(key, new Entry(text(body, "NewInternalClient"), 6881, 120));
                succeed(request, action, "");
            }
        }; PortMapper mapper = mapper(igd)) {
            assertEquals(120, get(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600)).lifetimeSeconds());
        }
    }

    @Test
    void mapsWithoutTheActionsThatAreNotNeeded() throws Exception {
        try (Igd igd = new Igd(vertx) {
            @Override
            Optional<Integer> fault(String action, String body) {
                return action.startsWith("Get") ? Optional.of(401) : Optional.empty();
            }
        }; PortMapper mapper = mapper(igd)) {
            assertEquals(new Mapping(MappingMethod.UPNP, TransportProtocol.TCP, 6881, 6881, Optional.empty(), 3600),
                    get(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600)));
        }
    }

    @Test
    void namesTheReasonOfARefusal() throws Exception {
        try (Igd igd = faulty("AddPortMapping", 606); PortMapper mapper = mapper(igd)) {
            PortMapException failed = failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600));
            assertEquals(MappingFailure.REFUSED, failed.failure());
            assertEquals("the gateway does not allow us to map ports (UPnP 606, not authorized)", failed.getMessage());
        }
    }

    @Test
    void usesTheConnectionThatIsUp() throws Exception {
        try (Igd igd = new Igd(vertx) {
            @Override
            List<String> services() {
                return List.of(WAN_PPP, "/ppp", WAN_IP_1, "/ip");
            }

            @Override
            String externalAddress(String path) {
                return path.equals("/ppp") ? "198.51.100.7" : "0.0.0.0";
            }
        }; PortMapper mapper = mapper(igd)) {
            assertEquals(OUTSIDE, get(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600)).externalAddress());
            assertTrue(igd.bodies.get(igd.calls.indexOf("AddPortMapping")).contains(Igd.WAN_PPP));
        }
    }

    @Test
    void searchesAgainWhenTheGatewayHasRestarted() throws Exception {
        AtomicInteger restarts = new AtomicInteger();
        try (Igd igd = new Igd(vertx) {
            @Override
            List<String> services() {
                return List.of(WAN_IP_1, "/ctl" + restarts);
            }

            @Override
            void control(HttpServerRequest request, String action, String body) {
                if (request.path().equals("/ctl" + restarts)) {
                    super.control(request, action, body);
                } else {
                    request.response().setStatusCode(404).end("<html>not here");
                }
            }
        }; PortMapper mapper = mapper(igd)) {
            Mapping mapping = get(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600));
            restarts.incrementAndGet();
            assertEquals(mapping, get(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600)));
            restarts.incrementAndGet();
            get(mapper.unmap(mapping));
            assertEquals(3, igd.gets.size());
        }
    }

    @Test
    void searchesOnceForSeveralPorts() throws Exception {
        try (Igd igd = new Igd(vertx); PortMapper mapper = mapper(igd)) {
            Future<Mapping> tcp = mapper.map(TransportProtocol.TCP, 6881, 6881, 3600);
            Future<Mapping> udp = mapper.map(TransportProtocol.UDP, 6881, 6881, 3600);
            assertEquals(6881, get(tcp).externalPort());
            assertEquals(6881, get(udp).externalPort());
            assertEquals(1, igd.gets.size());
        }
    }

    @Test
    void findsAGatewayThatTheSystemDoesNotTell() throws Exception {
        try (Igd igd = new Igd(vertx);
                PortMapper mapper = mapper(new Gateway("", Gateway.PORT, igd.gateway().searchAt()))) {
            assertEquals(6881, get(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600)).externalPort());
        }
    }

    @Test
    void asksNobodyButTheGatewayForADescription() throws Exception {
        for (String host : List.of("localhost", "127.0.0.2", "2130706433", "127.1", "[::ffff:127.0.0.2]", "user@127.0.0.1")) {
            try (Igd igd = new Igd(vertx) {
                @Override
                String location() {
                    return "http://" + host + ":" + httpPort() + "/root.xml";
                }
            }; PortMapper mapper = mapper(igd)) {
                assertEquals("the gateway 127.0.0.1 answers neither of PCP, NAT-PMP, UPnP",
                        failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600)).getMessage());
                assertEquals(List.of(), igd.gets, host);
            }
        }
    }

    @Test
    void listensToNoAnswersFromElsewhere() throws Exception {
        try (Igd igd = new Igd(vertx); PortMapper mapper = mapper(new Gateway("192.0.2.1", 9, igd.gateway().searchAt()))) {
            assertEquals(MappingFailure.SILENT, failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600)).failure());
            assertEquals(List.of(), igd.gets);
        }
    }

    @Test
    void controlsNobodyButTheGateway() throws Exception {
        try (Igd igd = new Igd(vertx) {
            @Override
            List<String> services() {
                return List.of(WAN_IP_1, "http://localhost:" + httpPort() + "/ctl", WAN_IP_1, "https://127.0.0.1:" + httpPort() + "/ctl");
            }
        }; PortMapper mapper = mapper(igd)) {
            PortMapException failed = failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600));
            assertEquals(MappingFailure.UNUSABLE, failed.failure());
            assertEquals("what answers UPnP's search describes no service that maps ports", failed.getMessage());
            assertEquals(List.of(), igd.calls);
        }
    }

    @Test
    void followsNoRedirects() throws Exception {
        try (Igd igd = new Igd(vertx) {
            @Override
            void describe(HttpServerRequest request) {
                request.response().setStatusCode(302).putHeader("Location", "/root2.xml").end(description(services()));
            }
        }; PortMapper mapper = mapper(igd)) {
            assertEquals(MappingFailure.UNUSABLE, failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600)).failure());
            assertEquals(List.of("/root.xml"), igd.gets);
        }
    }

    @Test
    void givesUpOnADescriptionThatDoesNotEnd() throws Exception {
        try (Igd igd = new Igd(vertx) {
            @Override
            void describe(HttpServerRequest request) {
                request.response().setChunked(true);
                pour(request);
            }

            private void pour(HttpServerRequest request) {
                request.response().write(Buffer.buffer(new byte[8192])).onSuccess(sent -> pour(request));
            }
        }; PortMapper mapper = mapper(igd)) {
            assertEquals(MappingFailure.UNUSABLE, failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600)).failure());
        }
    }

    @Test
    void givesUpOnAGatewayThatNeverAnswers() throws Exception {
        try (Igd igd = new Igd(vertx) {
            @Override
            void describe(HttpServerRequest request) {
                request.response().setChunked(true).write("<root>");
            }
        }; PortMapper mapper = mapper(igd)) {
            assertEquals(MappingFailure.UNUSABLE, failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600)).failure());
        }
        try (Igd igd = new Igd(vertx) {
            @Override
            void control(HttpServerRequest request, String action, String body) {
                if (!action.equals("AddPortMapping")) {
                    super.control(request, action, body);
                }
            }
        }; PortMapper mapper = mapper(igd)) {
            PortMapException failed = failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600));
            assertEquals(MappingFailure.SILENT, failed.failure());
        }
    }

    @Test
    void doesNotUnderstandGarbage() throws Exception {
        for (String garbage : List.of("", "no XML", "<a>", "<a></b>", Igd.envelope("<u:OtherResponse xmlns:u=\"x\"/>"),
                "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><AddPortMappingResponse>&b;</AddPortMappingResponse>",
                "<a><errorCode>99999999999999</errorCode></a>", "<a>" + "x".repeat(300_000) + "</a>")) {
            try (Igd igd = new Igd(vertx) {
                @Override
                void add(HttpServerRequest request, String action, String body, String key) {
                    request.response().end(garbage);
                }
            }; PortMapper mapper = mapper(igd)) {
                PortMapException failed = failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600));
                assertEquals(MappingFailure.UNUSABLE, failed.failure(), garbage);
                assertTrue(igd.gets.size() <= 1, "what was found just now is not searched for again");
            }
        }
    }

    @Test
    void doesNotUnmapWhatIsAnothersByNow() throws Exception {
        try (Igd igd = new Igd(vertx); PortMapper mapper = mapper(igd)) {
            igd.entries.put("TCP 6881", new Igd.Entry("192.168.1.66", 80, 0));
            get(mapper.unmap(new Mapping(MappingMethod.UPNP, TransportProtocol.TCP, 6881, 6881, OUTSIDE, 3600)));
            assertTrue(igd.entries.containsKey("TCP 6881"));
        }
    }

    @Test
    void hasAnEndHoweverSlowEachPartIs() throws Exception {
        try (Igd igd = new Igd(vertx) {
            @Override
            void control(HttpServerRequest request, String action, String body) {
                vertx.setTimer(400, late -> super.control(request, action, body));
            }
        }; PortMapper mapper = new PortMapper(vertx, igd.gateway(), "Oxbow/test", "", NONCE, new Waits(List.of(20), 600, 50, 700, 1000))) {
            PortMapException failed = failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600));
            assertEquals("the gateway 127.0.0.1 takes too long over the mapping", failed.getMessage());
        }
    }

    @Test
    void hearsErrorsThatComeAsSuccess() throws Exception {
        try (Igd igd = new Igd(vertx) {
            @Override
            void add(HttpServerRequest request, String action, String body, String key) {
                request.response().end(envelope("<Fault><errorCode>718</errorCode></Fault>"));
            }
        }; PortMapper mapper = mapper(igd)) {
            assertEquals(MappingFailure.CONFLICT, failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600)).failure());
        }
    }

    @Test
    void doesNotBelieveAPortThatIsNone() throws Exception {
        for (String port : List.of("0", "65536", "-1", "", "x")) {
            try (Igd igd = new Igd(vertx) {
                @Override
                List<String> services() {
                    return List.of(WAN_IP_2, "/two");
                }

                @Override
                void add(HttpServerRequest request, String action, String body, String key) {
                    succeed(request, action, "<NewReservedPort>" + port + "</NewReservedPort>");
                }
            }; PortMapper mapper = mapper(igd)) {
                assertEquals(MappingFailure.UNUSABLE, failure(mapper.map(TransportProtocol.TCP, 6881, 6881, 3600)).failure());
            }
        }
    }

    private Igd serving(String... services) throws Exception {
        return new Igd(vertx) {
            @Override
            List<String> services() {
                return List.of(services);
            }
        };
    }

    private Igd faulty(String faultyAction, int errorCode) throws Exception {
        return new Igd(vertx) {
            @Override
            Optional<Integer> fault(String action, String body) {
                return action.equals(faultyAction) ? Optional.of(errorCode) : Optional.empty();
            }
        };
    }

    private PortMapper mapper(Igd igd) {
        return mapper(igd.gateway());
    }

    private PortMapper mapper(Gateway gateway) {
        return new PortMapper(vertx, gateway, "Oxbow/test", "127.0.0.1", NONCE, QUICK);
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static PortMapException failure(Future<?> future) {
        ExecutionException failed = assertThrows(ExecutionException.class, () -> get(future));
        return assertInstanceOf(PortMapException.class, failed.getCause());
    }
}
