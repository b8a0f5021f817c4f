package dev.oxbow.core.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.Violation;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;
import dev.oxbow.core.value.PieceLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BEP 3, "peer protocol" and "peer messages", and BEP 10's handshake. */
class Bep0003PeerProtocolTest {
    /** Twelve pieces of 40,000 bytes, the last of 5,000. */
    private final WireLimits limits = new WireLimits(new PieceLayout(445_000, 40_000));
    private final List<String> heard = new ArrayList<>();
    private final WireDecoder decoder = new WireDecoder(limits, new Listener(heard));

    private List<String> decode(int id, String hex) {
        heard.clear();
        decoder.decode(id, ByteString.ofHex(hex).toArray());
        return List.copyOf(heard);
    }

    @Test
    void theHandshakeIs19ThenTheProtocolNameThenReservedInfoHashAndPeerId() {
        InfoHash infoHash = InfoHash.ofHex("01".repeat(20));
        PeerId peerId = PeerId.ofHex("02".repeat(20));
        byte[] bytes = new Handshake(Handshake.EXTENSION_PROTOCOL_BIT, infoHash, peerId).encode();
        assertEquals("13426974546f7272656e742070726f746f636f6c" + "0000000000100000" + "01".repeat(20) + "02".repeat(20), ByteString.wrap(bytes).toHex());
        assertEquals(new Handshake(Handshake.EXTENSION_PROTOCOL_BIT, infoHash, peerId), Handshake.decode(bytes));
    }

    @Test
    void aHandshakeThatBeginsOtherwiseIsKnownAtTheFirstWrongByte() {
        byte[] wrong = new Handshake(0, InfoHash.ofHex("01".repeat(20)), PeerId.ofHex("02".repeat(20))).encode();
        wrong[5] = 'X';
        assertTrue(Handshake.mayBegin(wrong, 5));
        assertFalse(Handshake.mayBegin(wrong, 6));
    }

    @ParameterizedTest
    @CsvSource({"0,choke", "1,unchoke", "2,interested", "3,not interested"})
    void messagesWithoutPayload(int id, String name) {
        assertEquals(List.of(name), decode(id, ""));
        assertTrue(limits.check(id, 1).isEmpty());
        assertEquals(Violation.BAD_LENGTH, limits.check(id, 2).orElseThrow().violation());
    }

    @Test
    void haveNamesAPieceOfTheTorrent() {
        assertEquals(List.of("have 11"), decode(4, "0000000b"));
        assertEquals(List.of("HAVE_RANGE"), decode(4, "0000000c"));
        assertEquals(List.of("HAVE_RANGE"), decode(4, "ffffffff"));
    }

    @Test
    void aBitfieldHasOneBitAPieceAndSpareBitsAreZero() {
        assertTrue(limits.check(5, 3).isEmpty());
        assertEquals(Violation.BITFIELD_BAD, limits.check(5, 2).orElseThrow().violation());
        assertEquals(Violation.BITFIELD_BAD, limits.check(5, 4).orElseThrow().violation());
        assertEquals(List.of("bitfield fff0"), decode(5, "fff0"));
        assertEquals(List.of("BITFIELD_BAD"), decode(5, "fff8"));
    }

    @Test
    void requestsLieWithinAPieceAndAskForNoMoreThanABlock() {
        assertEquals(List.of("request 0 16384 16384"), decode(6, "000000000000400000004000"));
        assertEquals(List.of("request 11 4999 1"), decode(6, "0000000b0000138700000001"));
        assertEquals(List.of("REQUEST_INVALID"), decode(6, "0000000b0000138700000002"));
        assertEquals(List.of("REQUEST_INVALID"), decode(6, "000000000000000000000000"));
        assertEquals(List.of("REQUEST_INVALID"), decode(6, "0000000c0000000000000001"));
        assertEquals(List.of("REQUEST_INVALID"), decode(6, "000000007fffffff00004000"));
        assertEquals(List.of("REQUEST_OVERSIZE"), decode(6, "000000000000000000004001"));
        assertEquals(List.of("REQUEST_OVERSIZE"), decode(6, "0000000000000000ffffffff"));
        assertEquals(List.of("cancel 0 0 16384"), decode(8, "000000000000000000004000"));
    }

    @Test
    void aBlockLiesOnABlockBorderAndIsWhole() {
        assertTrue(limits.checkBlock(0, 16384, 16384).isEmpty());
        assertTrue(limits.checkBlock(0, 32768, 40_000 - 32768).isEmpty());
        assertTrue(limits.checkBlock(11, 0, 5000).isEmpty());
        for (int[] wrong : new int[][] {{0, 1, 16384}, {0, 32768, 16384}, {11, 0, 5001}, {12, 0, 16384}, {-1, 0, 16384}, {0, -16384, 16384}, {0, 49152, 16384}}) {
            assertEquals(Violation.BLOCK_GEOMETRY, limits.checkBlock(wrong[0], wrong[1], wrong[2]).orElseThrow().violation());
        }
    }

    @Test
    void everyLengthIsKnownToBeTooMuchFromThePrefixAlone() {
        assertEquals(Violation.FRAME_OVERSIZE, limits.check(7, 9 + 16384 + 1).orElseThrow().violation());
        assertEquals(Violation.FRAME_OVERSIZE, limits.check(20, (1 << 20) + 1).orElseThrow().violation());
        assertEquals(Violation.FRAME_OVERSIZE, limits.check(0, -1).orElseThrow().violation());
        assertEquals(Violation.BAD_LENGTH, limits.check(7, 9).orElseThrow().violation());
    }

    @Test
    void aPortMessageOf16KiBIsNamedAndRefused() {
        WireLimits.Fault fault = limits.check(9, 16384).orElseThrow();
        assertEquals(Violation.BAD_LENGTH, fault.violation());
        assertEquals("a message of kind 9 with 16384 bytes where 3 are right", fault.detail());
        assertEquals(List.of("port 6881"), decode(9, "1ae1"));
        WireEncoder encoder = new WireEncoder();
        encoder.port(6881);
        assertEquals("00000003091ae1", ByteString.wrap(encoder.take()).toHex());
    }

    @Test
    void theExtensionHandshakeIsABencodedDictionary() {
        WireEncoder out = new WireEncoder();
        out.extendedHandshake(new ExtendedHandshake("Oxbow 1", 500, 6881, 0, true, 7, 0, 0, ByteString.ofHex("7f000001")));
        byte[] bytes = out.take();
        heard.clear();
        decoder.decode(20, java.util.Arrays.copyOfRange(bytes, 5, bytes.length));
        assertEquals(List.of("extended Oxbow 1 500 6881 0"), heard);
        assertEquals(List.of("EXTENSION_MALFORMED"), decode(20, "0064"));
        assertEquals(List.of("UNKNOWN_ID"), decode(20, "056465"));
        assertEquals(List.of("extended  0 0 0"), decode(20, "00" + ByteString.ofUtf8("d4:reqqi-1e1:pi99999ee").toHex()));
    }

    @Test
    void whatIsEncodedIsDecodedAgain() {
        WireEncoder out = new WireEncoder();
        out.request(1, 16384, 100);
        assertArrayEquals(ByteString.ofHex("0000000d06000000010000400000000064").toArray(), out.take());
        out.keepAlive();
        assertArrayEquals(new byte[4], out.take());
        assertTrue(out.isEmpty());
    }

    @Test
    void garbageIsNeverMoreThanAViolation() {
        for (int seed = 0; seed < 20_000; seed++) {
            int id = Rng.below(30, seed, Rng.Purpose.PIECE_ORDER, 1, 1);
            int length = 1 + Rng.below(40, seed, Rng.Purpose.PIECE_ORDER, 2, 2);
            if (id == 7 || limits.check(id, length).isPresent()) {
                continue;
            }
            byte[] payload = new byte[length - 1];
            for (int i = 0; i < payload.length; i++) {
                payload[i] = (byte) Rng.bits(seed, Rng.Purpose.PIECE_ORDER, 3, i);
            }
            heard.clear();
            decoder.decode(id, payload);
            assertTrue(heard.size() <= 1, "seed " + seed);
        }
    }

    /** Writes down what it hears. */
    private record Listener(List<String> heard) implements WireHandler {
        @Override
        public void onSuggest(int pieceIndex) {
            heard.add("suggest " + pieceIndex);
        }

        @Override
        public void onHaveAll() {
            heard.add("have all");
        }

        @Override
        public void onHaveNone() {
            heard.add("have none");
        }

        @Override
        public void onReject(int pieceIndex, int offsetBytes, int lengthBytes) {
            heard.add("reject " + pieceIndex + " " + offsetBytes + " " + lengthBytes);
        }

        @Override
        public void onAllowedFast(int pieceIndex) {
            heard.add("allowed fast " + pieceIndex);
        }

        @Override
        public void onDontHave(int pieceIndex) {
            heard.add("dont have " + pieceIndex);
        }

        @Override
        public void onMetadataRequest(int pieceIndex) {
            heard.add("metadata request " + pieceIndex);
        }

        @Override
        public void onMetadataPiece(int pieceIndex, int totalLengthBytes, ByteString piece) {
            heard.add("metadata piece " + pieceIndex + " of " + totalLengthBytes + " with " + piece.length());
        }

        @Override
        public void onMetadataReject(int pieceIndex) {
            heard.add("metadata reject " + pieceIndex);
        }

        @Override
        public void onPex(PexMessage message) {
            heard.add("pex " + message.added() + " " + message.dropped());
        }

        @Override
        public void onKeepAlive() {
            heard.add("keep-alive");
        }

        @Override
        public void onChoke() {
            heard.add("choke");
        }

        @Override
        public void onUnchoke() {
            heard.add("unchoke");
        }

        @Override
        public void onInterested() {
            heard.add("interested");
        }

        @Override
        public void onNotInterested() {
            heard.add("not interested");
        }

        @Override
        public void onHave(int pieceIndex) {
            heard.add("have " + pieceIndex);
        }

        @Override
        public void onBitfield(ByteString bits) {
            heard.add("bitfield " + bits);
        }

        @Override
        public void onRequest(int pieceIndex, int offsetBytes, int lengthBytes) {
            heard.add("request " + pieceIndex + " " + offsetBytes + " " + lengthBytes);
        }

        @Override
        public void onCancel(int pieceIndex, int offsetBytes, int lengthBytes) {
            heard.add("cancel " + pieceIndex + " " + offsetBytes + " " + lengthBytes);
        }

        @Override
        public void onPort(int port) {
            heard.add("port " + port);
        }

        @Override
        public void onExtendedHandshake(ExtendedHandshake it) {
            heard.add("extended " + it.client() + " " + it.requestQueueMax() + " " + it.listenPort() + " " + it.metadataLengthBytes());
        }

        @Override
        public void onViolation(WireLimits.Fault fault) {
            heard.add(fault.violation().name());
        }
    }
}
