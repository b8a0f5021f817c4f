package dev.oxbow.core.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** BEP 7: IPv6 peers from trackers. */
class Bep0007TrackerTest {
    private static final String PACKED = new String(
            ByteString.ofHex("20010db80000000000000000000000011ae1").toArray(), StandardCharsets.ISO_8859_1);

    @Test
    void readsEighteenBytesPerPeerUnderPeers6() {
        assertEquals(List.of(Endpoint.parse("[2001:db8::1]:6881")), Announces.answered("d6:peers618:" + PACKED + "e").peers());
    }

    @Test
    void readsPeersAndPeers6Together() {
        assertEquals(List.of(Endpoint.parse("97.98.99.100:25958"), Endpoint.parse("[2001:db8::1]:6881")),
                Announces.answered("d8:intervali1800e5:peers6:abcdef6:peers618:" + PACKED + "e").peers());
    }

    @Test
    void readsIpv6AddressesInTheirTextFormFromDictionaries() {
        assertEquals(List.of(Endpoint.parse("[2001:db8::1]:9")),
                Announces.answered("d5:peersld2:ip11:2001:db8::14:porti9eeee").peers());
    }

    @Test
    void toleratesDictionariesUnderPeers6() {
        assertEquals(List.of(Endpoint.parse("[2001:db8::1]:9")),
                Announces.answered("d6:peers6ld2:ip11:2001:db8::14:porti9eeee").peers());
    }

    @Test
    void countsAnIpv4AddressMappedIntoIpv6AsTheSamePeer() {
        String mapped = new String(ByteString.ofHex("00000000000000000000ffff616263646566").toArray(), StandardCharsets.ISO_8859_1);
        assertEquals(List.of(Endpoint.parse("97.98.99.100:25958")), Announces.answered("d5:peers6:abcdef6:peers618:" + mapped + "e")
                .peers());
    }

    @Test
    void writesPeers6OnlyWhenThereAreIpv6Peers() {
        AnnounceAnswer.Answered both = new AnnounceAnswer.Answered(1, -1, -1, -1, "", "", ByteString.EMPTY,
                List.of(Endpoint.parse("192.0.2.1:1"), Endpoint.parse("[2001:db8::1]:2")));
        assertEquals(both, AnnounceAnswerDecoder.decode(AnnounceAnswerEncoder.compact(both)));
        AnnounceAnswer.Answered none = new AnnounceAnswer.Answered(1, -1, -1, -1, "", "", ByteString.EMPTY, List.of());
        assertFalse(new String(AnnounceAnswerEncoder.compact(none), StandardCharsets.ISO_8859_1).contains("peers6"));
    }
}
