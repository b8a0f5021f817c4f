package dev.oxbow.core.metainfo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MagnetUriTest {
    private static final String HEX = "aabbccddeeff00112233445566778899aabbccdd";

    @Test
    void readsEveryParameter() throws MetainfoException {
        MagnetUri it = MagnetUri.parse("magnet:?xt=urn:btih:" + HEX + "&dn=a%20name+b&tr=http%3A%2F%2Ft%2Fa&tr.1=udp://u&ws=http://w/&x.pe=127.0.0.1:6881"
                + "&x.pe=[::1]:6881&so=0,2,4-6&xl=123&other=x");
        assertEquals(HEX, it.infoHashV1().orElseThrow().toString());
        assertEquals("a name b", it.name().orElseThrow());
        assertEquals(List.of("http://t/a", "udp://u"), it.trackers());
        assertEquals(List.of("127.0.0.1:6881", "[::1]:6881"), it.peerAddresses());
        assertEquals(List.of(0, 2, 4, 5, 6), it.selectOnly());
        assertEquals(123, it.lengthBytes().orElseThrow());
    }

    @Test
    void readsBase32AndV2Hashes() throws MetainfoException {
        assertEquals("00".repeat(20), MagnetUri.parse("magnet:?xt=urn:btih:" + "A".repeat(32)).infoHashV1().orElseThrow().toString());
        assertEquals("ab".repeat(32), MagnetUri.parse("magnet:?xt=urn:btmh:1220" + "AB".repeat(32)).infoHashV2().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"magnet:?", "magnet:?xt=urn:btih:123", "http://x", "magnet:?xt=urn:btih:aabbccddeeff00112233445566778899aabbccdd&dn=%4",
        "magnet:?xt=urn:btih:aabbccddeeff00112233445566778899aabbccdd&so=5-1", "magnet:?xt=urn:btih:aabbccddeeff00112233445566778899aabbccdd&so=0-999999999"})
    void refusesWhatItCannotUse(String uri) {
        assertTrue(assertThrows(MetainfoException.class, () -> MagnetUri.parse(uri)).getMessage().length() > 10);
    }

    @Test
    void writesWhatItReads() throws MetainfoException {
        String text = "magnet:?xt=urn:btih:" + HEX + "&dn=a%20name%26%C3%A4&xl=123&tr=http%3A%2F%2Ft%2Fa%3Fb%3D1&tr=udp%3A%2F%2Fu&ws=http%3A%2F%2Fw%2F"
                + "&x.pe=127.0.0.1:6881&so=0,2";
        assertEquals(text, MagnetUri.parse(text).toText());
        String v2 = "magnet:?xt=urn:btmh:1220" + "ab".repeat(32);
        assertEquals(v2, MagnetUri.parse(v2).toText());
    }

    @Test
    void aTorrentFileAroundMetadataHasTheSameInfoHash() throws MetainfoException {
        byte[] info = "d6:lengthi5e4:name1:a12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaa7:x-extrai1ee".getBytes(StandardCharsets.ISO_8859_1);
        Metainfo plain = MetainfoParser.parse(MetainfoWriter.ofMetadata(info, List.of(), List.of()));
        Metainfo full = MetainfoParser.parse(MetainfoWriter.ofMetadata(info, List.of("http://a/", "udp://b"), List.of("http://w/")));
        assertEquals(plain.infoHash(), full.infoHash());
        assertEquals(info.length, full.metadataLengthBytes());
        assertEquals(List.of(List.of("http://a/"), List.of("udp://b")), full.trackerTiers());
        assertEquals(List.of("http://w/"), full.webSeeds());
        MagnetUri link = MagnetUri.parse(MagnetUri.of(full).toText());
        assertEquals(full.infoHash(), link.infoHashV1().orElseThrow());
        assertEquals(List.of("http://a/", "udp://b"), link.trackers());
        assertEquals(5, link.lengthBytes().orElseThrow());
    }
}
