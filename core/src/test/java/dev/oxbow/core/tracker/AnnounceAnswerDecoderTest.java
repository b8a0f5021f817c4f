package dev.oxbow.core.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.ByteString;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What real trackers get wrong, and what hostile ones try. */
class AnnounceAnswerDecoderTest {

    @Test
    void acceptsAnEmptyDictionary() {
        AnnounceAnswer.Answered answer = Announces.answered("de");
        assertEquals(AnnounceAnswer.UNKNOWN, answer.intervalSeconds());
        assertEquals(AnnounceAnswer.UNKNOWN, answer.minIntervalSeconds());
        assertEquals(AnnounceAnswer.UNKNOWN, answer.seedCount());
        assertEquals(AnnounceAnswer.UNKNOWN, answer.leecherCount());
        assertEquals("", answer.trackerId());
        assertEquals(List.of(), answer.peers());
    }

    @Test
    void readsCountsIntervalsAndTheWarning() {
        AnnounceAnswer.Answered answer = Announces.answered(
                "d8:completei3e10:incompletei4e8:intervali1800e12:min intervali300e15:warning message4:caree");
        assertEquals(new AnnounceAnswer.Answered(1800, 300, 3, 4, "", "care", ByteString.EMPTY, List.of()), answer);
    }

    @Test
    void acceptsNumbersWrittenAsStrings() {
        AnnounceAnswer.Answered answer = Announces.answered("d8:interval4:18005:peersld2:ip9:192.0.2.14:port4:6881eee");
        assertEquals(1800, answer.intervalSeconds());
        assertEquals("192.0.2.1:6881", answer.peers().get(0).toString());
    }

    @Test
    void takesSenselessNumbersForUnknown() {
        assertEquals(-1, Announces.answered("d8:intervali-1800ee").intervalSeconds());
        assertEquals(-1, Announces.answered("d8:interval5:-1800e").intervalSeconds());
        assertEquals(-1, Announces.answered("d8:interval0:e").intervalSeconds());
        assertEquals(-1, Announces.answered("d8:intervallee").intervalSeconds());
        assertEquals(Integer.MAX_VALUE, Announces.answered("d8:intervali99999999999ee").intervalSeconds());
    }

    @Test
    void acceptsKeysInAnyOrderAndBytesBehindTheAnswer() {
        assertEquals(60, Announces.answered("d5:peers0:8:intervali60ee\r\n").intervalSeconds());
    }

    @Test
    void ignoresPeersOfAWrongType() {
        for (String peers : List.of("i5e", "de", "l3:abce", "lde", "ld2:ipi5e4:porti1ee", "ld2:ip9:192.0.2.14:porti70000eee",
                "ld4:porti1eee")) {
            AnnounceAnswer answer = AnnounceAnswerDecoder.decode(Announces.bytes("d5:peers" + peers + "e"));
            assertTrue(answer instanceof AnnounceAnswer.Malformed || ((AnnounceAnswer.Answered) answer).peers().isEmpty(), peers);
        }
    }

    @Test
    void ignoresAddressesThatAreAlmostRight() {
        for (String ip : List.of("256.1.1.1", "1.2.3", "1.2.3.4.5", ":::", "::1::", "", "1.2.3.4:5", "fe80::1%eth0", "1:2:3:4:5:6:7:8:9")) {
            assertEquals(List.of(), Announces.answered("d5:peersld2:ip" + ip.length() + ":" + ip + "4:porti1eeee").peers(), ip);
        }
    }

    @Test
    void givesBackATrackerIdByteForByte() {
        AnnounceAnswer.Answered answer = Announces.answered("d10:tracker id4:\u00ff\u0000&%e");
        assertEquals("%FF%00%26%25", answer.trackerId());
        assertTrue(Announces.with("", "", -1, "", answer.trackerId()).toUrl("http://t/announce").endsWith("&trackerid=%FF%00%26%25"));
    }

    @Test
    void makesTextPrintableAndShort() {
        assertEquals("a\ufffd[31mb\ufffdc", Announces.refused("d14:failure reason9:a\u001b[31mb\nce").reason());
        String tooLong = "x".repeat(5000);
        assertEquals(300, Announces.refused("d14:failure reason5000:" + tooLong + "e").reason().length());
        assertEquals(300, Announces.answered("d15:warning message5000:" + tooLong + "e").warning().length());
    }

    @Test
    void findsWordsForARefusalWithoutAny() {
        assertEquals("the tracker refused without a reason", Announces.refused("d14:failure reason0:e").reason());
        assertEquals("the tracker refused without a reason", Announces.refused("d14:failure reasonlee").reason());
        assertEquals("42", Announces.refused("d14:failure reasoni42ee").reason());
    }

    @Test
    void saysWhatIsWrongWithOtherBytes() {
        assertEquals("the tracker's answer is empty", Announces.malformed(new byte[0]));
        assertEquals("the tracker answered with a web page", Announces.malformed(Announces.bytes("\n <!DOCTYPE html>")));
        assertEquals("the tracker's answer is not bencoded", Announces.malformed(Announces.bytes("Not Found")));
        assertEquals("the tracker's answer is not bencoded", Announces.malformed(Announces.bytes("li1ee")));
        assertEquals("the tracker's answer is not bencoded", Announces.malformed(Announces.bytes("d8:intervali60e")));
    }

    @Test
    void refusesAnAnswerOfMoreThanOneMebibyte() {
        byte[] large = new byte[(1 << 20) + 1];
        Arrays.fill(large, (byte) 'l');
        assertEquals("the tracker's answer is longer than 1 MiB", Announces.malformed(large));
    }

    @Test
    void refusesDeepNesting() {
        String nested = "d1:a" + "l".repeat(100) + "e".repeat(100) + "e";
        assertEquals("the tracker's answer is not bencoded", Announces.malformed(Announces.bytes(nested)));
        byte[] abyss = new byte[1 << 20];
        Arrays.fill(abyss, (byte) 'l');
        assertEquals("the tracker's answer is not bencoded", Announces.malformed(abyss));
    }
}
