package dev.oxbow.core.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** BEP 11 by its bytes. */
class Bep0011PexTest {
    private static final Endpoint FOUR = Endpoint.parse("1.2.3.4:258");
    private static final Endpoint SIX = Endpoint.parse("[2001:db8::1]:6881");
    private static final String FOUR_PACKED = "\u0001\u0002\u0003\u0004\u0001\u0002";
    private static final String SIX_PACKED = "\u0020\u0001\r\u00b8\0\0\0\0\0\0\0\0\0\0\0\u0001\u001a\u00e1";

    private static Optional<PexMessage> decode(String text) {
        return PexMessage.decode(text.getBytes(ISO_8859_1));
    }

    @Test
    void keepsTheFamiliesApart() {
        PexMessage message = new PexMessage(List.of(SIX, FOUR), ByteString.ofHex("0210"), List.of(FOUR));
        assertArrayEquals(("d5:added6:" + FOUR_PACKED + "7:added.f1:\u00106:added618:" + SIX_PACKED + "8:added6.f1:\u00027:dropped6:" + FOUR_PACKED
                + "8:dropped60:e").getBytes(ISO_8859_1), message.encode());
    }

    @Test
    void readsBothFamiliesWithTheirFlags() {
        PexMessage message = decode("d5:added6:" + FOUR_PACKED + "7:added.f1:\u00106:added618:" + SIX_PACKED + "8:dropped618:" + SIX_PACKED + "e")
                .orElseThrow();
        assertEquals(List.of(FOUR, SIX), message.added());
        assertEquals(ByteString.ofHex("1000"), message.addedFlags(), "flags that are missing are none");
        assertEquals(List.of(SIX), message.dropped());
    }

    @Test
    void refusesListsThatAreNotMadeOfWholeAddresses() {
        for (String wrong : new String[] {"", "le", "d5:added5:12345e", "d6:added617:12345678901234567e", "d7:dropped7:1234567e", "d8:dropped61:1e"}) {
            assertTrue(decode(wrong).isEmpty(), wrong);
        }
    }

    @Test
    void takesNoMoreThanAHundredOfAList() {
        PexMessage message = decode("d5:added1200:" + FOUR_PACKED.repeat(200) + "6:added618:" + SIX_PACKED + "7:dropped1200:"
                + FOUR_PACKED.repeat(200) + "e").orElseThrow();
        assertEquals(100, message.added().size());
        assertEquals(100, message.dropped().size());
    }

    @Test
    void leavesOutWhatCannotBeReached() {
        assertEquals(List.of(FOUR), decode("d5:added12:\u0001\u0002\u0003\u0004\0\0" + FOUR_PACKED + "e").orElseThrow().added());
    }
}
