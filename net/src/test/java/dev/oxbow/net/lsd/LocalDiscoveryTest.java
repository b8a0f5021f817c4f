package dev.oxbow.net.lsd;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything happens on the loopback interface, on ports of our own. Where it has no multicast the tests are skipped. */
@Timeout(30)
class LocalDiscoveryTest {
    private static final InfoHash ONE = InfoHash.ofHex("0123456789abcdef0123456789abcdef01234567");
    private static final InfoHash TWO = InfoHash.ofHex("ffffffffffffffffffffffffffffffffffffffff");

    private final AtomicLong nowNs = new AtomicLong(-5_000_000_000L);
    private Vertx vertx;
    private NetworkInterface loopback;

    @BeforeEach
    void open() throws IOException {
        vertx = Vertx.vertx();
        loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"));
    }

    @AfterEach
    void close() throws Exception {
        get(vertx.close());
    }

    @Test
    void twoOnOneNetworkHearEachOther() throws Exception {
        hearEachOther(group("239.192.152.143"), "127.0.0.1");
    }

    @Test
    void twoOnOneNetworkHearEachOtherOverIpv6() throws Exception {
        hearEachOther(group("ff15::efc0:988f"), "::1");
    }

    @Test
    void hearsOverIpv6() throws Exception {
        assumeTrue(loopback.inetAddresses().anyMatch(java.net.Inet6Address.class::isInstance), "the loopback interface has no IPv6");
        List<String> heard = new CopyOnWriteArrayList<>();
        try (DatagramSocket sender = new DatagramSocket(0, InetAddress.getByName("::1"))) {
            int port = freePort();
            LocalDiscovery discovery = discovery("a", new MulticastGroup("ff15::efc0:988f", port),
                    (infoHash, endpoint) -> heard.add(infoHash + " " + endpoint));
            byte[] bytes = announce(6881, "b").getBytes(StandardCharsets.ISO_8859_1);
            sender.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress("::1", port)));
            await().until(() -> heard.size() == 1);
            assertEquals(ONE + " [::1]:6881", heard.get(0));
            get(discovery.close());
        }
    }

    @Test
    void meetsNeighboursOnTheirNetworksOnly() throws Exception {
        for (NetworkInterface usual : LocalDiscovery.usualInterfaces()) {
            assertTrue(usual.isUp() && usual.supportsMulticast() && !usual.isLoopback() && !usual.isPointToPoint(), usual.getName());
        }
    }

    @Test
    void announcesOnceAMinuteAndAsManyAsOneAnnounceHolds() throws Exception {
        MulticastGroup group = group("239.192.152.143");
        LocalDiscovery discovery = discovery("a", group, (infoHash, endpoint) -> { });
        assertEquals(0, discovery.announce(List.of(), 6881), "nothing to say, nothing sent");
        assertEquals(0, discovery.waitNs());
        assertEquals(LocalAnnounce.INFO_HASHES_MAX, discovery.announce(Collections.nCopies(100, ONE), 6881));
        assertEquals(LocalDiscovery.ANNOUNCE_INTERVAL_NS, discovery.waitNs());
        nowNs.addAndGet(LocalDiscovery.ANNOUNCE_INTERVAL_NS - 1);
        assertEquals(0, discovery.announce(List.of(ONE), 6881));
        nowNs.incrementAndGet();
        assertEquals(1, discovery.announce(List.of(ONE), 6881));
        get(discovery.close());
    }

    @Test
    void hearsNothingFromItselfAndOnlySoMuchFromOthers() throws Exception {
        MulticastGroup group = group("239.192.152.143");
        List<String> heard = new CopyOnWriteArrayList<>();
        LocalDiscovery discovery = discovery("own", group, (infoHash, endpoint) -> heard.add(infoHash + " " + endpoint));
        try (DatagramSocket sender = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            say(sender, group, "not an announce");
            say(sender, group, announce(1, "own"));
            for (int port = 1; port <= 2 * LocalDiscovery.HEARD_PER_SECOND_MAX; port++) {
                say(sender, group, announce(port, "other"));
            }
            await().until(() -> heard.size() == LocalDiscovery.HEARD_PER_SECOND_MAX - 2);
            nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1));
            await().until(() -> {
                say(sender, group, announce(999, "other"));
                return heard.contains(ONE + " 127.0.0.1:999");
            });
        }
        assertEquals(ONE + " 127.0.0.1:1", heard.get(0));
        assertFalse(heard.contains(ONE + " 127.0.0.1:" + 2 * LocalDiscovery.HEARD_PER_SECOND_MAX), "beyond the limit");
        get(discovery.close());
    }

    @Test
    void saysWhenThereIsNoNetwork() {
        ExecutionException failed = assertThrows(ExecutionException.class,
                () -> get(LocalDiscovery.open(vertx, List.of(), "", "abc", (infoHash, endpoint) -> { })));
        assertEquals("no interface takes part in multicast", failed.getCause().getMessage());
    }

    @Test
    void wantsACookieThatFitsIntoAHeader() {
        for (String cookie : List.of("", "a b", "a\r\n", "x".repeat(33))) {
            assertThrows(IllegalArgumentException.class, () -> LocalDiscovery.open(vertx, List.of(), "", cookie, (infoHash, endpoint) -> { }));
        }
    }

    @Test
    void listensToNeighboursOnly() {
        Neighbours neighbours = new Neighbours(List.of());
        for (String near : List.of("192.168.1.2", "10.1.2.3", "169.254.1.1", "fd00::1")) {
            assertTrue(neighbours.include(address(near)), near);
        }
        for (String far : List.of("8.8.8.8", "2001:db8::1", "127.0.0.1", "::1", "fe80::1", "0.0.0.0", "224.0.0.1")) {
            assertFalse(neighbours.include(address(far)), far);
        }
        assertTrue(new Neighbours(List.of(loopback)).include(address("127.0.0.1")), "where we are on that network ourselves");
    }

    private static dev.oxbow.core.value.ByteString address(String text) {
        return dev.oxbow.net.httpu.NumericAddress.parse(text).orElseThrow();
    }

    private void hearEachOther(MulticastGroup group, String host) throws Exception {
        List<String> heardByOne = new CopyOnWriteArrayList<>();
        List<String> heardByTwo = new CopyOnWriteArrayList<>();
        LocalDiscovery one = discovery("one", group, (infoHash, endpoint) -> heardByOne.add(infoHash + " " + endpoint));
        LocalDiscovery two = discovery("two", group, (infoHash, endpoint) -> heardByTwo.add(infoHash + " " + endpoint));
        assertTrue(one.covers(group.isIpv6()));
        assertFalse(one.covers(!group.isIpv6()));
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        assertEquals(2, one.announce(List.of(ONE, TWO), 6881));
        await().until(() -> heardByTwo.size() == 2);
        assertEquals(List.of(ONE + " " + Endpoint.parse(shown + ":6881"), TWO + " " + Endpoint.parse(shown + ":6881")), heardByTwo);
        assertEquals(1, two.announce(List.of(TWO), 6882));
        await().until(() -> heardByOne.size() == 1);
        assertEquals(List.of(TWO + " " + Endpoint.parse(shown + ":6882")), heardByOne, "and nothing of its own");
        get(one.close());
        get(two.close());
    }

    private LocalDiscovery discovery(String cookie, MulticastGroup group, LocalPeerListener listener) throws Exception {
        return get(LocalDiscovery.open(vertx, List.of(loopback), "", cookie, listener, List.of(group), nowNs::get));
    }

    private static String announce(int port, String cookie) {
        return new String(new LocalAnnounce(port, List.of(ONE), cookie).encode("h"), StandardCharsets.ISO_8859_1);
    }

    /** To the hearing socket itself, as a neighbour with an odd stack might. */
    private static void say(DatagramSocket sender, MulticastGroup group, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        sender.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress("127.0.0.1", group.port())));
    }

    private static int freePort() throws IOException {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getByName("::"))) {
            return free.getLocalPort();
        }
    }

    /** BEP 14's group on a free port; skips the test where the loopback interface carries no multicast for it. */
    private MulticastGroup group(String address) throws IOException {
        boolean carried;
        int port;
        try (MulticastSocket probe = new MulticastSocket(new InetSocketAddress(address.indexOf(':') >= 0 ? "::" : "0.0.0.0", 0))) {
            port = probe.getLocalPort();
            carried = carries(probe, new InetSocketAddress(address, port));
        }
        assumeTrue(carried, "the loopback interface carries no multicast to " + address);
        return new MulticastGroup(address, port);
    }

    private boolean carries(MulticastSocket probe, InetSocketAddress group) {
        try {
            probe.setSoTimeout(1000);
            probe.setNetworkInterface(loopback);
            probe.joinGroup(group, loopback);
            probe.send(new DatagramPacket(new byte[1], 1, group));
            probe.receive(new DatagramPacket(new byte[1], 1));
            return true;
        } catch (IOException none) {
            return false;
        }
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
