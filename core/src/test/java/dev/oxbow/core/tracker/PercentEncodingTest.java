package dev.oxbow.core.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.ByteString;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PercentEncodingTest {

    @Test
    void leavesOnlyUnreservedCharactersAsTheyAre() {
        assertEquals("AZaz09-._~", PercentEncoding.encode("AZaz09-._~"));
        assertEquals("%20%21%25%26%2B%2F%3D%3F%5B%7F", PercentEncoding.encode(" !%&+/=?[\u007f"));
    }

    @Test
    void encodesEveryByteSoThatItComesBack() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        ByteString bytes = ByteString.wrap(all);
        assertEquals(Optional.of(bytes), PercentEncoding.decode(PercentEncoding.encode(bytes)));
    }

    @Test
    void decodesEitherCaseAndPlusAsSpace() {
        assertEquals(Optional.of(ByteString.ofHex("abab20")), PercentEncoding.decode("%aB%Ab+"));
    }

    @Test
    void refusesBrokenEscapesAndForeignCharacters() {
        for (String broken : new String[] {"%", "%1", "a%2", "%zz", "%1g", "%g1", "\u00e9", "a\nb", "%%41"}) {
            assertTrue(PercentEncoding.decode(broken).isEmpty(), broken);
        }
    }

    @Test
    void finishesTextThatIsEncodedAlready() {
        assertEquals("a%20b%0D%26", PercentEncoding.encodeTheRest("a%20b\r&"));
    }
}
