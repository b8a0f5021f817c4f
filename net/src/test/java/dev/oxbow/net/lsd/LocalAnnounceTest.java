package dev.oxbow.net.lsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.InfoHash;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalAnnounceTest {
    private static final String ONE = "0123456789abcdef0123456789abcdef01234567";
    private static final String TWO = "ffffffffffffffffffffffffffffffffffffffff";
    private static final String HEAD = "BT-SEARCH * HTTP/1.1\r\nHost: 239.192.152.143:6771\r\n";

    private static Optional<LocalAnnounce> parse(String text) {
        return LocalAnnounce.parse(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void writesWhatBep14Shows() {
        byte[] bytes = new LocalAnnounce(6881, List.of(InfoHash.ofHex(ONE), InfoHash.ofHex(TWO)), "c00c1e")
                .encode("[ff15::efc0:988f]:6771");
        assertEquals("BT-SEARCH * HTTP/1.1\r\nHost: [ff15::efc0:988f]:6771\r\nPort: 6881\r\nInfohash: " + ONE + "\r\nInfohash: " + TWO
                + "\r\ncookie: c00c1e\r\n\r\n\r\n", new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Test
    void readsWhatItWrites() {
        LocalAnnounce announce = new LocalAnnounce(65535, List.of(InfoHash.ofHex(ONE), InfoHash.ofHex(TWO)), "abc");
        assertEquals(Optional.of(announce), LocalAnnounce.parse(announce.encode("239.192.152.143:6771")));
    }

    @Test
    void fitsIntoOnePacketAtItsLargest() {
        List<InfoHash> many = Collections.nCopies(LocalAnnounce.INFO_HASHES_MAX, InfoHash.ofHex(ONE));
        byte[] bytes = new LocalAnnounce(65535, many, "c".repeat(LocalAnnounce.COOKIE_LENGTH_MAX)).encode(MulticastGroup.IPV6.hostHeader());
        assertTrue(bytes.length <= LocalAnnounce.LENGTH_BYTES_MAX, bytes.length + " bytes");
        assertTrue(bytes.length + 52 > LocalAnnounce.LENGTH_BYTES_MAX, "one more would fit");
    }

    @Test
    void readsOtherCasesAndUnknownHeadersAndNoCookie() {
        LocalAnnounce announce = parse(HEAD + "PORT: 1\r\nX-Later: ?\r\ninfohash: " + ONE.toUpperCase(java.util.Locale.ROOT)
                + "\r\nInfoHash: " + TWO
                + "\r\nInfohash: " + ONE + "\r\n\r\n").orElseThrow();
        assertEquals(new LocalAnnounce(1, List.of(InfoHash.ofHex(ONE), InfoHash.ofHex(TWO)), ""), announce);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Port: 1\r\n", "Infohash: " + ONE + "\r\n", "Port: 0\r\nInfohash: " + ONE + "\r\n",
        "Port: 65536\r\nInfohash: " + ONE + "\r\n", "Port: -1\r\nInfohash: " + ONE + "\r\n", "Port: +1\r\nInfohash: " + ONE + "\r\n",
        "Port: 1x\r\nInfohash: " + ONE + "\r\n", "Port:\r\nInfohash: " + ONE + "\r\n", "Port: 1\r\nPort: 1\r\nInfohash: " + ONE + "\r\n",
        "Port: 1\r\nInfohash: " + ONE + "0\r\n", "Port: 1\r\nInfohash: 0x23456789abcdef0123456789abcdef01234567\r\n",
        "Port: 1\r\nInfohash: " + ONE + "\r\nInfohash: bad\r\n", "Port: 1\r\nInfohash: " + ONE + "\r\ncookie: a\r\ncookie: b\r\n"})
    void refusesWhatIsNotAnAnnounceToTheLetter(String headers) {
        assertTrue(parse(HEAD + headers + "\r\n\r\n").isEmpty(), headers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BT-SEARCH * HTTP/1.0", "M-SEARCH * HTTP/1.1", "bt-search * HTTP/1.1", " BT-SEARCH * HTTP/1.1", ""})
    void refusesOtherStartLines(String startLine) {
        assertTrue(parse(startLine + "\r\nPort: 1\r\nInfohash: " + ONE + "\r\n\r\n").isEmpty());
    }

    @Test
    void announcesNothingWithoutAPortOrAnInfoHash() {
        assertThrows(IllegalArgumentException.class, () -> new LocalAnnounce(0, List.of(InfoHash.ofHex(ONE)), ""));
        assertThrows(IllegalArgumentException.class, () -> new LocalAnnounce(1, List.of(), ""));
    }

    @Test
    void survivesWhateverArrives() {
        byte[] valid = (HEAD + "Port: 6881\r\nInfohash: " + ONE + "\r\nInfohash: " + TWO + "\r\ncookie: x\r\n\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        Random random = new Random(14);
        int read = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = mutated(valid, random);
            Optional<LocalAnnounce> announce = LocalAnnounce.parse(bytes);
            read += announce.isPresent() ? 1 : 0;
            announce.ifPresent(known -> assertEquals(known.infoHashes(), LocalAnnounce.parse(known.encode("h")).orElseThrow()
                    .infoHashes()));
        }
        assertTrue(read > 500 && read < 49_500, read + " of the mutations were announces");
    }

    private static byte[] mutated(byte[] valid, Random random) {
        if (random.nextInt(10) == 0) {
            byte[] noise = new byte[random.nextInt(2000)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] bytes = java.util.Arrays.copyOf(valid, random.nextInt(4) == 0 ? random.nextInt(valid.length) : valid.length);
        IntStream.range(0, random.nextInt(4)).filter(i -> bytes.length > 0)
                .forEach(i -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256));
        return bytes;
    }
}
