package dev.oxbow.core.bencode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.bencode.BencodeValue.BInteger;
import dev.oxbow.core.bencode.BencodeValue.BList;
import dev.oxbow.core.bencode.BencodeValue.BString;
import dev.oxbow.core.random.Rng;
import dev.oxbow.core.value.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BencodeReaderTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsTheExamplesOfBep3() throws BencodeException {
        assertEquals(BString.of("spam"), BencodeReader.readStrict(bytes("4:spam")));
        assertEquals(new BInteger(-3), BencodeReader.readStrict(bytes("i-3e")));
        assertEquals(new BList(List.of(BString.of("spam"), BString.of("eggs"))), BencodeReader.readStrict(bytes("l4:spam4:eggse")));
        BDictionary dictionary = (BDictionary) BencodeReader.readStrict(bytes("d3:cow3:moo4:spam4:eggse"));
        assertEquals("moo", dictionary.bytes("cow").orElseThrow().utf8());
    }

    @ParameterizedTest
    @CsvSource({"i03e,1", "i-0e,1", "i-e,2", "ie,1", "i1,2", "5:spam,0", "-1:x,0", "d1:b0:1:a0:e,6", "d1:a0:1:a0:e,6", "di1e0:e,1", "i1ei2e,3", "l,1",
        "99999999999999999999:x,0", "x,0", "i9223372036854775808e,1"})
    void refusesWhatIsNotBencodeAndSaysWhere(String text, int offsetBytes) {
        BencodeException fault = assertThrows(BencodeException.class, () -> BencodeReader.readStrict(bytes(text)));
        assertEquals(offsetBytes, fault.offsetBytes(), fault.getMessage());
    }

    @Test
    void refusesTheEmptyInput() {
        assertThrows(BencodeException.class, () -> BencodeReader.readStrict(new byte[0]));
    }

    @Test
    void lenientlyTakesUnsortedKeysAndTrailingBytes() throws BencodeException {
        BDictionary value = (BDictionary) BencodeReader.readLenient(bytes("d1:b1:x1:a1:ye\n"), 8);
        assertEquals("y", value.bytes("a").orElseThrow().utf8());
    }

    @Test
    void findsTheRawBytesOfTheInfoValue() throws BencodeException {
        byte[] input = bytes("d1:a1:x4:infod1:zi1e1:yi2eee");
        BencodeReader.Parsed parsed = BencodeReader.readTorrent(input);
        assertEquals("d1:zi1e1:yi2ee", new String(input, parsed.infoOffsetBytes(), parsed.infoLengthBytes(), StandardCharsets.UTF_8));
        assertEquals(0, BencodeReader.readTorrent(bytes("d4:spami1ee")).infoLengthBytes());
    }

    @Test
    void neverOverflowsTheStackOnDeepNesting() {
        byte[] deep = new byte[1 << 20];
        Arrays.fill(deep, (byte) 'l');
        assertTrue(assertThrows(BencodeException.class, () -> BencodeReader.readStrict(deep)).getMessage().contains("nested"));
    }

    @Test
    void stopsAtTooManyValues() {
        byte[] many = new byte[3 * BencodeReader.TOKENS_MAX + 10];
        many[0] = 'l';
        for (int i = 1; i + 3 <= many.length; i += 3) {
            many[i] = 'i';
            many[i + 1] = '0';
            many[i + 2] = 'e';
        }
        assertThrows(BencodeException.class, () -> BencodeReader.readLenient(many, 8));
    }

    @Test
    void writesAndReadsBackAnyValue() throws BencodeException {
        for (int seed = 0; seed < 500; seed++) {
            BencodeValue value = random(seed, 1, 0);
            byte[] written = BencodeWriter.write(value);
            assertEquals(value, BencodeReader.readStrict(written), "seed " + seed);
            assertArrayEquals(written, BencodeWriter.write(BencodeReader.readStrict(written)), "seed " + seed);
        }
    }

    @Test
    void neverThrowsAnythingElseOnDamagedInput() {
        for (int seed = 0; seed < 2000; seed++) {
            byte[] written = BencodeWriter.write(random(seed, 1, 0));
            int at = Rng.below(written.length, seed, Rng.Purpose.PIECE_ORDER, 1, 1);
            written[at] = (byte) Rng.bits(seed, Rng.Purpose.PIECE_ORDER, 2, 2);
            try {
                BencodeReader.readStrict(written);
            } catch (BencodeException e) {
                assertTrue(e.offsetBytes() <= written.length, "seed " + seed);
            }
        }
    }

    private static BencodeValue random(long seed, long key, int depth) {
        int kind = Rng.below(depth < 4 ? 4 : 2, seed, Rng.Purpose.PIECE_ORDER, key, 7);
        int size = Rng.below(5, seed, Rng.Purpose.PIECE_ORDER, key, 8);
        if (kind == 0) {
            return new BInteger(Rng.bits(seed, Rng.Purpose.PIECE_ORDER, key, 9));
        }
        if (kind == 1) {
            byte[] out = new byte[size * 3];
            for (int i = 0; i < out.length; i++) {
                out[i] = (byte) Rng.bits(seed, Rng.Purpose.PIECE_ORDER, key, 10 + i);
            }
            return new BString(ByteString.wrap(out));
        }
        List<BencodeValue> items = new ArrayList<>();
        TreeMap<ByteString, BencodeValue> entries = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            BencodeValue item = random(seed, key * 31 + i, depth + 1);
            items.add(item);
            entries.put(ByteString.ofUtf8("key" + i), item);
        }
        return kind == 2 ? new BList(items) : new BDictionary(entries);
    }
}
