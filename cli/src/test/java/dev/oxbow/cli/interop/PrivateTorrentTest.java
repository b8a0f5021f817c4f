package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.wire.Handshake;
import dev.oxbow.core.wire.MetadataMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged program lets out of a private torrent (BEP 27): what its tracker is told, and what the peers that it names are sent. */
@Timeout(200)
@EnabledOnOs(OS.LINUX)
class PrivateTorrentTest {
    private static final int PAYLOAD_BYTES = 2 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String[] ELSEWHERE = {"AnnounceLocally", "LocalPeerDiscovered", "OpenDhtSocket", "SendDhtQuery", "SendDhtResponse",
        "SendDhtPort", "ResolveHosts", "SendPex", "PexReceived", "SendMetadataPiece"};

    @TempDir
    private Path home;

    private static int portOf(PackagedOxbow oxbow, String phase) {
        Callable<Optional<String>> listening = () -> oxbow.lines().stream()
                .filter(line -> line.has("listening") && line.get("phase").textValue().equals(phase))
                .map(line -> line.get("listening").textValue()).findFirst();
        String endpoint = await().atMost(LIMIT).until(listening, Optional::isPresent).orElseThrow();
        return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    }

    private static List<String> types(SmallTorrent torrent, String name) throws IOException {
        return torrent.events(name, ELSEWHERE).stream().map(line -> line.get("type").textValue()).distinct().sorted().toList();
    }

    private static void stop(PackagedOxbow oxbow) throws Exception {
        oxbow.terminate();
        assertEquals(0, oxbow.await(), oxbow.said());
    }

    /**
     * Three programs with everything on that finds peers, but for the router, in a network where every datagram is counted. The third
     * comes when there are two to be told of.
     */
    @Test
    void notOneDatagramIsSent() throws Exception {
        try (OwnNetwork network = own()) {
            Path log = home.resolve("tracker.log");
            Process tracker = network.libtorrent(log, "tracker", "6969", OwnNetwork.ADDRESS);
            await().atMost(LIMIT).until(() -> Files.readString(log).contains("listening at"));
            SmallTorrent secret = new SmallTorrent(Files.createDirectories(home.resolve("secret")), PAYLOAD_BYTES, true,
                    "http://" + OwnNetwork.ADDRESS + ":6969/announce");
            List<PackagedOxbow> running = new ArrayList<>();
            try {
                running.add(start(network, secret, "seed", "original"));
                portOf(running.get(0), "SEEDING");
                running.add(start(network, secret, "get", "first", "--seed"));
                portOf(running.get(1), "SEEDING");
                try (PackagedOxbow last = start(network, secret, "get", "last")) {
                    secret.assertDownloaded(last, "last");
                }
                assertEquals(0, network.count("Udp", "OutDatagrams"), "datagrams");
                assertTrue(network.count("Tcp", "ActiveOpens") > 0);
                for (PackagedOxbow oxbow : running) {
                    stop(oxbow);
                }
                assertEquals(0, network.count("Udp", "OutDatagrams"), "datagrams, at the end");
            } finally {
                running.forEach(PackagedOxbow::close);
                tracker.destroyForcibly();
            }
            for (String name : List.of("original", "first", "last")) {
                assertEquals(List.of(), types(secret, name), name);
            }
            SmallTorrent open = new SmallTorrent(Files.createDirectories(home.resolve("open")), PAYLOAD_BYTES, false);
            try (PackagedOxbow oxbow = start(network, open, "seed", "original")) { // the same of a public one does send datagrams
                portOf(oxbow, "SEEDING");
                await().atMost(LIMIT).until(() -> types(open, "original").containsAll(List.of("AnnounceLocally", "SendDhtQuery"))
                        && network.count("Udp", "OutDatagrams") >= 2);
                stop(oxbow);
            }
        }
    }

    private PackagedOxbow start(OwnNetwork network, SmallTorrent torrent, String command, String name, String... more) throws IOException {
        List<String> all = new ArrayList<>(List.of("--no-port-map", "--dht-bootstrap", OwnNetwork.ADDRESS + ":9"));
        all.addAll(List.of(more));
        return PackagedOxbow.startIn(network, torrent.home, torrent.arguments(command, torrent.file.toString(), name, all.toArray(String[]::new)));
    }

    private static OwnNetwork own() throws IOException {
        Optional<OwnNetwork> network = OwnNetwork.open();
        assumeTrue(network.isPresent(), "this system lets us have no network namespace");
        return network.get();
    }

    @Test
    void aStrangerGetsNoMetadataAndIsNotListenedTo() throws Exception {
        Endpoint elsewhere = Endpoint.parse("127.0.0.3:4000");
        SmallTorrent secret = new SmallTorrent(Files.createDirectories(home.resolve("secret")), PAYLOAD_BYTES, true, "http://127.0.0.1:9/");
        try (PackagedOxbow oxbow = get(secret); Stranger stranger = stranger(secret, oxbow)) {
            assertEquals(0, stranger.reservedBits & Handshake.DHT_BIT);
            assertEquals(List.of(0, 0), List.of(stranger.other.metadataLengthBytes(), stranger.other.pexId()));
            assertEquals(MetadataMessage.REJECT, stranger.askForMetadata().kind());
            stranger.tellOf(elsewhere, 4001);
            assertEquals(MetadataMessage.REJECT, stranger.askForMetadata().kind(), "and it has read what came before");
        }
        assertEquals(List.of(), secret.events("got", "Connect"));
        assertEquals(List.of(), types(secret, "got").stream().filter(type -> !type.equals("PexReceived")).toList());
        SmallTorrent open = new SmallTorrent(Files.createDirectories(home.resolve("open")), PAYLOAD_BYTES, false);
        try (PackagedOxbow oxbow = get(open); Stranger stranger = stranger(open, oxbow)) { // the same in a public one is served and believed
            assertEquals(Handshake.DHT_BIT, stranger.reservedBits & Handshake.DHT_BIT);
            assertEquals(MetadataMessage.DATA, stranger.askForMetadata().kind());
            stranger.tellOf(elsewhere, 4001);
            await().atMost(LIMIT).until(() -> tells(open, "Connect", elsewhere.toString()) && tells(open, "SendDhtQuery", "127.0.0.2:4001"));
        }
    }

    private static PackagedOxbow get(SmallTorrent torrent) throws IOException {
        return PackagedOxbow.start(torrent.home, torrent.arguments("get", torrent.file.toString(), "got", "--bind", "127.0.0.1"));
    }

    private static Stranger stranger(SmallTorrent torrent, PackagedOxbow oxbow) throws IOException {
        return new Stranger(InfoHash.ofHex(torrent.infoHash), portOf(oxbow, "DOWNLOADING"));
    }

    /** Whether an entry of this type tells of the address. */
    private static boolean tells(SmallTorrent torrent, String type, String address) throws IOException {
        return torrent.events("got", type).stream().anyMatch(line -> line.toString().contains(address));
    }
}
