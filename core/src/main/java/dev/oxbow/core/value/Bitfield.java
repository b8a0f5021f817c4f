package dev.oxbow.core.value;

import java.util.Arrays;

/**
 * A fixed-size set of piece or block indexes, mutable, with a running count. Its byte form is that of BEP 3's bitfield message:
 * the high bit of the first byte is index 0, spare bits at the end are zero.
 */
public final class Bitfield {
    public static final int NONE = -1;

    private final long[] words;
    private final int size;
    private int count;

    public Bitfield(int size) {
        this.size = size;
        this.words = new long[(size + 63) >>> 6];
    }

    private Bitfield(long[] words, int size, int count) {
        this.words = words;
        this.size = size;
        this.count = count;
    }

    /**
     * Reads the wire form.
     *
     * @throws IllegalArgumentException when the length does not fit {@code size} or a spare bit is set
     */
    public static Bitfield fromWire(ByteString bytes, int size) {
        if (bytes.length() != (size + 7) / 8) {
            throw new IllegalArgumentException("a bitfield of " + bytes.length() + " bytes for " + size + " pieces");
        }
        Bitfield out = new Bitfield(size);
        for (int i = 0; i < bytes.length(); i++) {
            int b = bytes.byteAt(i) & 0xff;
            out.words[i >>> 3] |= (long) (Integer.reverse(b) >>> 24) << ((i & 7) << 3);
        }
        if (size % 64 != 0 && out.words.length > 0 && out.words[out.words.length - 1] >>> size != 0) {
            throw new IllegalArgumentException("spare bits are set");
        }
        for (long word : out.words) {
            out.count += Long.bitCount(word);
        }
        return out;
    }

    public ByteString toWire() {
        byte[] out = new byte[(size + 7) / 8];
        for (int i = 0; i < out.length; i++) {
            int b = (int) (words[i >>> 3] >>> ((i & 7) << 3)) & 0xff;
            out[i] = (byte) (Integer.reverse(b) >>> 24);
        }
        return ByteString.wrap(out);
    }

    public int size() {
        return size;
    }

    /** How many indexes are in the set. */
    public int count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public boolean isFull() {
        return count == size;
    }

    public boolean contains(int index) {
        check(index);
        return (words[index >>> 6] & 1L << index) != 0;
    }

    /** @return whether the set changed */
    public boolean add(int index) {
        if (contains(index)) {
            return false;
        }
        words[index >>> 6] |= 1L << index;
        count++;
        return true;
    }

    /** @return whether the set changed */
    public boolean remove(int index) {
        if (!contains(index)) {
            return false;
        }
        words[index >>> 6] &= ~(1L << index);
        count--;
        return true;
    }

    public void addAll(Bitfield other) {
        if (other.size != size) {
            throw new IllegalArgumentException("sets of " + other.size + " and " + size);
        }
        count = 0;
        for (int i = 0; i < words.length; i++) {
            words[i] |= other.words[i];
            count += Long.bitCount(words[i]);
        }
    }

    public void removeAll(Bitfield other) {
        if (other.size != size) {
            throw new IllegalArgumentException("sets of " + other.size + " and " + size);
        }
        count = 0;
        for (int i = 0; i < words.length; i++) {
            words[i] &= ~other.words[i];
            count += Long.bitCount(words[i]);
        }
    }

    public void fill() {
        Arrays.fill(words, -1L);
        if (size % 64 != 0 && words.length > 0) {
            words[words.length - 1] = (1L << size) - 1;
        }
        count = size;
    }

    public void clear() {
        Arrays.fill(words, 0);
        count = 0;
    }

    /** The first index at or after {@code from} that is in the set, or {@link #NONE}. */
    public int nextPresent(int from) {
        return next(from, 0);
    }

    /** The first index at or after {@code from} that is not in the set, or {@link #NONE}. */
    public int nextAbsent(int from) {
        return next(from, -1L);
    }

    private int next(int from, long flip) {
        if (from >= size) {
            return NONE;
        }
        int word = from >>> 6;
        long bits = (words[word] ^ flip) & -1L << from;
        while (bits == 0) {
            if (++word == words.length) {
                return NONE;
            }
            bits = words[word] ^ flip;
        }
        int index = (word << 6) + Long.numberOfTrailingZeros(bits);
        return index < size ? index : NONE;
    }

    /** How many indexes are in this set and not in {@code other}. */
    public int countNotIn(Bitfield other) {
        int out = 0;
        for (int i = 0; i < words.length; i++) {
            out += Long.bitCount(words[i] & ~other.words[i]);
        }
        return out;
    }

    public Bitfield copy() {
        return new Bitfield(words.clone(), size, count);
    }

    private void check(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("index " + index + " of " + size);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bitfield that && size == that.size && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }

    /** A picture: {@code x} for present, {@code .} for absent. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(size);
        for (int i = 0; i < size; i++) {
            out.append(contains(i) ? 'x' : '.');
        }
        return out.toString();
    }
}
