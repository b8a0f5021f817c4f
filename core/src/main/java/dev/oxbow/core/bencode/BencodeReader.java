package dev.oxbow.core.bencode;

import dev.oxbow.core.bencode.BencodeValue.BDictionary;
import dev.oxbow.core.bencode.BencodeValue.BInteger;
import dev.oxbow.core.bencode.BencodeValue.BList;
import dev.oxbow.core.bencode.BencodeValue.BString;
import dev.oxbow.core.value.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Reads bencode (BEP 3). Strict: no leading zeros, keys sorted and unique, nothing behind the value. Lenient, for torrents made by
 * careless programs: keys in any order, the last of equal keys counts, anything may follow the value. Depth, tokens and lengths are
 * limited, so that no input takes much time or memory beyond its own size.
 */
public final class BencodeReader {
    /** Enough for any torrent. */
    public static final int DEPTH_MAX = 100;
    /** Enough for any tracker's answer. */
    public static final int TRACKER_DEPTH_MAX = 8;
    static final int TOKENS_MAX = 2_500_000;

    private final byte[] input;
    private final boolean strict;
    private final int depthMax;
    private int position;
    private int tokens;
    private int infoOffsetBytes;
    private int infoLengthBytes;

    private BencodeReader(byte[] input, boolean strict, int depthMax) {
        this.input = input;
        this.strict = strict;
        this.depthMax = depthMax;
    }

    /** A value, and where the value of the top dictionary's key {@code info} lies in the input: of no length where there is none. */
    public record Parsed(BencodeValue value, int infoOffsetBytes, int infoLengthBytes, int lengthBytes) {
    }

    public static BencodeValue readStrict(byte[] input) throws BencodeException {
        return new BencodeReader(input, true, DEPTH_MAX).readAll().value();
    }

    public static BencodeValue readLenient(byte[] input, int depthMax) throws BencodeException {
        return new BencodeReader(input, false, depthMax).readAll().value();
    }

    /**
     * Reads a torrent file leniently; the info hash is made of the raw bytes of its {@code info} value. {@code lengthBytes} says where the
     * value ended.
     */
    public static Parsed readTorrent(byte[] input) throws BencodeException {
        return new BencodeReader(input, false, DEPTH_MAX).readAll();
    }

    /** Reads one value leniently, whatever stands behind it; {@code lengthBytes} says where it ended. */
    public static Parsed readHead(byte[] input, int depthMax) throws BencodeException {
        return new BencodeReader(input, false, depthMax).readAll();
    }

    private Parsed readAll() throws BencodeException {
        BencodeValue value = read(0);
        if (strict && position < input.length) {
            throw fault("there is something behind the value");
        }
        return new Parsed(value, infoOffsetBytes, infoLengthBytes, position);
    }

    private BencodeException fault(String what) {
        return new BencodeException(what, position);
    }

    private int peek() throws BencodeException {
        if (position >= input.length) {
            throw fault("the input ends too early");
        }
        return input[position];
    }

    private BencodeValue read(int depth) throws BencodeException {
        if (depth > depthMax) {
            throw fault("nested deeper than " + depthMax);
        }
        if (++tokens > TOKENS_MAX) {
            throw fault("more than " + TOKENS_MAX + " values");
        }
        int first = peek();
        if (first == 'i') {
            position++;
            return new BInteger(number('e'));
        }
        if (first == 'l') {
            position++;
            return list(depth);
        }
        if (first == 'd') {
            position++;
            return dictionary(depth);
        }
        return new BString(string());
    }

    private BencodeValue list(int depth) throws BencodeException {
        List<BencodeValue> items = new ArrayList<>();
        while (peek() != 'e') {
            items.add(read(depth + 1));
        }
        position++;
        return new BList(items);
    }

    private BencodeValue dictionary(int depth) throws BencodeException {
        TreeMap<ByteString, BencodeValue> entries = new TreeMap<>();
        while (peek() != 'e') {
            int keyAt = position;
            ByteString key = string();
            if (strict && !entries.isEmpty() && entries.lastKey().compareTo(key) >= 0) {
                throw new BencodeException("a key is out of order or there twice", keyAt);
            }
            int valueAt = position;
            entries.put(key, read(depth + 1));
            if (depth == 0 && key.equals(INFO)) {
                infoOffsetBytes = valueAt;
                infoLengthBytes = position - valueAt;
            }
        }
        position++;
        return new BDictionary(entries);
    }

    private static final ByteString INFO = ByteString.ofUtf8("info");

    private ByteString string() throws BencodeException {
        int first = peek();
        if (first < '0' || first > '9') {
            throw fault("expected a value");
        }
        int at = position;
        long length = number(':');
        if (length > input.length - position) {
            throw new BencodeException("a string of " + length + " bytes where " + (input.length - position) + " are left", at);
        }
        ByteString out = ByteString.copyOf(input, position, (int) length);
        position += (int) length;
        return out;
    }

    private long number(char end) throws BencodeException {
        int at = position;
        boolean negative = peek() == '-' && end == 'e';
        position += negative ? 1 : 0;
        int digitsAt = position;
        long value = 0;
        while (peek() >= '0' && peek() <= '9') {
            int digit = input[position] - '0';
            if (value > (Long.MAX_VALUE - digit) / 10) {
                throw new BencodeException("a number beyond 64 bits", at);
            }
            value = value * 10 + digit;
            position++;
        }
        int digits = position - digitsAt;
        if (peek() != end || digits == 0) {
            throw fault("expected a number");
        }
        boolean wrongZero = digits > 1 && input[digitsAt] == '0' || negative && value == 0;
        if (strict && wrongZero) {
            throw new BencodeException("a number with a superfluous zero or sign", at);
        }
        position++;
        return negative ? -value : value;
    }
}
