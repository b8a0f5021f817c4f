package dev.oxbow.core.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.Violation;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.PieceLayout;
import org.junit.jupiter.api.Test;

/** The bytes of BEP 6; what follows from them is in the conversations {@code fast-*.script}. */
class Bep0006FastTest {
    private final WireLimits limits = new WireLimits(new PieceLayout(10 * 32768, 32768));

    private static String sent(java.util.function.Consumer<WireEncoder> message) {
        WireEncoder out = new WireEncoder();
        message.accept(out);
        return ByteString.wrap(out.take()).toHex();
    }

    @Test
    void messagesHaveTheIdsAndLengthsOfTheBep() {
        assertEquals("000000010e", sent(out -> out.plain(MessageId.HAVE_ALL)));
        assertEquals("000000010f", sent(out -> out.plain(MessageId.HAVE_NONE)));
        assertEquals("0000000d10000000030000400000004000", sent(out -> out.reject(3, 16384, 16384)));
        assertEquals("000000051100000007", sent(out -> out.allowedFast(7)));
        assertEquals("0000000614" + "09" + "00000007", sent(out -> out.dontHave(9, 7)), "lt_donthave (BEP 54), under the peer's own id");
    }

    @Test
    void aWrongLengthIsKnownFromThePrefix() {
        for (int id : new int[] {MessageId.HAVE_ALL, MessageId.HAVE_NONE}) {
            assertTrue(limits.check(id, 1).isEmpty());
            assertEquals(Violation.BAD_LENGTH, limits.check(id, 2).orElseThrow().violation());
        }
        for (int id : new int[] {MessageId.SUGGEST, MessageId.ALLOWED_FAST}) {
            assertTrue(limits.check(id, 5).isEmpty());
            assertEquals(Violation.BAD_LENGTH, limits.check(id, 6).orElseThrow().violation());
        }
        assertTrue(limits.check(MessageId.REJECT, 13).isEmpty());
        assertEquals(Violation.BAD_LENGTH, limits.check(MessageId.REJECT, 12).orElseThrow().violation());
    }

    @Test
    void knowsItsMessagesFromOthers() {
        assertTrue(WireLimits.isKnown(MessageId.SUGGEST) && WireLimits.isKnown(MessageId.ALLOWED_FAST) && WireLimits.isKnown(MessageId.EXTENDED));
        assertFalse(WireLimits.isKnown(10) || WireLimits.isKnown(12) || WireLimits.isKnown(18) || WireLimits.isKnown(21) || WireLimits.isKnown(255));
    }
}
