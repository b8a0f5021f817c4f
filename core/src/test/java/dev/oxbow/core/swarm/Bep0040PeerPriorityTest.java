package dev.oxbow.core.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** BEP 40: each way in which two addresses may be near each other, and that both ends agree. */
class Bep0040PeerPriorityTest {
    private static void assertPriority(long expected, String a, String b) {
        assertEquals(Long.toHexString(expected), Long.toHexString(PeerPriority.of(Endpoint.parse(a), Endpoint.parse(b))), a + " to " + b);
        assertEquals(expected, PeerPriority.of(Endpoint.parse(b), Endpoint.parse(a)), b + " to " + a);
    }

    /** The masked bytes are given, so that a wrong mask shows. */
    private static void assertHashes(String hex, String a, String b) {
        CRC32C crc = new CRC32C();
        crc.update(ByteString.ofHex(hex).toArray());
        assertPriority(crc.getValue(), a, b);
    }

    @Test
    void givesTheBepsFirstExample() {
        assertPriority(0xec2d7224L, "123.213.32.10:1", "98.76.54.32:2");
        assertHashes("624C14007BD50000", "123.213.32.10:1", "98.76.54.32:2");
    }

    @Test
    void givesTheBepsSecondExample() {
        assertPriority(0x99568189L, "123.213.32.10:1", "123.213.32.234:2");
        assertHashes("7BD5200A7BD520EA", "123.213.32.10:1", "123.213.32.234:2");
    }

    @Test
    void countsThreeBytesInFullWithinASlash16() {
        assertHashes("e60c1701e60c7b01", "230.12.23.1:1", "230.12.123.3:2");
    }

    @Test
    void countsTwoBytesInFullWhenOnlyTheFirstIsTheSame() {
        assertHashes("e60c5101e6781501", "230.120.23.1:1", "230.12.123.3:2");
    }

    @Test
    void comparesPortsWhenTheAddressesAreTheSame() {
        assertHashes("012c04d2", "230.12.123.3:1234", "230.12.123.3:300");
        assertHashes("012cfde8", "[2001:db8::1]:65000", "[2001:db8::1]:300");
    }

    @Test
    void countsFortyEightBitsOfIpv6InFull() {
        assertHashes("20010db8000055555555555555555555" + "20010db8000155555555555555555555",
                "[2001:db8:0:ffff:ffff:ffff:ffff:ffff]:1", "[2001:db8:1:ffff:ffff:ffff:ffff:ffff]:2");
        assertHashes("00000000000000000000000000000001" + "ffff0000000000000000000000000000", "[::1]:1", "[ffff::2]:2");
    }

    @Test
    void countsOneByteMoreThanIpv6AddressesHaveInCommon() {
        assertHashes("20010db800001155" + "5555555555555555" + "20010db800002255" + "5555555555555555",
                "[2001:db8:0:11ff:ffff:ffff:ffff:ffff]:1", "[2001:db8:0:22ff:ffff:ffff:ffff:ffff]:2");
        assertHashes("20010db800001111" + "5555555555555555" + "20010db800001122" + "5555555555555555",
                "[2001:db8:0:1111:ffff:ffff:ffff:ffff]:1", "[2001:db8:0:1122:ffff:ffff:ffff:ffff]:2");
        assertHashes("20010db8000000000000000000000001" + "20010db8000000000000000000000002", "[2001:db8::1]:1", "[2001:db8::2]:2");
    }

    @Test
    void hasNoPriorityAcrossFamilies() {
        long mixed = PeerPriority.of(Endpoint.parse("10.0.0.1:1"), Endpoint.parse("[2001:db8::1]:1"));
        assertEquals(PeerPriority.NONE, mixed);
        assertTrue(mixed < PeerPriority.of(Endpoint.parse("10.0.0.1:1"), Endpoint.parse("10.0.0.2:1")));
    }
}
