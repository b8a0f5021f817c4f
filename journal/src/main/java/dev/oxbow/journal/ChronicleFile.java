package dev.oxbow.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads the excerpts of one Chronicle Queue file without Chronicle: read-only, whether or not somebody is writing, and past damage that
 * Chronicle's own reader would take for the end.
 *
 * <pre>
 *  | header (4) | excerpt | header (4) | excerpt | …            headers at multiples of 4
 *  header: bit 31 not yet whole · bit 30 meta data (the queue's own) · bits 0-29 length; 0: nothing written here yet
 * </pre>
 */
final class ChronicleFile implements Closeable {
    static final int HEADER_BYTES = 4;
    private static final int NOT_WHOLE = 0x80000000;
    private static final int META = 0x40000000;
    private static final int LENGTH = 0x3fffffff;
    private static final int WINDOW_BYTES = 256 * 1024;
    private static final ByteBuffer ZEROS = ByteBuffer.allocate(WINDOW_BYTES).asReadOnlyBuffer();

    private final FileChannel channel;
    private ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long windowAt;
    private long position;

    ChronicleFile(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    /** Where the next header is expected. */
    long position() {
        return position;
    }

    void position(long at) {
        position = at;
    }

    /** Goes back to {@code at} and looks at the file again from there, for what a writer has changed since. */
    void reread(long at) {
        position = at;
        window.limit(0);
    }

    /** The eight bytes at {@code at}; -1 when the file ends before. */
    long longAt(long at) throws IOException {
        return load(at, 8) ? window.getLong((int) (at - windowAt)) : -1;
    }

    /** The bytes from {@code from} to {@code to}, as if they were an excerpt; empty when there are not so many, or too many for one. */
    ByteBuffer between(long from, long to) throws IOException {
        if (to <= from || to - from > ChronicleSegment.ENTRY_MAX_BYTES || !load(from, (int) (to - from))) {
            return nothing();
        }
        return window.slice((int) (from - windowAt), (int) (to - from)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The next excerpt of data, valid until the next call; empty (no remaining bytes) where nothing is written yet or what stands there
     * cannot be an excerpt.
     */
    ByteBuffer next() throws IOException {
        while (true) {
            if (!load(position, 4)) {
                return nothing();
            }
            int header = window.getInt((int) (position - windowAt));
            int length = header & LENGTH;
            if (isUnfinished(header) || length == 0 || !load(position + 4, length)) {
                return nothing();
            }
            long at = position + 4;
            position = at + length + 3 & -4L;
            if ((header & META) == 0) {
                int start = (int) (at - windowAt);
                return window.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
            }
        }
    }

    /** The first place at or behind this one, a multiple of 4, that is not zero; -1 when all the rest is. */
    long nextNonZero(long from) throws IOException {
        for (long at = from; load(at, 4); at = windowAt + (window.limit() & -4)) {
            int i = nextNonZero((int) (at - windowAt), window.limit() & -4);
            if (i >= 0) {
                return windowAt + i;
            }
        }
        return -1;
    }

    /** Behind the last entry of a live file there are millions of zeros: they are compared many at a time. */
    private int nextNonZero(int from, int to) {
        for (int at = from; at < to; at += WINDOW_BYTES) {
            int length = Math.min(WINDOW_BYTES, to - at);
            int different = window.slice(at, length).mismatch(ZEROS.slice(0, length));
            if (different >= 0) {
                return at + (different & -4);
            }
        }
        return -1;
    }

    private static boolean isUnfinished(int header) {
        return header == 0 || (header & NOT_WHOLE) != 0;
    }

    private static ByteBuffer nothing() {
        return ByteBuffer.allocate(0);
    }

    /** Brings a stretch of the file into the window. Whoever follows a live file sees a fresh copy each time he comes to the end. */
    private boolean load(long at, int length) throws IOException {
        boolean inside = at >= windowAt && at + length <= windowAt + window.limit();
        boolean maybeStale = inside && length == 4 && isUnfinished(window.getInt((int) (at - windowAt)));
        if (inside && !maybeStale) {
            return true;
        }
        if (length > WINDOW_BYTES && at + length > channel.size()) {
            return false; // no memory is taken for what a broken header claims
        }
        if (length > window.capacity()) {
            window = ByteBuffer.allocate(Integer.highestOneBit(length) * 2).order(ByteOrder.LITTLE_ENDIAN);
        }
        window.clear();
        windowAt = at;
        while (window.hasRemaining()) {
            int count = channel.read(window, windowAt + window.position());
            if (count < 0) {
                break;
            }
        }
        window.flip();
        return window.limit() >= length;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
