package dev.oxbow.core.metainfo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
