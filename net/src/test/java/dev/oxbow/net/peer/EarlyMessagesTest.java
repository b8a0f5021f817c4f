package dev.oxbow.net.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.wire.WireDecoder;
import dev.oxbow.core.wire.WireHandler;
import dev.oxbow.core.wire.WireLimits;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is said of ten pieces before they are known to be ten. */
class EarlyMessagesTest {
    private static final PieceLayout LAYOUT = new PieceLayout(10 * 16384, 16384);

    private static List<String> saidLater(Consumer<EarlyMessages> before) {
        EarlyMessages early = new EarlyMessages();
        before.accept(early);
        List<String> heard = new ArrayList<>();
        WireHandler handler = (WireHandler) Proxy.newProxyInstance(WireHandler.class.getClassLoader(), new Class<?>[] {WireHandler.class},
                (proxy, method, arguments) -> {
                    heard.add(method.getName() + (arguments == null ? "" : " " + (arguments[0] instanceof ByteString bits ? bits.toHex()
                            : arguments[0] instanceof WireLimits.Fault fault ? fault.violation() : Arrays.toString(arguments))));
                    return null;
                });
        early.sayTo(new WireDecoder(new WireLimits(LAYOUT), handler), handler, LAYOUT);
        return heard;
    }

    @Test
    void nothingIsSaidWhereNothingWas() {
        assertEquals(List.of(), saidLater(early -> { }));
        assertEquals(List.of(), saidLater(EarlyMessages::haveNone));
    }

    @Test
    void havesAreUnitedWithTheBitfield() {
        assertEquals(List.of("onBitfield 8140"), saidLater(early -> {
            early.bitfield(ByteString.ofHex("8000"));
            early.have(7);
            early.have(9);
        }));
        assertEquals(List.of("onBitfield 0100"), saidLater(early -> early.have(7)));
    }

    @Test
    void whatIsLostAgainIsNotSaid() {
        assertEquals(List.of("onBitfield 0080"), saidLater(early -> {
            early.bitfield(ByteString.ofHex("8000"));
            early.have(8);
            early.have(9);
            early.dontHave(9);
            early.dontHave(0);
        }));
    }

    @Test
    void haveAllIsEnough() {
        assertEquals(List.of("onHaveAll"), saidLater(EarlyMessages::haveAll));
    }

    @Test
    void whatDoesNotFitTheTorrentIsAViolation() {
        assertEquals(List.of("onViolation HAVE_RANGE"), saidLater(early -> early.have(10)));
        assertEquals(List.of("onViolation BITFIELD_BAD"), saidLater(early -> early.bitfield(ByteString.ofHex("800000"))));
        assertEquals(List.of("onViolation BITFIELD_BAD"), saidLater(early -> early.bitfield(ByteString.ofHex("8001"))));
        assertEquals(List.of("onViolation BITFIELD_BAD"), saidLater(early -> {
            early.bitfield(ByteString.ofHex("80"));
            early.have(9);
        }));
    }
}
