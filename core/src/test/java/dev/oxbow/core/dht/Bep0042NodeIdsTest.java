package dev.oxbow.core.dht;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BEP 42, node ID restriction: the test vectors, and what follows. */
class Bep0042NodeIdsTest {
    private static ByteString address(String text) {
        return Endpoint.parse(text.indexOf(':') < 0 ? text + ":1" : "[" + text + "]:1").address();
    }

    @ParameterizedTest
    @CsvSource({
        "124.31.75.21, 5fbfbff10c5d6a4ec8a88e4c6ab4c28b95eee401",
        "21.75.31.124, 5a3ce9c14e7a08645677bbd1cfe7d8f956d53256",
        "65.23.51.170, a5d43220bc8f112a3d426c84764f8c2a1150e616",
        "84.124.73.14, 1b0321dd1bb1fe518101ceef99462b947a01ff41",
        "43.213.53.83, e56f6cbf5b7c4be0237986d5243b87aa6d51305a"})
    void agreesWithTheTestVectors(String host, String id) {
        NodeId nodeId = NodeId.ofHex(id);
        assertTrue(NodeIds.belongs(nodeId, address(host)));
        // Only the last byte decides: with any other filler the first 21 bits come out the same.
        byte[] filler = new byte[NodeId.LENGTH_BYTES];
        filler[19] = nodeId.bytes().byteAt(19);
        NodeId derived = NodeIds.derive(address(host), NodeId.of(filler));
        assertTrue(Distance.commonBits(nodeId, derived) >= 21, derived.toString());
        assertFalse(NodeIds.belongs(nodeId, address("124.31.75.22")), "the same id elsewhere");
    }

    @Test
    void whatIsDerivedBelongs() {
        for (int key = 0; key < 1000; key++) {
            ByteString ipv4 = ByteString.wrap(new byte[] {(byte) (11 + key % 100), (byte) key, (byte) (key >> 3), 9});
            assertTrue(NodeIds.belongs(NodeIds.derive(ipv4, 5, key), ipv4), "key " + key);
            ByteString ipv6 = address("2001:db8:" + Integer.toHexString(key) + "::7");
            assertTrue(NodeIds.belongs(NodeIds.derive(ipv6, 5, key), ipv6), "key " + key);
        }
    }

    @Test
    void onlyTheUpperHalfOfAnIpv6AddressCounts() {
        NodeId id = NodeIds.derive(address("2001:db8:1:2::3"), 1, 1);
        assertTrue(NodeIds.belongs(id, address("2001:db8:1:2:ffff::4")));
        assertFalse(NodeIds.belongs(id, address("2001:db8:1:3::3")));
    }

    @Test
    void onALocalNetworkEveryIdBelongs() {
        NodeId any = NodeIds.random(3, 3);
        for (String local : new String[] {"10.1.2.3", "172.16.0.1", "172.31.9.9", "192.168.1.1", "169.254.1.1", "127.0.0.1", "::1",
            "fe80::1", "fd00::1"}) {
            assertTrue(NodeIds.belongs(any, address(local)), local);
        }
        for (String global : new String[] {"172.32.0.1", "11.1.2.3", "192.169.1.1", "2001:db8::1"}) {
            assertFalse(NodeIds.belongs(any, address(global)), global);
        }
    }

    @Test
    void aRefreshTargetIsInItsBucket() {
        NodeId own = NodeIds.random(1, 1);
        for (int bits = 0; bits < Distance.BIT_COUNT; bits++) {
            assertEquals(bits, Distance.commonBits(own, NodeIds.inBucket(own, bits, NodeIds.random(2, bits))));
        }
        assertEquals(Distance.BIT_COUNT, Distance.commonBits(own, own));
    }
}
