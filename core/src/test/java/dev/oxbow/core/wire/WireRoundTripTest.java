package dev.oxbow.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.Violation;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.PieceLayout;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every message that is written is heard with the same values; one step beyond what a torrent allows is a violation. */
class WireRoundTripTest {
    private static final PieceLayout FOUR_PIECES = new PieceLayout(100_000, 32_768);
    private static final ByteString ALL_FOUR = ByteString.wrap(new byte[] {(byte) 0xf0});

    private final List<String> heard = new ArrayList<>();
    private final WireEncoder encoder = new WireEncoder();
    private WireLimits limits = new WireLimits(FOUR_PIECES);

    /** Reads all that the encoder holds. */
    private List<String> hear() {
        WireDecoder decoder = new WireDecoder(limits, (WireHandler) Proxy.newProxyInstance(WireHandler.class.getClassLoader(),
                new Class<?>[] {WireHandler.class}, (proxy, method, arguments) -> {
                    heard.add(method.getName() + (arguments == null ? "" : Arrays.toString(arguments)));
                    return null;
                }));
        assertFalse(encoder.isEmpty());
        ByteBuffer in = ByteBuffer.wrap(encoder.take());
        assertTrue(encoder.isEmpty());
        while (in.hasRemaining()) {
            int length = in.getInt();
            int id = in.get() & 0xff;
            assertEquals(java.util.Optional.empty(), limits.check(id, length));
            byte[] payload = new byte[length - 1];
            in.get(payload);
            decoder.decode(id, payload);
        }
        return heard;
    }

    @Test
    void whatIsWrittenIsHeard() {
        for (int id : new int[] {MessageId.CHOKE, MessageId.UNCHOKE, MessageId.HAVE_ALL, MessageId.HAVE_NONE}) {
            encoder.plain(id);
        }
        encoder.have(3);
        encoder.allowedFast(3);
        encoder.port(0xfffe);
        encoder.request(3, 0, 1696);
        encoder.cancel(0, 16_384, 16_384);
        encoder.reject(1, 5, 7);
        encoder.dontHave(ExtendedHandshake.DONT_HAVE_ID, 3);
        encoder.extended(ExtendedHandshake.METADATA_ID, MetadataMessage.request(2).encode());
        encoder.extended(ExtendedHandshake.METADATA_ID, MetadataMessage.reject(1).encode());
        encoder.bitfield(ALL_FOUR);
        assertEquals(List.of("onChoke", "onUnchoke", "onHaveAll", "onHaveNone", "onHave[3]", "onAllowedFast[3]", "onPort[65534]",
                "onRequest[3, 0, 1696]", "onCancel[0, 16384, 16384]", "onReject[1, 5, 7]", "onDontHave[3]", "onMetadataRequest[2]",
                "onMetadataReject[1]", "onBitfield[" + ALL_FOUR + "]"), hear());
    }

    @Test
    void moreThanTheFirstBufferHoldsIsWrittenWhole() {
        ByteString large = ByteString.wrap(new byte[300]);
        limits = WireLimits.unknownLayout();
        encoder.bitfield(large);
        encoder.have(1);
        assertEquals(List.of("onBitfield[" + large + "]", "onHave[1]"), hear());
        assertFalse(limits.isLayoutKnown());
    }

    @Test
    void oneStepBeyondIsAViolation() {
        encoder.have(4);
        encoder.request(3, 0, 1697);
        encoder.request(0, 0, 16_385);
        encoder.reject(4, 0, 1);
        encoder.dontHave(ExtendedHandshake.DONT_HAVE_ID, 4);
        encoder.extended(ExtendedHandshake.DONT_HAVE_ID, new byte[3]);
        encoder.extended(ExtendedHandshake.METADATA_ID, new byte[3]);
        encoder.extended(ExtendedHandshake.PEX_ID, new byte[3]);
        encoder.extended(200, new byte[3]);
        List<String> told = hear().stream().map(it -> it.replaceAll("onViolation\\[Fault\\[violation=([A-Z_]+).*", "$1")).toList();
        assertEquals(List.of("HAVE_RANGE", "REQUEST_INVALID", "REQUEST_OVERSIZE", "REQUEST_INVALID", "HAVE_RANGE", "EXTENSION_MALFORMED",
                "EXTENSION_MALFORMED", "EXTENSION_MALFORMED", "UNKNOWN_ID"), told);
        assertTrue(heard.get(8).contains("kind 200"), heard.get(8));
    }

    @Test
    void lengthsAreRightToTheByte() {
        assertTrue(limits.check(MessageId.PIECE, 9 + PieceLayout.BLOCK_LENGTH_BYTES).isEmpty());
        assertEquals(Violation.FRAME_OVERSIZE, limits.check(MessageId.PIECE, 10 + PieceLayout.BLOCK_LENGTH_BYTES).orElseThrow().violation());
        assertEquals(Violation.BAD_LENGTH, limits.check(MessageId.PIECE, 9).orElseThrow().violation());
        assertTrue(limits.check(MessageId.EXTENDED, 1 << 20).isEmpty());
        assertEquals(Violation.FRAME_OVERSIZE, limits.check(MessageId.EXTENDED, (1 << 20) + 1).orElseThrow().violation());
        assertEquals(Violation.BITFIELD_BAD, limits.check(MessageId.BITFIELD, 3).orElseThrow().violation());
        assertEquals(Violation.BLOCK_GEOMETRY, WireLimits.unknownLayout().checkBlock(0, 0, 16_384).orElseThrow().violation());
        assertTrue(limits.checkBlock(3, 0, 1696).isEmpty());
        assertTrue(limits.checkBlock(4, 0, 1696).isPresent());
        assertTrue(WireLimits.isKnown(MessageId.PORT) && WireLimits.isKnown(MessageId.EXTENDED) && WireLimits.isKnown(MessageId.ALLOWED_FAST)
                && WireLimits.isKnown(MessageId.SUGGEST) && !WireLimits.isKnown(10) && !WireLimits.isKnown(18) && !WireLimits.isKnown(-1));
    }
}
