package dev.oxbow.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.ReachCommand;
import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.value.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions whose gateway stands on the loopback interface. */
@Timeout(60)
class PortMappingTest {
    @TempDir
    private Path home;

    private Oxbow open(ReachOptions reach) throws OxbowException {
        return Oxbow.open(OxbowOptions.in(home.resolve("state")).withBindAddress("127.0.0.1").withReach(reach));
    }

    private static ReachOptions mapping(PcpGateway gateway) {
        return ReachOptions.OFF.with(true, false).withSurroundings(gateway.surroundings());
    }

    private static int port(Oxbow oxbow) {
        await().until(() -> oxbow.view().listening().isPresent());
        return oxbow.view().listening().map(Endpoint::port).orElseThrow();
    }

    @Test
    void mapsThePortWhileTheSessionRunsAndGivesItBackWhenItStops() throws Exception {
        try (PcpGateway gateway = new PcpGateway()) {
            try (Oxbow oxbow = open(mapping(gateway))) {
                int port = port(oxbow);
                await().until(() -> gateway.mapped.equals(Map.of(port, port)));
                await().until(() -> oxbow.view().external().equals(Optional.of(Endpoint.parse("203.0.113.5:" + port))));
            }
            assertEquals(Map.of(), gateway.mapped);
        }
    }

    @Test
    void tellsTrackersThePortThatTheGatewayGrantedInstead() throws Exception {
        try (Fixture fixture = new Fixture(home, 1 << 20); PcpGateway gateway = new PcpGateway()) {
            gateway.grantsInstead = 40000;
            try (Oxbow oxbow = open(mapping(gateway))) {
                await().until(() -> oxbow.view().external().equals(Optional.of(Endpoint.parse("203.0.113.5:40000"))));
                assertEquals(Map.of(40000, port(oxbow)), gateway.mapped);
                oxbow.add(fixture.torrent, fixture.original, TorrentWish.SEED);
                await().until(() -> fixture.tracker.received().stream().anyMatch(it -> it.event().equals("started") && it.port() == 40000));
            }
            assertEquals(Map.of(), gateway.mapped);
        }
    }

    @Test
    void isKnownToTheGatewayByOneNonceThroughAllProcesses() throws Exception {
        try (PcpGateway gateway = new PcpGateway()) {
            for (int process = 0; process < 3; process++) {
                try (Oxbow oxbow = open(mapping(gateway))) {
                    int port = port(oxbow);
                    await().until(() -> gateway.mapped.containsKey(port));
                }
            }
            assertEquals(1, gateway.nonces.size());
        }
    }

    @Test
    void stopsInTimeThoughTheGatewayHasFallenSilent() throws Exception {
        try (PcpGateway gateway = new PcpGateway()) {
            Oxbow oxbow = open(mapping(gateway));
            await().until(() -> oxbow.view().external().isPresent());
            gateway.silent = true;
            long startNs = System.nanoTime();
            oxbow.stop();
            long tookMs = Duration.ofNanos(System.nanoTime() - startNs).toMillis();
            assertTrue(tookMs < 4_000, "it took " + tookMs + " ms");
        }
    }

    @Test
    void boundToALoopbackAddressAsksAndTellsNobodyByItself() throws Exception {
        try (Fixture fixture = new Fixture(home, 1 << 16)) {
            try (Oxbow oxbow = open(ReachOptions.OFF.with(true, true))) {
                oxbow.add(fixture.torrent, fixture.original, TorrentWish.SEED).completion().get(30, TimeUnit.SECONDS);
            }
        }
        assertEquals(0, Journals.entries(home.resolve("state")).stream().filter(ReachCommand.class::isInstance).count());
    }
}
