package dev.oxbow.core.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.value.InfoHash;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** BEP 6, "Allowed Fast Set Generation". */
class AllowedFastSetTest {
    private static final InfoHash HASH = InfoHash.ofHex("aa".repeat(20));
    private static final Endpoint PEER = Endpoint.parse("80.4.4.200:6881");

    @Test
    void givesTheSevenPiecesOfTheBepsFirstExample() {
        assertEquals(List.of(1059, 431, 808, 1217, 287, 376, 1188), AllowedFastSet.of(HASH, PEER, 1313, 7));
    }

    @Test
    void givesTheNinePiecesOfTheBepsSecondExample() {
        assertEquals(List.of(1059, 431, 808, 1217, 287, 376, 1188, 353, 508), AllowedFastSet.of(HASH, PEER, 1313, 9));
    }

    @Test
    void aLargerSetBeginsWithTheSmallerOne() {
        List<Integer> large = AllowedFastSet.of(HASH, PEER, 1313, AllowedFastSet.COUNT_MAX);
        for (int count = 0; count <= AllowedFastSet.COUNT_MAX; count++) {
            assertEquals(large.subList(0, count), AllowedFastSet.of(HASH, PEER, 1313, count));
        }
    }

    @Test
    void isTheSameForAWholeNetworkAndForAnyPort() {
        assertEquals(AllowedFastSet.of(HASH, PEER, 1313), AllowedFastSet.of(HASH, Endpoint.parse("80.4.4.1:1"), 1313));
        assertNotEquals(AllowedFastSet.of(HASH, PEER, 1313), AllowedFastSet.of(HASH, Endpoint.parse("80.4.5.200:6881"), 1313));
        assertNotEquals(AllowedFastSet.of(HASH, PEER, 1313), AllowedFastSet.of(InfoHash.ofHex("ab".repeat(20)), PEER, 1313));
    }

    @Test
    void isEmptyForIpv6() {
        assertEquals(List.of(), AllowedFastSet.of(HASH, Endpoint.parse("[2001:db8::1]:6881"), 1313));
    }

    @Test
    void isAllPiecesWhenThereAreNoMoreThanTen() {
        assertEquals(List.of(), AllowedFastSet.of(HASH, PEER, 0));
        assertEquals(List.of(0), AllowedFastSet.of(HASH, PEER, 1));
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), AllowedFastSet.of(HASH, PEER, 10));
    }

    @Test
    void isTenDifferentPiecesOfEveryLargerTorrent() {
        for (int pieceCount = 11; pieceCount < 2_097_152; pieceCount = pieceCount * 3 / 2) {
            List<Integer> set = AllowedFastSet.of(HASH, PEER, pieceCount);
            int limit = pieceCount;
            assertEquals(10, new HashSet<>(set).size(), set::toString);
            assertEquals(List.of(), set.stream().filter(piece -> piece < 0 || piece >= limit).toList());
        }
    }

    @Test
    void refusesACountThatWouldTakeLong() {
        assertThrows(IllegalArgumentException.class, () -> AllowedFastSet.of(HASH, PEER, 1313, 101));
        assertThrows(IllegalArgumentException.class, () -> AllowedFastSet.of(HASH, PEER, 1313, -1));
    }
}
