package dev.oxbow.net.httpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpuMessageTest {
    static Optional<HttpuMessage> parse(String text) {
        return HttpuMessage.parse(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void readsHeadersWhateverTheirCase() {
        HttpuMessage message = parse("HTTP/1.1 200 OK\r\nLoCation:\t http://a/ \r\nEXT:\r\nst: x\r\nST: y\r\n\r\nrest").orElseThrow();
        assertEquals("HTTP/1.1 200 OK", message.startLine());
        assertEquals(Optional.of("http://a/"), message.only("location"));
        assertEquals(Optional.of(""), message.only("ext"));
        assertEquals(List.of("x", "y"), message.values("st"));
        assertEquals(Optional.empty(), message.only("st"), "twice is not once");
        assertEquals(Optional.empty(), message.only("usn"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "A\r\n", "A\nB: c\n\n", "A\r\nB: c\r\n", "A\r\nno colon\r\n\r\n", "A\r\n: empty\r\n\r\n",
        "A\r\nB : c\r\n\r\n",
        "A\r\nB: c\r\n folded\r\n\r\n", "A\r\nB: \0\r\n\r\n", "A\u001b\r\nB: c\r\n\r\n", "A\r\nB: c\rD: e\r\n\r\n",
        "A\r\nB\u00e4: c\r\n\r\n"})
    void refusesWhatIsNotAMessageToTheLetter(String text) {
        assertTrue(parse(text).isEmpty(), text);
    }

    @Test
    void refusesWhatIsLongerThanAnySensibleMessage() {
        String head = "A\r\nB: ";
        String longest = head + "x".repeat(HttpuMessage.LENGTH_BYTES_MAX - head.length() - 4) + "\r\n\r\n";
        assertTrue(parse(longest).isPresent());
        assertTrue(parse(longest + "\n").isEmpty());
    }
}
