package dev.oxbow.core.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.ByteString;
import org.junit.jupiter.api.Test;

/** BEP 5, overview: tokens are good for the address that got them, and for ten minutes at most. */
class TokensTest {
    private static final ByteString ADDRESS = ByteString.ofHex("3c010203");
    private static final long EPOCH_NS = Tokens.SECRET_LIFE_NS * 5_000_000;

    private final Tokens tokens = new Tokens(42);

    @Test
    void acceptsTheSecretBeforeThisOneAndNoOlder() {
        ByteString token = tokens.tokenFor(ADDRESS, EPOCH_NS);
        assertTrue(tokens.isValid(token, ADDRESS, EPOCH_NS));
        assertTrue(tokens.isValid(token, ADDRESS, EPOCH_NS + 2 * Tokens.SECRET_LIFE_NS - 1));
        assertFalse(tokens.isValid(token, ADDRESS, EPOCH_NS + 2 * Tokens.SECRET_LIFE_NS));
        assertFalse(tokens.isValid(token, ADDRESS, EPOCH_NS - 1));
        assertNotEquals(token, tokens.tokenFor(ADDRESS, EPOCH_NS + Tokens.SECRET_LIFE_NS));
    }

    @Test
    void isNoGoodForAnotherAddressOrFromAnotherSession() {
        ByteString token = tokens.tokenFor(ADDRESS, EPOCH_NS);
        assertEquals(Tokens.LENGTH_BYTES, token.length());
        assertFalse(tokens.isValid(token, ByteString.ofHex("3c010204"), EPOCH_NS));
        assertFalse(new Tokens(43).isValid(token, ADDRESS, EPOCH_NS));
        assertFalse(tokens.isValid(ByteString.EMPTY, ADDRESS, EPOCH_NS));
    }
}
