package dev.oxbow.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oxbow.core.command.ReachCommand;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.ReachEvent;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.net.lsd.LocalDiscovery;
import dev.oxbow.net.reach.Surroundings;
import dev.oxbow.storage.TorrentMaker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that find each other on the loopback interface (BEP 14), by nothing else. Skipped where it carries no multicast. */
@Timeout(90)
class NeighboursTest {
    private static final String GROUP = "239.192.152.143";

    @TempDir
    private Path home;
    private NetworkInterface loopback;

    @BeforeEach
    void needsMulticast() throws IOException {
        loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"));
        assumeTrue(carriesMulticast(), "the loopback interface carries no multicast to " + GROUP);
    }

    private boolean carriesMulticast() {
        try (MulticastSocket probe = new MulticastSocket(0)) {
            InetSocketAddress group = new InetSocketAddress(GROUP, probe.getLocalPort());
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

    private Oxbow open(String name) throws OxbowException {
        ReachOptions reach = ReachOptions.OFF.with(false, true)
                .withSurroundings(new Surroundings(Optional::empty, () -> List.of(loopback)));
        return Oxbow.open(OxbowOptions.in(home.resolve(name + "-state")).withBindAddress("127.0.0.1").withReach(reach));
    }

    private static byte[] torrent(Path payload, boolean isPrivate) throws IOException {
        return TorrentMaker.make(payload, 65536,
                new TorrentMaker.Label(List.of(), List.of(), Optional.empty(), isPrivate, OptionalLong.empty(), "test"));
    }

    @Test
    void twoSessionsMeetByLocalDiscoveryAlone() throws Exception {
        try (Fixture fixture = new Fixture(home, 1 << 20)) {
            byte[] torrent = torrent(fixture.original.resolve("payload"), false);
            try (Oxbow seeder = open("seeder"); Oxbow leecher = open("leecher")) {
                seeder.add(torrent, fixture.original, TorrentWish.SEED).completion().get(30, TimeUnit.SECONDS);
                await().until(() -> Journals.entries(home.resolve("seeder-state")).stream()
                        .anyMatch(ReachCommand.AnnounceLocally.class::isInstance));
                leecher.add(torrent, home.resolve("copy"), TorrentWish.DOWNLOAD).completion().get(30, TimeUnit.SECONDS);
                assertTrue(fixture.isSame("copy"));
            }
        }
        assertTrue(Journals.entries(home.resolve("seeder-state")).stream().anyMatch(ReachEvent.LocalPeerDiscovered.class::isInstance));
    }

    /** A private torrent beside a public one: whoever listens hears of the public one only. */
    @Test
    void nobodyHearsOfPrivateTorrents() throws Exception {
        Vertx vertx = Vertx.vertx();
        List<InfoHash> heard = new CopyOnWriteArrayList<>();
        try (Fixture fixture = new Fixture(home, 1 << 16)) {
            LocalDiscovery listener = LocalDiscovery
                    .open(vertx, List.of(loopback), "", "listener", (infoHash, endpoint) -> heard.add(infoHash))
                    .toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            Path other = Files.write(home.resolve("public.bin"), new byte[100_000]);
            try (Oxbow oxbow = open("seeder")) {
                TorrentHandle secret = oxbow.add(torrent(fixture.original.resolve("payload"), true), fixture.original, TorrentWish.SEED);
                secret.completion().get(30, TimeUnit.SECONDS);
                TorrentHandle known = oxbow.add(torrent(other, false), home, TorrentWish.SEED);
                await().atMost(20, TimeUnit.SECONDS).until(() -> heard.contains(known.infoHash()));
                assertFalse(heard.contains(secret.infoHash()));
                listener.announce(List.of(secret.infoHash()), 6881); // nor is anybody believed who claims to be in its swarm
                listener.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            }
            for (Entry entry : Journals.entries(home.resolve("seeder-state"))) {
                boolean leaks = entry instanceof ReachCommand.AnnounceLocally announce && announce.infoHashes().size() != 1
                        || entry instanceof ReachEvent.LocalPeerDiscovered;
                assertFalse(leaks, entry.toString());
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }
}
