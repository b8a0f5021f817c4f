package dev.oxbow.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.value.Endpoint;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where a session listens, and from where it dials. */
@Timeout(60)
class ListenPortTest {
    @TempDir
    private Path home;

    private static ServerSocket somebody() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    }

    private OxbowOptions options(int first, int last) {
        return OxbowOptions.in(home.resolve("state")).withBindAddress("127.0.0.1").withListenPort(first)
                .withReach(ReachOptions.OFF.withListenPortLast(last));
    }

    @Test
    void takesTheNextPortWhenSomebodyElseHasTheFirst() throws Exception {
        try (ServerSocket other = somebody()) {
            int taken = other.getLocalPort();
            int last = Math.min(taken + 50, 65535);
            try (Oxbow oxbow = Oxbow.open(options(taken, last))) {
                await().until(() -> oxbow.view().listening().isPresent());
                int port = oxbow.view().listening().map(Endpoint::port).orElseThrow();
                assertTrue(port > taken && port <= last, "port " + port);
                new Socket(InetAddress.getByName("127.0.0.1"), port).close();
            }
        }
    }

    @Test
    void dialsWithoutListeningWhenAllPortsAreTaken() throws Exception {
        try (Fixture fixture = new Fixture(home, 1 << 20); ServerSocket other = somebody(); Oxbow seeder = fixture.open("seeder")) {
            seeder.add(fixture.torrent, fixture.original, TorrentWish.SEED).completion().get(30, TimeUnit.SECONDS);
            int taken = other.getLocalPort();
            try (Oxbow oxbow = Oxbow.open(options(taken, taken))) {
                oxbow.add(fixture.torrent, home.resolve("copy"), TorrentWish.DOWNLOAD).completion().get(30, TimeUnit.SECONDS);
                assertTrue(oxbow.view().listening().isEmpty());
            }
            assertTrue(fixture.isSame("copy"));
        }
        SessionEvent.ListenFailed failed = Journals.entries(home.resolve("state")).stream()
                .filter(SessionEvent.ListenFailed.class::isInstance)
                .map(SessionEvent.ListenFailed.class::cast).findFirst().orElseThrow();
        assertTrue(failed.portTaken());
        assertEquals("address already in use", failed.reason());
    }

    @Test
    void doesNothingAtAllWhenTheAddressToUseIsNotThere() {
        for (String address : new String[] {"192.0.2.77", "2001:db8::77", "localhost", "300.1.1.1", "127.0.0.1;x", "\u001b[31m"}) {
            OxbowOptions options = OxbowOptions.in(home.resolve("nowhere")).withBindAddress(address);
            OxbowException refused = assertThrows(OxbowException.class, () -> Oxbow.open(options), address);
            assertEquals(OxbowException.Kind.ADDRESS, refused.kind(), address);
            assertFalse(refused.getMessage().chars().anyMatch(Character::isISOControl), address);
        }
        assertFalse(Files.exists(home.resolve("nowhere")), "not even a state directory");
    }

    /** Linux has all of 127.0.0.0/8. */
    @Test
    void dialsFromTheAddressItIsBoundToOnly() throws Exception {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
            assertTrue(probe.isBound());
        } catch (IOException none) {
            Assumptions.abort("this machine has no address 127.0.0.2");
        }
        try (Fixture fixture = new Fixture(home, 1 << 16); ServerSocket peer = somebody();
                Oxbow oxbow = Oxbow.open(OxbowOptions.in(home.resolve("state")).withBindAddress("127.0.0.2"))) {
            TorrentHandle torrent = oxbow.add(fixture.torrent, home.resolve("copy"), TorrentWish.DOWNLOAD);
            torrent.addPeer(Endpoint.parse("127.0.0.1:" + peer.getLocalPort()));
            peer.setSoTimeout(20_000);
            try (Socket dialled = peer.accept()) {
                assertEquals("127.0.0.2", dialled.getInetAddress().getHostAddress());
            }
        }
    }

    @Test
    void takesBothFamiliesWhenItIsBoundToNeither() throws Exception {
        boolean ipv6 = NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1")).inetAddresses()
                .anyMatch(Inet6Address.class::isInstance);
        Assumptions.assumeTrue(ipv6, "the loopback interface has no IPv6");
        try (Oxbow oxbow = Oxbow.open(OxbowOptions.in(home.resolve("both")))) {
            await().until(() -> oxbow.view().listening().isPresent());
            int port = oxbow.view().listening().map(Endpoint::port).orElseThrow();
            new Socket(InetAddress.getByName("127.0.0.1"), port).close();
            new Socket(InetAddress.getByName("::1"), port).close();
        }
    }
}
