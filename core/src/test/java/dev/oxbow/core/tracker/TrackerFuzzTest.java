package dev.oxbow.core.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever comes, the decoders give a result within their bounds; what the encoders write, the decoders read. */
class TrackerFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final String[] TOKENS = {
        "d", "l", "e", "i1e", "i-5e", "i99999999999e", "0:", "2:ip", "9:192.0.2.1", "3:::1", "4:port", "5:peers", "6:peers6", "6:abcdef",
        "8:interval", "14:failure reason", "8:retry in", "5:never", "5:files", "20:xxxxxxxxxxxxxxxxxxxx", "10:tracker id", "8:complete",
        "11:external ip", "4:abcd", "18:abcdefghijklmnopqr", "\u00ff", "99999999999999999999:", "i", "-", ":", "15:warning message"};

    @Test
    void survivesBencodeMadeOfRandomTokens() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder body = new StringBuilder(random.nextInt(4) == 0 ? "" : "d");
            for (int i = random.nextInt(30); i > 0; i--) {
                body.append(TOKENS[random.nextInt(TOKENS.length)]);
            }
            check(seed, Announces.bytes(body.append(random.nextBoolean() ? "e" : "").toString()));
        }
    }

    @Test
    void survivesDamagedAnswers() {
        byte[] whole = Announces.bytes("d8:completei3e11:external ip4:abcd10:incompletei4e8:intervali1800e12:min intervali300e"
                + "5:peersld2:ip9:192.0.2.17:peer id20:aaaaaaaaaaaaaaaaaaaa4:porti6881eee6:peers618:abcdefghijklmnopqr10:tracker id3:abce");
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(3) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int i = 1 + random.nextInt(4); i > 0 && damaged.length > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            check(seed, damaged);
        }
    }

    private static void check(int seed, byte[] body) {
        AnnounceAnswer answer = AnnounceAnswerDecoder.decode(body);
        ScrapeAnswer scraped = ScrapeAnswerDecoder.decode(body);
        assertTrue(scraped != null, "seed " + seed);
        if (answer instanceof AnnounceAnswer.Answered it) {
            assertTrue(it.intervalSeconds() >= -1 && it.seedCount() >= -1, "seed " + seed);
            assertTrue(it.peers().stream().allMatch(peer -> peer.port() > 0), "seed " + seed);
            assertEquals(it, AnnounceAnswerDecoder.decode(AnnounceAnswerEncoder.dictionaries(it, List.of())), "seed " + seed);
        } else if (answer instanceof AnnounceAnswer.Refused it) {
            assertTrue(!it.reason().isEmpty() && it.reason().length() <= 300, "seed " + seed);
            assertTrue(it.reason().chars().noneMatch(Character::isISOControl), "seed " + seed);
        } else {
            assertTrue(((AnnounceAnswer.Malformed) answer).reason().startsWith("the tracker"), "seed " + seed);
        }
    }

    @Test
    void readsBackEveryAnswerItWrites() {
        for (int seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Endpoint> peers = new ArrayList<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                peers.add(new Endpoint(bytes(random, 4), 1 + random.nextInt(0xffff)));
            }
            for (int i = random.nextInt(20); i > 0; i--) {
                peers.add(new Endpoint(bytes(random, 16), 1 + random.nextInt(0xffff)));
            }
            AnnounceAnswer.Answered answer = new AnnounceAnswer.Answered(random.nextInt(-1, 9), random.nextInt(-1, 9), random.nextInt(-1,
                    9),
                    random.nextInt(-1, 9), PercentEncoding.encode(bytes(random, random.nextInt(9))), "", ByteString.EMPTY, peers);
            assertEquals(answer, AnnounceAnswerDecoder.decode(AnnounceAnswerEncoder.compact(answer)), "seed " + seed);
            assertEquals(answer, AnnounceAnswerDecoder.decode(AnnounceAnswerEncoder.dictionaries(answer, List.of())), "seed " + seed);
        }
    }

    @Test
    void survivesRandomQueriesAndUrls() {
        String[] tokens = {"info_hash=", "peer_id=", "port=", "left=", "&", "=", "%", "%41", "%zz", "a".repeat(20), "65536", "-1", "?",
                "#", "/",
            "announce", "://", "http", "\u00e9", "\u0000"};
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(15); i > 0; i--) {
                text.append(tokens[random.nextInt(tokens.length)]);
            }
            String query = text.toString();
            assertTrue(TrackerRequestDecoder.announce(query) != null && TrackerRequestDecoder.scrape(query) != null, "seed " + seed);
            String url = Announces.regular().toUrl(query);
            assertTrue(url.indexOf('#') < 0 && url.contains("info_hash="), "seed " + seed);
            TrackerUrl.scrape(query).ifPresent(scrape -> assertTrue(scrape.contains("scrape"), query));
        }
    }

    private static ByteString bytes(SplittableRandom random, int count) {
        byte[] out = new byte[count];
        random.nextBytes(out);
        return ByteString.wrap(out);
    }
}
