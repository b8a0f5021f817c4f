package dev.oxbow.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.tracker.AnnounceAnswer;
import dev.oxbow.core.tracker.AnnounceAnswerDecoder;
import dev.oxbow.core.tracker.AnnounceAnswerEncoder;
import dev.oxbow.core.tracker.AnnounceRequest;
import dev.oxbow.core.tracker.PercentEncoding;
import dev.oxbow.core.tracker.ScrapeAnswer;
import dev.oxbow.core.tracker.ScrapeAnswerDecoder;
import dev.oxbow.core.tracker.ScrapeAnswerEncoder;
import dev.oxbow.core.tracker.TrackerRequestDecoder;
import dev.oxbow.core.tracker.TrackerUrl;
import dev.oxbow.core.tracker.UdpAnswerDecoder;
import dev.oxbow.core.tracker.UdpRequestDecoder;
import dev.oxbow.core.tracker.UdpTrackerUrl;
import dev.oxbow.core.value.InfoHash;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Trackers' answers over HTTP and UDP, and what peers ask our own tracker. */
final class TrackerTargets {
    private static final InfoHash INFO_HASH = InfoHash.ofHex("61".repeat(20));

    private TrackerTargets() {
    }

    static void http(byte[] input) {
        AnnounceAnswer answer = AnnounceAnswerDecoder.decode(input);
        check(answer);
        if (answer instanceof AnnounceAnswer.Answered it) {
            assertTrue(it.peers().size() <= AnnounceAnswerDecoder.PEERS_MAX);
            assertEquals(it, AnnounceAnswerDecoder.decode(AnnounceAnswerEncoder.dictionaries(it, List.of())));
        }
        ScrapeAnswer scraped = ScrapeAnswerDecoder.decode(input);
        if (scraped instanceof ScrapeAnswer.Answered it) {
            assertEquals(it, ScrapeAnswerDecoder.decode(ScrapeAnswerEncoder.encode(it)));
        }
    }

    private static void check(AnnounceAnswer answer) {
        if (answer instanceof AnnounceAnswer.Answered it) {
            assertTrue(it.intervalSeconds() >= -1 && it.seedCount() >= -1 && it.leecherCount() >= -1);
            assertTrue(it.peers().stream().allMatch(peer -> peer.port() > 0));
        } else if (answer instanceof AnnounceAnswer.Refused it) {
            assertTrue(!it.reason().isEmpty() && it.reason().length() <= 300 && it.reason().chars().noneMatch(Character::isISOControl));
        }
    }

    static void udp(byte[] input) {
        int transactionId = UdpAnswerDecoder.transactionId(input).orElse(0);
        UdpAnswerDecoder.connect(input, transactionId);
        UdpAnswerDecoder.isError(input);
        for (boolean ipv6 : new boolean[] {false, true}) {
            AnnounceAnswer answer = UdpAnswerDecoder.announce(input, transactionId, ipv6);
            check(answer);
            assertTrue(!(UdpAnswerDecoder.announce(input, transactionId + 1, ipv6) instanceof AnnounceAnswer.Answered), "not our transaction");
        }
        if (UdpAnswerDecoder.scrape(input, transactionId, List.of(INFO_HASH)) instanceof ScrapeAnswer.Answered it) {
            assertEquals(1, it.swarms().size());
        }
        UdpRequestDecoder.decode(input);
    }

    static void request(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        if (TrackerRequestDecoder.announce(text) instanceof AnnounceRequest it) {
            String url = it.toUrl("http://tracker.example/announce");
            assertEquals(it, TrackerRequestDecoder.announce(url.substring(url.indexOf('?') + 1)));
        }
        TrackerRequestDecoder.scrape(text);
        TrackerUrl.scrape(text).ifPresent(it -> assertTrue(it.contains("scrape")));
        UdpTrackerUrl.parse(text).ifPresent(it -> assertTrue(it.port() >= 0 && it.port() <= 0xffff && !it.host().isEmpty()));
        PercentEncoding.decode(text).ifPresent(it -> assertEquals(it, PercentEncoding.decode(PercentEncoding.encode(it)).orElseThrow()));
    }
}
