package dev.oxbow.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.TorrentWish;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.storage.TorrentMaker;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions that know of each other through the DHT alone, all on 127.0.0.1. */
@Timeout(120)
class DhtDownloadTest {
    @TempDir
    Path home;

    private byte[] torrent(Fixture fixture, boolean isPrivate) throws IOException {
        return TorrentMaker.make(fixture.original.resolve("payload"), 65536, new TorrentMaker.Label(
                List.of(), List.of(), Optional.empty(), isPrivate, OptionalLong.empty(), "test"));
    }

    private Oxbow open(String name, List<String> bootstrap) throws OxbowException {
        Oxbow oxbow = Oxbow.open(OxbowOptions.in(home.resolve(name + "-state")).withBindAddress("127.0.0.1").withDht(DhtOptions.from(bootstrap)));
        await().atMost(20, TimeUnit.SECONDS).until(() -> oxbow.view().dht().isPresent());
        return oxbow;
    }

    private static String host(Oxbow oxbow) {
        return oxbow.view().dht().orElseThrow().listening().toString();
    }

    @Test
    void threeFindEachOtherThroughTheDhtAlone() throws Exception {
        try (Fixture fixture = new Fixture(home, 1 << 20); Oxbow first = open("first", List.of())) {
            byte[] torrent = torrent(fixture, false);
            String begin = host(first);
            assertEquals(first.view().listening().map(Endpoint::port), first.view().dht().map(dht -> dht.listening().port()));
            first.add(torrent, fixture.original, TorrentWish.SEED).completion().get(30, TimeUnit.SECONDS);
            try (Oxbow second = open("second", List.of(begin)); Oxbow third = open("third", List.of("localhost:" + begin.split(":")[1]))) {
                TorrentHandle b = second.add(torrent, home.resolve("second"), TorrentWish.DOWNLOAD);
                TorrentHandle c = third.add(torrent, home.resolve("third"), TorrentWish.DOWNLOAD);
                b.completion().get(60, TimeUnit.SECONDS);
                c.completion().get(60, TimeUnit.SECONDS);
                assertTrue(fixture.isSame("second") && fixture.isSame("third"));
                await().atMost(20, TimeUnit.SECONDS).until(() -> third.view().dht().orElseThrow().nodes() == 2);
            }
        }
    }

    @Test
    void findsItsNodesAgainWithoutAnybodyToBeginWith() throws Exception {
        try (Fixture fixture = new Fixture(home, 1 << 20); Oxbow first = open("first", List.of())) {
            byte[] torrent = torrent(fixture, false);
            first.add(torrent, fixture.original, TorrentWish.SEED).completion().get(30, TimeUnit.SECONDS);
            try (Oxbow second = open("second", List.of(host(first)))) {
                await().atMost(20, TimeUnit.SECONDS).until(() -> second.view().dht().orElseThrow().nodes() == 1);
            }
            try (Oxbow again = open("second", List.of())) {
                assertEquals(1, again.view().dht().orElseThrow().nodes());
                again.add(torrent, home.resolve("second"), TorrentWish.DOWNLOAD).completion().get(60, TimeUnit.SECONDS);
                assertTrue(fixture.isSame("second"));
            }
        }
    }

    @Test
    void saysNothingOfAPrivateTorrentToAnybody() throws Exception {
        try (Fixture fixture = new Fixture(home, 1 << 16);
                DatagramSocket listener = new DatagramSocket(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
                Oxbow oxbow = open("alone", List.of("127.0.0.1:" + listener.getLocalPort()))) {
            TorrentHandle secret = oxbow.add(torrent(fixture, true), home.resolve("secret"), TorrentWish.DOWNLOAD);
            TorrentHandle open = oxbow.add(torrent(fixture, false), home.resolve("open"), TorrentWish.DOWNLOAD);
            assertFalse(secret.infoHash().equals(open.infoHash()));
            List<ByteString> heard = listen(listener, open.infoHash().bytes());
            assertTrue(heard.stream().anyMatch(datagram -> contains(datagram, open.infoHash().bytes())), "the other torrent is looked for");
            assertTrue(heard.stream().noneMatch(datagram -> contains(datagram, secret.infoHash().bytes())), "the private one is not");
        }
    }

    /** Answers every query as a node that knows nobody, until what is wanted was heard, and a little longer. */
    private static List<ByteString> listen(DatagramSocket listener, ByteString wanted) throws IOException {
        List<ByteString> heard = new ArrayList<>();
        listener.setSoTimeout(3000);
        byte[] buffer = new byte[2000];
        boolean done = false;
        for (int i = 0; i < 200; i++) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                listener.receive(packet);
            } catch (SocketTimeoutException silence) {
                if (done) {
                    return heard;
                }
                continue;
            }
            ByteString datagram = ByteString.copyOf(buffer, 0, packet.getLength());
            heard.add(datagram);
            done |= contains(datagram, wanted);
            byte[] answer = answer(datagram);
            listener.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
        return heard;
    }

    private static byte[] answer(ByteString query) {
        String text = new String(query.toArray(), java.nio.charset.StandardCharsets.ISO_8859_1);
        int at = text.indexOf("1:t4:") + "1:t4:".length();
        String answer = "d1:rd2:id20:" + "n".repeat(20) + "5:nodes0:5:token2:xxe1:t4:" + text.substring(at, at + 4) + "1:y1:re";
        return answer.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static boolean contains(ByteString datagram, ByteString part) {
        return datagram.toHex().contains(part.toHex());
    }
}
