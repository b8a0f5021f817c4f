package dev.oxbow.cli.interop;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged program is killed before it has the metadata, and before it has found anybody. The second time it is told the info hash and
 * nothing more: whom to ask is in its journal.
 */
@Timeout(200)
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "libtorrent4j has a native library for Linux on x86-64 only")
class KilledWhileLookingTest {
    private static final int PAYLOAD_BYTES = 4 << 20;
    /** Small pieces make long metadata: six pieces of it. */
    private static final int PIECE_BYTES = 1024;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    private Path home;

    private static PackagedOxbow get(SmallTorrent torrent, String what, String... more) throws IOException {
        String[] arguments = torrent.arguments("get", what, "got", more);
        return PackagedOxbow.start(torrent.home, arguments);
    }

    private static boolean runs(PackagedOxbow oxbow) throws IOException {
        return !oxbow.lines().isEmpty(); // so there is a journal
    }

    private static int count(SmallTorrent torrent, String type) throws IOException {
        return torrent.events("got", type).size();
    }

    @Test
    void whileTheMetadataIsComing() throws Exception {
        SmallTorrent torrent = new SmallTorrent(home, PAYLOAD_BYTES, PIECE_BYTES, false);
        try (RealLibtorrent seed = new RealLibtorrent()) {
            seed.add(torrent.bytes, torrent.original);
            await().atMost(LIMIT).until(seed::isSeeding);
            try (Relay relay = new Relay(seed.port(), 40_000)) {
                String link = "magnet:?xt=urn:btih:" + torrent.infoHash + "&x.pe=127.0.0.1:" + relay.port();
                try (PackagedOxbow oxbow = get(torrent, link, "--bind", "127.0.0.1", "--no-dht")) {
                    await().atMost(LIMIT).until(() -> runs(oxbow) && count(torrent, "MetadataPieceReceived") == 2);
                    oxbow.kill();
                }
                assertEquals(0, count(torrent, "AssembleMetadata"));
                relay.letEverythingThrough();
                try (PackagedOxbow oxbow = get(torrent, torrent.infoHash, "--bind", "127.0.0.1", "--no-dht")) {
                    torrent.assertDownloaded(oxbow, "got");
                }
            }
        }
        torrent.assertReplaysByCommand("got");
    }

    @Test
    void inTheMiddleOfALookup() throws Exception {
        SmallTorrent torrent = new SmallTorrent(home, PAYLOAD_BYTES, PIECE_BYTES, false);
        try (RealLibtorrent first = RealLibtorrent.inDht(); RealLibtorrent second = RealLibtorrent.inDht(); RealLibtorrent seed = new RealLibtorrent();
                DatagramSocket silent = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).until(() -> {
                first.meet(second);
                second.meet(first);
                return first.dhtNodes() > 0 && second.dhtNodes() > 0;
            });
            try (PackagedOxbow oxbow = get(torrent, torrent.infoHash, "--bind", "127.0.0.1", "--dht-bootstrap", "127.0.0.1:" + first.port(),
                    "--dht-bootstrap", "127.0.0.1:" + silent.getLocalPort())) {
                await().atMost(LIMIT).until(() -> runs(oxbow) && count(torrent, "DhtResponseReceived") > 0
                        && count(torrent, "StartLookup") > count(torrent, "EndLookup"));
                oxbow.kill();
            }
            int before = torrent.events("got").size();
            seed.add(torrent.bytes, torrent.original);
            await().atMost(LIMIT).until(seed::isSeeding);
            announce(torrent.infoHash, seed.port(), first.port());
            announce(torrent.infoHash, seed.port(), second.port());
            try (PackagedOxbow oxbow = get(torrent, torrent.infoHash, "--bind", "127.0.0.1")) {
                torrent.assertDownloaded(oxbow, "got");
            }
            List<JsonNode> again = torrent.events("got").stream().skip(before).toList();
            assertTrue(again.stream().anyMatch(line -> line.get("type").textValue().equals("SendDhtQuery")));
            assertFalse(again.stream().anyMatch(line -> line.get("type").textValue().equals("HostResolved")), "nobody was named");
        }
        torrent.assertReplaysByCommand("got");
    }

    /** Announces a peer to a node of the DHT (BEP 5). Libtorrent itself would first ask the killed one, and wait for it. */
    private static void announce(String infoHash, int peerPort, int nodePort) throws IOException {
        String who = "2:id20:" + "n".repeat(20);
        String what = "9:info_hash20:" + new String(HexFormat.of().parseHex(infoHash), StandardCharsets.ISO_8859_1);
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.connect(InetAddress.getByName("127.0.0.1"), nodePort);
            String answer = ask(socket, "d1:ad" + who + what + "e1:q9:get_peers1:t1:a1:y1:qe");
            Matcher token = Pattern.compile("5:token(\\d+):").matcher(answer);
            assertTrue(token.find(), answer);
            String given = answer.substring(token.end(), token.end() + Integer.parseInt(token.group(1)));
            String taken = ask(socket, "d1:ad" + who + what + "4:porti" + peerPort + "e5:token" + given.length() + ":" + given
                    + "e1:q13:announce_peer1:t1:b1:y1:qe");
            assertTrue(taken.contains("1:y1:r"), taken);
        }
    }

    private static String ask(DatagramSocket socket, String question) throws IOException {
        byte[] bytes = question.getBytes(StandardCharsets.ISO_8859_1);
        socket.send(new DatagramPacket(bytes, bytes.length));
        DatagramPacket answer = new DatagramPacket(new byte[2048], 2048);
        String said;
        do { // it may ask something itself
            socket.receive(answer);
            said = new String(answer.getData(), 0, answer.getLength(), StandardCharsets.ISO_8859_1);
        } while (said.contains("1:y1:q"));
        return said;
    }
}
