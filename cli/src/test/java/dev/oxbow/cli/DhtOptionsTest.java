package dev.oxbow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom {@code get} turns to: a socket on this machine stands for the node to begin with, and counts what it hears. */
class DhtOptionsTest {
    @TempDir
    private Path home;

    private int datagrams(boolean isPrivate, String... options) throws IOException {
        Files.write(home.resolve("x.bin"), new byte[100]);
        String torrent = home.resolve("x.torrent").toString();
        List<String> create = new ArrayList<>(List.of("create", home.resolve("x.bin").toString(), "-o", torrent));
        if (isPrivate) {
            create.add("--private");
        }
        assertEquals(0, Main.run(create.toArray(new String[0])));
        try (DatagramSocket node = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))) {
            List<String> get = new ArrayList<>(List.of("get", torrent, "--dir", home.resolve("got").toString(), "--state",
                    home.resolve("state").toString(), "--bind", "127.0.0.1", "--stall-timeout", "2s", "--quiet", "--dht-bootstrap",
                    "127.0.0.1:" + node.getLocalPort()));
            get.addAll(List.of(options));
            assertEquals(ExitStatus.STALLED.code(), Main.run(get.toArray(new String[0])));
            return heard(node);
        }
    }

    private static int heard(DatagramSocket node) throws IOException {
        node.setSoTimeout(100);
        for (int count = 0; ; count++) {
            try {
                node.receive(new DatagramPacket(new byte[1500], 1500));
            } catch (SocketTimeoutException nothingMore) {
                return count;
            }
        }
    }

    @Test
    void aPublicTorrentIsLookedForInTheDht() throws IOException {
        assertTrue(datagrams(false) > 0);
    }

    @Test
    void aPrivateTorrentIsNot() throws IOException {
        assertEquals(0, datagrams(true));
    }

    @Test
    void norIsAnyTorrentWithNoDht() throws IOException {
        assertEquals(0, datagrams(false, "--no-dht"));
    }

    @Test
    void hostsAreRefusedThatHaveNoPort() {
        TransferOptions options = new TransferOptions();
        options.bind = "";
        options.encryption = "off";
        options.utp = "off";
        for (String host : List.of("router.example", "router.example:", ":1", "router.example:99999")) {
            options.dhtBootstrap = List.of(host);
            assertThrows(CliException.class, options::check, host);
        }
        options.dhtBootstrap = List.of("router.example:6881", "[::1]:6881");
        options.check();
    }
}
