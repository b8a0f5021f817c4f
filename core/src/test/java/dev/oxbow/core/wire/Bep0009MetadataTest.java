package dev.oxbow.core.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.ByteString;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** BEP 9, "extension message": requests, pieces and rejects by their bytes, and the extension handshake's part in it. */
class Bep0009MetadataTest {
    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static Optional<MetadataMessage> decode(String text) {
        return MetadataMessage.decode(bytes(text));
    }

    @Test
    void writesWhatTheSpecificationShows() {
        assertArrayEquals(bytes("d8:msg_typei0e5:piecei0ee"), MetadataMessage.request(0).encode());
        assertArrayEquals(bytes("d8:msg_typei2e5:piecei0ee"), MetadataMessage.reject(0).encode());
        assertArrayEquals(bytes("d8:msg_typei1e5:piecei0e10:total_sizei34256eexxxxxxxx"),
                new MetadataMessage(MetadataMessage.DATA, 0, 34256, ByteString.ofUtf8("xxxxxxxx")).encode());
    }

    @Test
    void readsWhatTheSpecificationShows() {
        assertEquals(MetadataMessage.request(7), decode("d8:msg_typei0e5:piecei7ee").orElseThrow());
        assertEquals(MetadataMessage.reject(7), decode("d8:msg_typei2e5:piecei7ee").orElseThrow());
        assertEquals(new MetadataMessage(MetadataMessage.DATA, 0, 34256, ByteString.ofUtf8("xxxxxxxx")),
                decode("d8:msg_typei1e5:piecei0e10:total_sizei34256eexxxxxxxx").orElseThrow());
    }

    @Test
    void unknownKeysAndKindsAreNoFault() {
        assertEquals(9, decode("d8:msg_typei9e5:piecei0e3:zzzli1eee").orElseThrow().kind());
    }

    @Test
    void refusesWhatHasNoProperHead() {
        for (String wrong : new String[] {"", "x", "le", "i1e", "d8:msg_typei0ee", "d5:piecei0ee", "d8:msg_typei0e5:piecei-1ee",
            "d8:msg_typei0e5:piecei2048ee", "d8:msg_typei0e5:piecei99999999999999999999ee", "d8:msg_typei0e5:piecei0e"}) {
            assertTrue(decode(wrong).isEmpty(), wrong);
        }
    }

    @Test
    void refusesMoreThanAPiece() {
        String head = "d8:msg_typei1e5:piecei0e10:total_sizei34256ee";
        assertTrue(decode(head + "x".repeat(16384)).isPresent());
        assertFalse(decode(head + "x".repeat(16384 + 1024)).isPresent());
    }

    @Test
    void aLengthBeyondTheLimitCountsAsNone() {
        assertEquals(0, decode("d8:msg_typei1e5:piecei0e10:total_sizei33554433ee").orElseThrow().totalLengthBytes());
        assertEquals(0, handshake("d1:md11:ut_metadatai3ee13:metadata_sizei33554433ee").metadataLengthBytes());
        assertEquals(33554432, handshake("d1:md11:ut_metadatai3ee13:metadata_sizei33554432ee").metadataLengthBytes());
        assertEquals(0, handshake("d1:md11:ut_metadatai3ee13:metadata_sizei-5ee").metadataLengthBytes());
    }

    private static ExtendedHandshake handshake(String text) {
        return ExtendedHandshake.decode(bytes(text)).orElseThrow();
    }

    @Test
    void theHandshakeSaysWhatEachSideUnderstandsAsWhat() {
        ExtendedHandshake ours = new ExtendedHandshake("Oxbow", 500, 0, 31235, false, 7, ExtendedHandshake.METADATA_ID, ExtendedHandshake.PEX_ID,
                ByteString.EMPTY);
        assertArrayEquals(bytes("d1:md11:lt_donthavei7e11:ut_metadatai2e6:ut_pexi1ee13:metadata_sizei31235e4:reqqi500e1:v5:Oxbowe"), ours.encode());
        ExtendedHandshake theirs = handshake("d1:md11:ut_metadatai3e6:ut_pexi9eee");
        assertEquals(3, theirs.metadataId());
        assertEquals(9, theirs.pexId());
        assertEquals(0, handshake("d1:md6:ut_pexi0eee").pexId(), "0 switches an extension off (BEP 10)");
    }

    @Test
    void piecesAreSixteenKibibytesButTheLast() {
        assertEquals(3, MetadataMessage.pieceCount(32769));
        assertEquals(2, MetadataMessage.pieceCount(32768));
        assertEquals(16384, MetadataMessage.pieceLengthBytes(32769, 1));
        assertEquals(1, MetadataMessage.pieceLengthBytes(32769, 2));
        assertEquals(0, MetadataMessage.pieceCount(0));
    }
}
