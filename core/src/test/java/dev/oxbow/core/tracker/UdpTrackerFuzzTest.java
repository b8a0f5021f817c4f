package dev.oxbow.core.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.tracker.ScrapeAnswer.SwarmCounts;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever datagram comes, the decoders give a result within their bounds; what the encoders write, the decoders read. */
class UdpTrackerFuzzTest {
    private static final int ROUNDS = 50_000;
    private static final int TRANSACTION = 7;

    @Test
    void survivesDamagedAndTruncatedAnswers() {
        List<byte[]> whole = List.of(UdpAnswerEncoder.connect(TRANSACTION, 5), UdpAnswerEncoder.error(TRANSACTION, "no such torrent"),
                UdpAnswerEncoder.announce(TRANSACTION, answered(List.of(Endpoint.parse("192.0.2.1:1"), Endpoint.parse("192.0.2.2:2"))),
                        false),
                UdpAnswerEncoder.announce(TRANSACTION, answered(List.of(Endpoint.parse("[2001:db8::1]:1"))), true),
                UdpAnswerEncoder.scrape(TRANSACTION, List.of(new SwarmCounts(Announces.INFO_HASH, 1, 2, 3))));
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            check(seed, damaged(random, whole.get(random.nextInt(whole.size()))));
        }
    }

    @Test
    void survivesRandomDatagrams() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] datagram = new byte[random.nextInt(200)];
            random.nextBytes(datagram);
            if (datagram.length >= 8 && random.nextBoolean()) { // past the first check
                System.arraycopy(new byte[] {0, 0, 0, (byte) random.nextInt(5), 0, 0, 0, TRANSACTION}, 0, datagram, 0, 8);
            }
            check(seed, datagram);
        }
    }

    private static byte[] damaged(SplittableRandom random, byte[] whole) {
        byte[] damaged = Arrays.copyOf(whole, random.nextInt(2) == 0 ? random.nextInt(whole.length + 8) : whole.length);
        for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return damaged;
    }

    private static void check(int seed, byte[] datagram) {
        boolean mine = datagram.length >= 8 && UdpAnswerDecoder.transactionId(datagram).getAsInt() == TRANSACTION;
        UdpConnectAnswer connect = UdpAnswerDecoder.connect(datagram, TRANSACTION);
        assertFalse(connect instanceof UdpConnectAnswer.Connected && (!mine || datagram.length < 16), "seed " + seed);
        ScrapeAnswer scrape = UdpAnswerDecoder.scrape(datagram, TRANSACTION, List.of(Announces.INFO_HASH));
        assertFalse(scrape instanceof ScrapeAnswer.Answered && (!mine || datagram.length < 20), "seed " + seed);
        for (boolean ipv6 : new boolean[] {false, true}) {
            AnnounceAnswer announce = UdpAnswerDecoder.announce(datagram, TRANSACTION, ipv6);
            if (announce instanceof AnnounceAnswer.Answered it) {
                assertTrue(mine && it.peers().size() <= (datagram.length - 20) / (ipv6 ? 18 : 6), "seed " + seed);
                assertTrue(it.intervalSeconds() >= -1 && it.seedCount() >= -1 && it.leecherCount() >= -1, "seed " + seed);
                assertTrue(it.peers().stream().allMatch(peer -> peer.port() > 0), "seed " + seed);
            } else if (announce instanceof AnnounceAnswer.Refused it) {
                assertTrue(mine && !it.reason().isEmpty() && it.reason().length() <= 300, "seed " + seed);
                assertTrue(it.reason().chars().noneMatch(Character::isISOControl), "seed " + seed);
            }
        }
    }

    @Test
    void survivesDamagedRequestsAndReadsThemWithinBounds() {
        List<byte[]> whole = List.of(UdpRequestEncoder.connect(1), UdpRequestEncoder.scrape(1, 2, List.of(Announces.INFO_HASH)),
                UdpRequestEncoder.announce(1, 2, Announces.with("started", "192.0.2.1", 50, "0a", ""), "/announce?" + "x".repeat(300)));
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] datagram = damaged(random, whole.get(random.nextInt(whole.size())));
            UdpRequestDecoder.decode(datagram).filter(UdpRequest.Announce.class::isInstance).ifPresent(request -> {
                UdpRequest.Announce it = (UdpRequest.Announce) request;
                assertTrue(it.announce().leftBytes() >= -1 && it.announce().uploadedBytes() >= 0 && it.announce().downloadedBytes() >= 0);
                assertTrue(it.announce().peersWanted() >= -1 && it.urlData().length() <= UdpTrackerUrl.URL_DATA_LENGTH_MAX);
            });
        }
    }

    @Test
    void readsBackEveryAnswerItWrites() {
        for (int seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            boolean ipv6 = random.nextBoolean();
            List<Endpoint> peers = new ArrayList<>();
            for (int i = random.nextInt(UdpAnswerEncoder.peersMax(ipv6)); i > 0; i--) {
                byte[] address = new byte[ipv6 ? 16 : 4];
                random.nextBytes(address);
                peers.add(new Endpoint(ByteString.wrap(address), 1 + random.nextInt(0xffff)));
            }
            AnnounceAnswer.Answered answer = answered(peers.stream().distinct().toList());
            byte[] datagram = UdpAnswerEncoder.announce(seed, answer, ipv6);
            assertTrue(datagram.length <= 1400, "seed " + seed);
            assertEquals(answer, UdpAnswerDecoder.announce(datagram, seed, ipv6), "seed " + seed);
        }
    }

    private static AnnounceAnswer.Answered answered(List<Endpoint> peers) {
        return new AnnounceAnswer.Answered(1800, -1, 5, 7, "", "", ByteString.EMPTY, peers);
    }
}
