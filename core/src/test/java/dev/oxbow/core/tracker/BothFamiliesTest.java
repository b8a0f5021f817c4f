package dev.oxbow.core.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BothFamiliesTest {
    private static final Endpoint FOUR = Endpoint.parse("192.0.2.1:1");
    private static final Endpoint SIX = Endpoint.parse("[2001:db8::1]:1");
    private static final AnnounceAnswer REFUSED = new AnnounceAnswer.Refused("no", 60);
    private static final AnnounceAnswer MALFORMED = new AnnounceAnswer.Malformed("did not answer");

    @Test
    void twoAnswersGiveThePeersOfBothAndTheGreaterNumbers() {
        assertEquals(answered(900, 7, 3, FOUR, SIX), BothFamilies.merge(answered(900, 5, 3, FOUR), answered(600, 7, -1, SIX, FOUR)));
    }

    @Test
    void anAnswerCountsMoreThanARefusalAndThatMoreThanSilence() {
        AnnounceAnswer answer = answered(1, 1, 1);
        for (AnnounceAnswer worse : List.of(REFUSED, MALFORMED)) {
            assertEquals(answer, BothFamilies.merge(answer, worse));
            assertEquals(answer, BothFamilies.merge(worse, answer));
        }
        assertEquals(REFUSED, BothFamilies.merge(REFUSED, MALFORMED));
        assertEquals(REFUSED, BothFamilies.merge(MALFORMED, REFUSED));
        assertEquals(REFUSED, BothFamilies.merge(REFUSED, new AnnounceAnswer.Refused("second", 0)));
        assertEquals(MALFORMED, BothFamilies.merge(MALFORMED, new AnnounceAnswer.Malformed("second")));
    }

    @Test
    void togetherTheyAreBoundedToo() {
        Endpoint[] fours = IntStream.range(0, AnnounceAnswerDecoder.PEERS_MAX).mapToObj(i -> Endpoint.parse("192.0.2.1:" + (i + 1)))
                .toArray(Endpoint[]::new);
        AnnounceAnswer.Answered both = (AnnounceAnswer.Answered) BothFamilies.merge(answered(1, 1, 1, fours), answered(1, 1, 1, SIX));
        assertEquals(AnnounceAnswerDecoder.PEERS_MAX, both.peers().size());
    }

    private static AnnounceAnswer.Answered answered(int intervalSeconds, int seedCount, int leecherCount, Endpoint... peers) {
        return new AnnounceAnswer.Answered(intervalSeconds, -1, seedCount, leecherCount, "", "", ByteString.EMPTY, List.of(peers));
    }
}
