package dev.oxbow.core.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.random.Rng;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BitfieldTest {
    @Test
    void putsIndexZeroIntoTheHighBitOfTheFirstByte() {
        Bitfield it = new Bitfield(10);
        it.add(0);
        it.add(9);
        assertEquals("8040", it.toWire().toHex());
    }

    @Test
    void refusesSpareBitsAndWrongLengths() {
        assertThrows(IllegalArgumentException.class, () -> Bitfield.fromWire(ByteString.ofHex("8020"), 10));
        assertThrows(IllegalArgumentException.class, () -> Bitfield.fromWire(ByteString.ofHex("80"), 10));
    }

    @Test
    void behavesLikeABitSet() {
        for (int size : new int[] {0, 1, 7, 8, 63, 64, 65, 200}) {
            Bitfield it = new Bitfield(size);
            BitSet model = new BitSet(size);
            for (int step = 0; step < 500 && size > 0; step++) {
                int index = Rng.below(size, size, Rng.Purpose.PIECE_ORDER, step, 1);
                boolean add = Rng.below(3, size, Rng.Purpose.PIECE_ORDER, step, 2) > 0;
                assertEquals(model.get(index) != add, add ? it.add(index) : it.remove(index));
                model.set(index, add);
                assertEquals(model.cardinality(), it.count());
                assertEquals(model.nextSetBit(index), it.nextPresent(index));
                int clear = model.nextClearBit(index);
                assertEquals(clear < size ? clear : Bitfield.NONE, it.nextAbsent(index));
            }
            assertEquals(it, Bitfield.fromWire(it.toWire(), size));
            it.fill();
            assertTrue(it.isFull());
            assertEquals(it, Bitfield.fromWire(it.toWire(), size));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:6881", "[::1]:6881", "[2001:db8::1]:1", "[::]:65535", "[fe80::1:0:0:1]:80"})
    void readsAndWritesEndpoints(String text) {
        assertEquals(text, Endpoint.parse(text).toString());
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "127.0.0:1", "256.0.0.1:1", "127.0.0.1:65536", "::1:80", "[::1", "[1::2::3]:1", "host:1", "[:::]:1"})
    void refusesWhatIsNoEndpoint(String text) {
        assertThrows(IllegalArgumentException.class, () -> Endpoint.parse(text));
    }

    @Test
    void takesAMappedAddressForItsIpv4Form() {
        assertEquals("10.0.0.1:5", Endpoint.parse("[::ffff:10.0.0.1]:5").toString());
    }

    @Test
    void cutsTheLastPieceAndTheLastBlockShort() {
        PieceLayout it = new PieceLayout(100_000, 40_000);
        assertEquals(3, it.pieceCount());
        assertEquals(20_000, it.pieceLengthBytes(2));
        assertEquals(3, it.blockCount(0));
        assertEquals(40_000 - 2 * 16384, it.blockLengthBytes(0, 2));
        assertEquals(20_000 - 16384, it.blockLengthBytes(2, 1));
        assertEquals(0, new PieceLayout(0, 16384).pieceCount());
    }
}
