package dev.oxbow.core.krpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oxbow.core.value.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** BEP 33, Bloom filters: the test vector, and what follows. */
class Bep0033BloomFilterTest {
    private static final String VECTOR = """
            F6C3F5EA A07FFD91 BDE89F77 7F26FB2B FF37BDB8 FB2BBAA2 FD3DDDE7 BACFFF75 EE7CCBAE
            FE5EEDB1 FBFAFF67 F6ABFF5E 43DDBCA3 FD9B9FFD F4FFD3E9 DFF12D1B DF59DB53 DBE9FA5B
            7FF3B8FD FCDE1AFB 8BEDD7BE 2F3EE71E BBBFE93B CDEEFE14 8246C2BC 5DBFF7E7 EFDCF24F
            D8DC7ADF FD8FFFDF DDFFF7A4 BBEEDF5C B95CE81F C7FCFF1F F4FFFFDF E5F7FDCB B7FD79B3
            FA1FC77B FE07FFF9 05B7B7FF C7FEFEFF E0B8370B B0CD3F5B 7F2BD93F EB4386CF DD6F7FD5
            BFAF2E9E BFFFFEEC D67ADBF7 C67F17EF D5D75EBA 6FFEBA7F FF47A91E B1BFBB53 E8ABFB57
            62ABE8FF 237279BF EFBFEEF5 FFC5FEBF DFE5ADFF ADFEE1FB 737FFFFB FD9F6AEF FEEE76B6
            FD8F72EF""";

    private static List<ByteString> ipv4() {
        List<ByteString> addresses = new ArrayList<>();
        for (int i = 0; i <= 255; i++) {
            addresses.add(ByteString.wrap(new byte[] {(byte) 192, 0, 2, (byte) i}));
        }
        return addresses;
    }

    private static List<ByteString> ipv6() {
        List<ByteString> addresses = new ArrayList<>();
        for (int i = 0; i <= 0x3e7; i++) {
            addresses.add(ByteString.ofHex("20010db800000000000000000000" + String.format(java.util.Locale.ROOT, "%04x", i)));
        }
        return addresses;
    }

    @Test
    void agreesWithTheTestVector() {
        List<ByteString> all = ipv4();
        all.addAll(ipv6());
        BloomFilter filter = BloomFilter.of(all);
        assertEquals(ByteString.ofHex(VECTOR.replaceAll("\\s", "")), filter.bits());
        assertEquals(1224.9308, filter.estimatedCount(), 0.0001);
    }

    @Test
    void aUnionIsTheFilterOfBoth() {
        List<ByteString> all = ipv4();
        all.addAll(ipv6());
        assertEquals(BloomFilter.of(all), BloomFilter.of(ipv4()).union(BloomFilter.of(ipv6())));
    }

    @Test
    void nobodyIsNobodyAndAFullFilterIsMany() {
        assertEquals(0, BloomFilter.EMPTY.estimatedCount());
        byte[] full = new byte[BloomFilter.LENGTH_BYTES];
        java.util.Arrays.fill(full, (byte) 0xff);
        assertEquals(7805.7, new BloomFilter(ByteString.wrap(full)).estimatedCount(), 0.1);
    }
}
