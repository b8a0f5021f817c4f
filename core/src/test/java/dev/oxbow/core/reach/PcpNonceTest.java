package dev.oxbow.core.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.oxbow.core.value.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class PcpNonceTest {
    @Test
    void isTheBeginningOfAHashOfTheSeed() throws Exception {
        MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
        sha1.update("oxbow: nonce of port mappings".getBytes(StandardCharsets.US_ASCII));
        byte[] digest = sha1.digest(ByteBuffer.allocate(8).putLong(42).array());
        assertEquals(ByteString.wrap(digest).substring(0, PcpNonce.LENGTH_BYTES), PcpNonce.of(42));
        assertNotEquals(PcpNonce.of(42), PcpNonce.of(43));
    }
}
