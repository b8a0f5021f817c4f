package dev.oxbow.core.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** BEP 23: peers packed into six bytes. BEP 24: the client's address as the tracker sees it. */
class Bep0023TrackerTest {

    @Test
    void readsAddressAndPortInNetworkByteOrder() {
        assertEquals(List.of(Endpoint.parse("192.0.2.1:6881")), Announces.answered("d5:peers6:\u00c0\u0000\u0002\u0001\u001a\u00e1e")
                .peers());
    }

    @Test
    void supportsBothFormsAsClientsMust() {
        assertEquals(Announces.answered("d5:peers6:\u00c0\u0000\u0002\u0001\u001a\u00e1e"),
                Announces.answered("d5:peersld2:ip9:192.0.2.14:porti6881eeee"));
    }

    @Test
    void leavesOutPortZeroAndTheRestOfAnEntry() {
        assertEquals(List.of(Endpoint.parse("97.98.99.100:25958")), Announces.answered("d5:peers17:wxyz\0\0abcdefwxyz1e").peers());
    }

    @Test
    void countsEachPeerOnce() {
        assertEquals(1, Announces.answered("d5:peers18:abcdefabcdefabcdefe").peers().size());
    }

    @Test
    void keepsNoMorePeersThanItsBound() {
        StringBuilder packed = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            packed.append((char) 10).append((char) 0).append((char) (i >> 8)).append((char) (i & 0xff)).append("ab");
        }
        assertEquals(AnnounceAnswerDecoder.PEERS_MAX, Announces.answered("d5:peers60000:" + packed + "e").peers().size());
    }

    @Test
    void asksForTheFormThatIsPreferred() {
        assertTrue(Announces.regular().toUrl("http://t/announce").contains("&compact=1"));
    }

    @Test
    void writesSixBytesPerPeerForATracker() {
        AnnounceAnswer.Answered answer = new AnnounceAnswer.Answered(60, -1, -1, -1, "", "", ByteString.EMPTY,
                List.of(Endpoint.parse("97.98.99.100:25958")));
        assertEquals("d8:intervali60e5:peers6:abcdefe", new String(AnnounceAnswerEncoder.compact(answer), StandardCharsets.ISO_8859_1));
    }

    @Test
    void readsTheExternalAddressOfFourOrSixteenBytesOnly() {
        assertEquals(ByteString.ofUtf8("abcd"), Announces.answered("d11:external ip4:abcde").externalIp());
        assertEquals(ByteString.ofUtf8("abcdabcdabcdabcd"), Announces.answered("d11:external ip16:abcdabcdabcdabcde").externalIp());
        assertEquals(ByteString.EMPTY, Announces.answered("d11:external ip9:192.0.2.1e").externalIp());
    }
}
