package dev.oxbow.core.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** BEP 41: path and query of the URL, behind an announce request; and the URL they come from. */
class Bep0041UrlDataTest {
    @Test
    void theOptionHasTypeLengthAndData() {
        assertEquals("020c" + HexFormat.of().formatHex(Announces.bytes("/dir?a=b&c=d")), options("/dir?a=b&c=d"));
        assertEquals("", options(""));
    }

    @Test
    void longDataIsSpreadOverSeveralOptions() {
        String data = "/" + "x".repeat(599);
        String options = options(data);
        assertEquals(2 * (600 + 3 * 2), options.length());
        assertEquals("02ff2f78", options.substring(0, 8));
        assertEquals("02ff", options.substring(2 * 257, 2 * 257 + 4));
        assertEquals("025a", options.substring(4 * 257, 4 * 257 + 4));
        assertEquals(data, decode(options));
    }

    @Test
    void otherOptionsArePassedOver() {
        assertEquals("/a", decode("01 01 0202 2f61 01 00 0201 62"), "what stands behind the end of options does not count");
        assertEquals("/a", decode("0701 ff 0202 2f61"));
        assertEquals("/a/b", decode("0202 2f61 0202 2f62"));
    }

    @Test
    void brokenOptionsEndTheReading() {
        assertEquals("/a", decode("0202 2f61 0203 6263"));
        assertEquals("/a", decode("0202 2f61 02"));
        assertEquals("", decode("02ff"));
    }

    @Test
    void dataWithoutBoundIsNotGathered() {
        assertEquals(1020, decode("02ff".concat("78".repeat(255)).repeat(100)).length());
    }

    @Test
    void takesUrlsApart() {
        assertEquals(Optional.of(new UdpTrackerUrl("tracker.example", 80, "")), UdpTrackerUrl.parse("udp://tracker.example:80"));
        assertEquals(Optional.of(new UdpTrackerUrl("t", 1, "/")), UdpTrackerUrl.parse("UDP://t:1/"));
        assertEquals(Optional.of(new UdpTrackerUrl("t", 1, "/a/b?c=%2f/?d")), UdpTrackerUrl.parse("udp://t:1/a/b?c=%2f/?d#fragment"));
        assertEquals(Optional.of(new UdpTrackerUrl("t", 1, "?key=5")), UdpTrackerUrl.parse("udp://t:1?key=5"));
        assertEquals(Optional.of(new UdpTrackerUrl("2001:db8::1", 65535, "/x")), UdpTrackerUrl.parse("udp://[2001:db8::1]:65535/x"));
        assertEquals(Optional.of(new UdpTrackerUrl("127.0.0.1", 0, "")), UdpTrackerUrl.parse("udp://127.0.0.1:0"));
        assertEquals(1024, UdpTrackerUrl.parse("udp://t:1/" + "x".repeat(1023)).orElseThrow().urlData().length());
    }

    @Test
    void refusesWhatIsNoUdpUrl() {
        for (String url : List.of("", "udp:", "udp://", "udp://t", "udp://t/", "udp://t:", "udp://:1", "udp://t:65536", "udp://t:-1",
                "udp://t:1x", "http://t:1", "udp://u@t:1", "udp://u:p@t:1", "udp://::1:1", "udp://[::1:1", "udp://[]:1", "udp://[t]:1",
                "udp://.t:1", "udp://a..b:1", "udp://t:1/ ", "udp://t:1/\u00e4", "udp://t\u0661:1", "udp://[fe80::1%eth0]:1",
                "udp://t:1/" + "x".repeat(1024),
                "udp://" + "t".repeat(254) + ":1", "udp://#:1")) {
            assertEquals(Optional.empty(), UdpTrackerUrl.parse(url), url);
        }
    }

    private static String options(String urlData) {
        byte[] announce = UdpRequestEncoder.announce(1, 2, Announces.regular(), urlData);
        assertEquals(urlData, ((UdpRequest.Announce) UdpRequestDecoder.decode(announce).orElseThrow()).urlData());
        return HexFormat.of().formatHex(Arrays.copyOfRange(announce, 98, announce.length));
    }

    private static String decode(String options) {
        return UrlDataOption.decode(ByteBuffer.wrap(HexFormat.of().parseHex(options.replace(" ", ""))));
    }
}
