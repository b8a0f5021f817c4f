package dev.oxbow.net.trackerserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.tracker.AnnounceAnswer;
import dev.oxbow.core.tracker.AnnounceRequest;
import dev.oxbow.core.tracker.ScrapeAnswer;
import dev.oxbow.core.tracker.UdpAnswerDecoder;
import dev.oxbow.core.tracker.UdpConnectAnswer;
import dev.oxbow.core.tracker.UdpRequestEncoder;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import io.vertx.core.Vertx;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tracker's UDP side, asked by bare sockets. */
@Timeout(30)
class UdpTrackerTest {
    private static final InfoHash INFO_HASH = InfoHash.ofHex("ab".repeat(20));
    private static final int TRANSACTION = 99;

    private Vertx vertx;
    private HttpTracker http;
    private UdpTracker tracker;
    private DatagramSocket socket;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        listen("127.0.0.1");
    }

    private void listen(String host) throws Exception {
        http = HttpTracker.start(vertx, host, 0, 5);
        tracker = UdpTracker.start(vertx, http, 0);
        socket = new DatagramSocket(0, InetAddress.getByName(host));
        socket.setSoTimeout(5_000);
    }

    @AfterEach
    void close() throws Exception {
        socket.close();
        tracker.close();
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void announcesCountAndScrape() throws Exception {
        long id = connect();
        announce(id, 1, 0, "started");
        AnnounceAnswer.Answered second = announce(id, 2, 10, "started");
        assertEquals(List.of(Endpoint.parse("127.0.0.1:1001")), second.peers());
        assertEquals(List.of(5, 1, 1), List.of(second.intervalSeconds(), second.seedCount(), second.leecherCount()));
        announce(id, 2, 0, "completed");
        InfoHash unknown = InfoHash.ofHex("00".repeat(20));
        byte[] scraped = ask(UdpRequestEncoder.scrape(id, TRANSACTION, List.of(unknown, INFO_HASH)));
        assertEquals(new ScrapeAnswer.Answered(List.of(new ScrapeAnswer.SwarmCounts(unknown, 0, 0, 0),
                new ScrapeAnswer.SwarmCounts(INFO_HASH, 2, 0, 1))),
                UdpAnswerDecoder.scrape(scraped, TRANSACTION, List.of(unknown, INFO_HASH)));
    }

    @Test
    void ipv6ClientsGetIpv6Peers() throws Exception {
        close();
        vertx = Vertx.vertx();
        listen("::1");
        assertTrue(tracker.url().startsWith("udp://[::1]:"), tracker.url());
        long id = connect();
        announce(id, 1, 0, "started", "192.0.2.1"); // on loopback a peer may say where it is; over IPv6 nobody can be told
        announce(id, 2, 0, "started", "");
        AnnounceAnswer answer = UdpAnswerDecoder.announce(ask(request(id, 3, 10, "started", "")), TRANSACTION, true);
        assertEquals(List.of(Endpoint.parse("[::1]:1002")), ((AnnounceAnswer.Answered) answer).peers());
    }

    @Test
    void anAnswerHoldsNoMorePeersThanADatagramCarries() throws Exception {
        long id = connect();
        for (int i = 1; i <= 250; i++) {
            announce(id, i, 10, "started");
        }
        byte[] answer = ask(UdpRequestEncoder.announce(id, TRANSACTION, new AnnounceRequest(INFO_HASH, peerId(999), 1, 0, 0, 1, "", true,
                true, "", 100_000, "", ""), ""));
        assertTrue(answer.length <= 1400 && answer.length > 1000, answer.length + " bytes");
    }

    @Test
    void whoHasNoConnectionIdGetsNothingLongerThanHeSent() throws Exception {
        long id = connect();
        for (int i = 1; i <= 50; i++) {
            announce(id, i, 10, "started");
        }
        byte[] request = request(id + 1, 51, 10, "started", "");
        byte[] answer = ask(request);
        assertEquals(new AnnounceAnswer.Refused("unknown connection id", -1), UdpAnswerDecoder.announce(answer, TRANSACTION, false));
        assertTrue(answer.length < 36, "shorter than the shortest scrape");
        assertEquals(50, http.received().size());
    }

    @Test
    void isSilentToOtherProtocolsAndToMalformedRequestsOfStrangers() throws Exception {
        socket.setSoTimeout(200);
        byte[] cut = Arrays.copyOf(request(1, 1, 1, "", ""), 97);
        for (byte[] datagram : List.of(new byte[0], new byte[15], new byte[16], new byte[2000], cut)) {
            if (datagram.length == 16 || datagram.length == 2000) {
                datagram[11] = 7; // no such action
            }
            assertThrows(java.net.SocketTimeoutException.class, () -> ask(datagram), datagram.length + " bytes");
        }
        socket.setSoTimeout(5_000);
        long id = connect();
        assertEquals(new AnnounceAnswer.Refused("the announce ends too early", -1),
                UdpAnswerDecoder.announce(ask(Arrays.copyOf(request(id, 1, 1, "", ""), 97)), TRANSACTION, false));
    }

    @Test
    void connectionIdsAreGoodForTwoMinutesAndOneAddress() {
        long[] nowNs = {Long.MAX_VALUE - 1_000}; // nanoTime may wrap
        ConnectionIds ids = new ConnectionIds(() -> nowNs[0]);
        nowNs[0] += TimeUnit.SECONDS.toNanos(59);
        long id = ids.issue("192.0.2.1");
        assertTrue(ids.accepts("192.0.2.1", id));
        assertEquals(List.of(false, false), List.of(ids.accepts("192.0.2.2", id), ids.accepts("192.0.2.1", id + 1)));
        nowNs[0] += TimeUnit.SECONDS.toNanos(120);
        assertTrue(ids.accepts("192.0.2.1", id));
        nowNs[0] += TimeUnit.SECONDS.toNanos(60);
        assertEquals(false, ids.accepts("192.0.2.1", id));
        long foreign = new ConnectionIds(() -> 0).issue("192.0.2.1");
        assertEquals(false, new ConnectionIds(() -> 0).accepts("192.0.2.1", foreign), "the secret differs");
    }

    private long connect() throws Exception {
        UdpConnectAnswer answer = UdpAnswerDecoder.connect(ask(UdpRequestEncoder.connect(TRANSACTION)), TRANSACTION);
        return ((UdpConnectAnswer.Connected) answer).connectionId();
    }

    private AnnounceAnswer.Answered announce(long id, int number, long leftBytes, String event) throws Exception {
        return announce(id, number, leftBytes, event, "");
    }

    private AnnounceAnswer.Answered announce(long id, int number, long leftBytes, String event, String ip) throws Exception {
        return (AnnounceAnswer.Answered) UdpAnswerDecoder.announce(ask(request(id, number, leftBytes, event, ip)), TRANSACTION, false);
    }

    private static byte[] request(long id, int number, long leftBytes, String event, String ip) {
        return UdpRequestEncoder.announce(id, TRANSACTION, new AnnounceRequest(INFO_HASH, peerId(number), 1000 + number, 0, 0, leftBytes,
                event, true, true, ip, -1, "", ""), "/announce");
    }

    private static PeerId peerId(int number) {
        return PeerId.ofHex("2d4f58303130302d" + String.format("%024x", number));
    }

    private byte[] ask(byte[] request) throws Exception {
        socket.send(new DatagramPacket(request, request.length, socket.getLocalAddress(), tracker.port()));
        DatagramPacket answer = new DatagramPacket(new byte[65536], 65536);
        socket.receive(answer);
        return Arrays.copyOf(answer.getData(), answer.getLength());
    }
}
