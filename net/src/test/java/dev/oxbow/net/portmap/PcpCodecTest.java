package dev.oxbow.net.portmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.TransportProtocol;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PcpCodecTest {
    private static final ByteString NONCE = ByteString.ofHex("000102030405060708090a0b");
    private static final byte[] REQUEST =
            PcpCodec.mapRequest(TransportProtocol.TCP, 6881, 6882, 7200, ByteString.ofHex("c0a80102"), NONCE);

    @Test
    void writesTheRequestOfSection11() {
        assertEquals("02010000" + "00001c20" + "00000000000000000000ffffc0a80102"
                + "000102030405060708090a0b" + "06000000" + "1ae1" + "1ae2" + "00000000000000000000ffff00000000",
                ByteString.copyOf(REQUEST).toHex());
    }

    @Test
    void writesIpv6AddressesAsTheyAre() {
        ByteString address = Endpoint.parse("[2001:db8::2]:0").address();
        byte[] request = PcpCodec.mapRequest(TransportProtocol.UDP, 1, 0, 0, address, NONCE);
        assertEquals("02010000" + "00000000" + "20010db8000000000000000000000002"
                + "000102030405060708090a0b" + "11000000" + "0001" + "0000" + "00000000000000000000000000000000",
                ByteString.copyOf(request).toHex());
    }

    @Test
    void readsWhatWasGranted() {
        PcpCodec.Answer answer = PcpCodec.answer(Answers.pcp(REQUEST, 0, -1, 50_000, 198, 51, 100, 7), REQUEST).orElseThrow();
        assertEquals(new PcpCodec.Answer(0, 0xffffffffL, 50_000, Optional.of(ByteString.ofHex("c6336407"))), answer);
    }

    @Test
    void takesAnAddressThatNobodyHasForNone() {
        assertEquals(Optional.empty(), PcpCodec.answer(Answers.pcp(REQUEST, 0, 60, 1, 0, 0, 0, 0), REQUEST).orElseThrow()
                .externalAddress());
        assertEquals(Optional.empty(), PcpCodec.answer(Answers.pcp(REQUEST, 0, 60, 1, 224, 0, 0, 1), REQUEST).orElseThrow()
                .externalAddress());
    }

    @Test
    void knowsAGatewayThatSpeaksAnotherVersion() {
        assertEquals(1, PcpCodec.answer(Answers.unsupportedVersion(), REQUEST).orElseThrow().result());
        byte[] version3 = new byte[24];
        version3[0] = 3;
        version3[1] = (byte) 0x81;
        version3[3] = 1;
        assertEquals(1, PcpCodec.answer(version3, REQUEST).orElseThrow().result());
    }

    @Test
    void doesNotSeeAnswersToOtherRequests() {
        for (int offset : new int[] {0, 1, 24, 35, 36, 40, 41}) { // version, opcode, nonce, protocol, internal port
            byte[] other = Answers.pcp(REQUEST, 0, 60, 6882, 198, 51, 100, 7);
            other[offset] ^= 4;
            assertEquals(Optional.empty(), PcpCodec.answer(other, REQUEST), "byte " + offset);
        }
        assertEquals(Optional.empty(), PcpCodec.answer(REQUEST, REQUEST), "our own request come back");
    }

    @Test
    void doesNotSeeAnswersOfTheWrongLength() {
        byte[] whole = Answers.pcp(REQUEST, 0, 60, 6882, 198, 51, 100, 7);
        for (int length = 0; length < 60; length++) {
            assertEquals(Optional.empty(), PcpCodec.answer(Arrays.copyOf(whole, length), REQUEST), length + " bytes");
        }
        assertTrue(PcpCodec.answer(Arrays.copyOf(whole, 64), REQUEST).isPresent(), "options may follow");
        assertEquals(Optional.empty(), PcpCodec.answer(Arrays.copyOf(whole, 61), REQUEST));
        assertEquals(Optional.empty(), PcpCodec.answer(Arrays.copyOf(whole, 1104), REQUEST));
    }

    @Test
    void survivesWhateverArrives() {
        Random random = new Random(6887);
        byte[] valid = Answers.pcp(REQUEST, 0, 60, 6882, 198, 51, 100, 7);
        int read = 0;
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = Arrays.copyOf(valid, random.nextInt(3) == 0 ? random.nextInt(80) : valid.length);
            for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            read += PcpCodec.answer(bytes, REQUEST).isPresent() ? 1 : 0;
        }
        assertTrue(read > 10_000 && read < 90_000, read + " of the mutations were answers");
    }
}
