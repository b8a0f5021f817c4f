package dev.oxbow.core.value;

import java.util.Arrays;

/**
 * Where each file of a torrent lies in the torrent's bytes, in the torrent's order. Pad files (BEP 47) take room in the bytes but
 * are never written to disk. Immutable.
 */
public final class FileLayout {
    private final long[] lengths;
    private final long[] offsets;
    private final boolean[] pads;

    private FileLayout(long[] lengths, boolean[] pads) {
        this.lengths = lengths;
        this.pads = pads;
        this.offsets = new long[lengths.length + 1];
        for (int i = 0; i < lengths.length; i++) {
            offsets[i + 1] = Math.addExact(offsets[i], lengths[i]);
        }
    }

    public static FileLayout of(long[] lengthsBytes, boolean[] pads) {
        if (lengthsBytes.length != pads.length || Arrays.stream(lengthsBytes).anyMatch(length -> length < 0)) {
            throw new IllegalArgumentException("lengths and pads do not fit");
        }
        return new FileLayout(lengthsBytes.clone(), pads.clone());
    }

    public static FileLayout ofSingle(long lengthBytes) {
        return of(new long[] {lengthBytes}, new boolean[1]);
    }

    public int fileCount() {
        return lengths.length;
    }

    public long totalLengthBytes() {
        return offsets[lengths.length];
    }

    public long lengthBytes(int fileIndex) {
        return lengths[fileIndex];
    }

    /** Where the file begins in the torrent's bytes. */
    public long offsetBytes(int fileIndex) {
        return offsets[fileIndex];
    }

    public boolean isPad(int fileIndex) {
        return pads[fileIndex];
    }

    /** The file that holds the byte at {@code torrentOffsetBytes}; empty files hold none. */
    public int fileAt(long torrentOffsetBytes) {
        if (torrentOffsetBytes < 0 || torrentOffsetBytes >= totalLengthBytes()) {
            throw new IndexOutOfBoundsException("byte " + torrentOffsetBytes + " of " + totalLengthBytes());
        }
        int low = 0;
        int high = lengths.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (offsets[middle] <= torrentOffsetBytes) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileLayout that && Arrays.equals(lengths, that.lengths) && Arrays.equals(pads, that.pads);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(lengths);
    }

    @Override
    public String toString() {
        return lengths.length + " files, " + totalLengthBytes() + " bytes";
    }
}
