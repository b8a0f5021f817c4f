package dev.oxbow.net.httpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.ByteString;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumericAddressTest {
    private static ByteString address(String text) {
        return NumericAddress.parse(text).orElseThrow();
    }

    @Test
    void readsNumbersAndDropsZones() {
        assertEquals(ByteString.ofHex("c0000201"), address("192.0.2.1"));
        assertEquals(address("fe80::1"), address("fe80::1%eth0"));
        assertEquals(address("127.0.0.1"), address("::ffff:127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "1.2.3", "1.2.3.4.5", "0x7f.0.0.1", "1.2.3.4 ", "::1]", "[::1]", "%", "1.2.3.4:5",
        "fe80::1::2"})
    void takesNothingElse(String text) {
        assertEquals(Optional.empty(), NumericAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.0.1", "127.0.0.1", "::1", "fe80::1",
        "fd00::1", "fc00::1"})
    void knowsPrivateAddresses(String text) {
        assertTrue(NumericAddress.isPrivate(address(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"11.0.0.1", "172.15.0.1", "172.32.0.1", "192.167.1.1", "169.253.0.1", "8.8.8.8", "2001:db8::1", "fec0::1",
        "::2"})
    void knowsPublicAddresses(String text) {
        assertFalse(NumericAddress.isPrivate(address(text)));
    }

    @Test
    void knowsAddressesThatNobodyHas() {
        assertTrue(NumericAddress.isUnspecified(address("0.0.0.0")));
        assertTrue(NumericAddress.isUnspecified(address("0.1.2.3")));
        assertTrue(NumericAddress.isUnspecified(address("::")));
        assertFalse(NumericAddress.isUnspecified(address("::1")));
        assertTrue(NumericAddress.isGroup(address("239.192.152.143")));
        assertTrue(NumericAddress.isGroup(address("255.255.255.255")));
        assertTrue(NumericAddress.isGroup(address("ff15::efc0:988f")));
        assertFalse(NumericAddress.isGroup(address("223.255.255.255")));
    }

    @Test
    void comparesPrefixesBitByBit() {
        assertTrue(NumericAddress.inPrefix(address("192.0.2.127"), address("192.0.2.1"), 25));
        assertFalse(NumericAddress.inPrefix(address("192.0.2.128"), address("192.0.2.1"), 25));
        assertTrue(NumericAddress.inPrefix(address("8.8.8.8"), address("192.0.2.1"), 0));
        assertTrue(NumericAddress.inPrefix(address("2001:db8::1"), address("2001:db8::1"), 128));
        assertFalse(NumericAddress.inPrefix(address("2001:db8::1"), address("2001:db8::"), 128));
        assertFalse(NumericAddress.inPrefix(address("::1"), address("127.0.0.1"), 0), "families do not mix");
        assertFalse(NumericAddress.inPrefix(address("127.0.0.1"), address("127.0.0.1"), 33));
    }
}
