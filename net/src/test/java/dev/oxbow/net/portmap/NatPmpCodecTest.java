package dev.oxbow.net.portmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.TransportProtocol;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NatPmpCodecTest {
    private static final byte[] REQUEST = NatPmpCodec.mappingRequest(TransportProtocol.TCP, 6881, 6882, 7200);

    private static Optional<NatPmpCodec.MappingAnswer> read(byte[] datagram) {
        return NatPmpCodec.mappingAnswer(datagram, TransportProtocol.TCP, 6881);
    }

    @Test
    void writesTheRequestsOfSection3() {
        assertEquals("0000", ByteString.copyOf(NatPmpCodec.addressRequest()).toHex());
        assertEquals("000200001ae11ae200001c20", ByteString.copyOf(REQUEST).toHex());
        assertEquals("0001000000010000" + "00000000", ByteString.copyOf(NatPmpCodec.mappingRequest(TransportProtocol.UDP, 1, 0, 0))
                .toHex());
    }

    @Test
    void readsWhatWasGranted() {
        assertEquals(Optional.of(new NatPmpCodec.MappingAnswer(0, 50_000, 0xfffffffeL)), read(Answers.natPmpMapping(REQUEST, 0, 50_000,
                -2)));
        assertEquals(Optional.of(ByteString.ofHex("c6336407")),
                NatPmpCodec.addressAnswer(Answers.natPmpAddress(0, 198, 51, 100, 7)).orElseThrow().address());
    }

    @Test
    void readsRefusalsHoweverShort() {
        assertEquals(2, read(Answers.natPmpMapping(REQUEST, 2, 0, 0)).orElseThrow().result());
        assertEquals(4, read(Arrays.copyOf(Answers.natPmpMapping(REQUEST, 4, 0, 0), 8)).orElseThrow().result());
        assertEquals(3, NatPmpCodec.addressAnswer(Arrays.copyOf(Answers.natPmpAddress(3, 0, 0, 0, 0), 8)).orElseThrow().result());
    }

    @Test
    void knowsAGatewayThatSpeaksPcpOnly() {
        byte[] pcp = new byte[24];
        pcp[0] = 2;
        pcp[1] = (byte) 0x82;
        pcp[3] = 1;
        assertEquals(1, read(pcp).orElseThrow().result());
    }

    @Test
    void takesAnAddressThatNobodyHasForNone() {
        assertEquals(Optional.empty(), NatPmpCodec.addressAnswer(Answers.natPmpAddress(0, 0, 0, 0, 0)).orElseThrow().address());
    }

    @Test
    void doesNotSeeAnswersToOtherRequests() {
        byte[] answer = Answers.natPmpMapping(REQUEST, 0, 50_000, 60);
        assertEquals(Optional.empty(), NatPmpCodec.mappingAnswer(answer, TransportProtocol.UDP, 6881));
        assertEquals(Optional.empty(), NatPmpCodec.mappingAnswer(answer, TransportProtocol.TCP, 6880));
        assertEquals(Optional.empty(), NatPmpCodec.addressAnswer(answer));
        assertEquals(Optional.empty(), read(Answers.natPmpAddress(0, 198, 51, 100, 7)));
        assertEquals(Optional.empty(), read(REQUEST));
        for (int length = 0; length < 16; length++) {
            assertEquals(Optional.empty(), read(Arrays.copyOf(answer, length)), length + " bytes");
        }
    }

    @Test
    void survivesWhateverArrives() {
        Random random = new Random(6886);
        byte[] valid = Answers.natPmpMapping(REQUEST, 0, 50_000, 60);
        int read = 0;
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = Arrays.copyOf(valid, random.nextInt(3) == 0 ? random.nextInt(40) : valid.length);
            for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            read += read(bytes).isPresent() ? 1 : 0;
            NatPmpCodec.addressAnswer(bytes);
        }
        assertTrue(read > 10_000 && read < 95_000, read + " of the mutations were answers");
    }
}
