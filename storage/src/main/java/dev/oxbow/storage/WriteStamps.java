package dev.oxbow.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * When we last wrote to any payload file, in a mapped file that outlives the process: so that the next one can tell our own writes from
 * those of somebody else. Zero stands for unknown. Each worker has a slot of its own: {@code begun (8) · ended (8)}, nanoseconds since 1970.
 */
final class WriteStamps implements AutoCloseable {
    private static final int SLOT_BYTES = 64;
    private static final int SLOTS_MAX = 64;
    /** A write that was under way when the process died is over after so long. */
    private static final long UNDER_WAY_NS = 100_000_000;
    private static final long MS_NS = 1_000_000;
    /** So far may the clock have been set back; a stamp from further ahead is no stamp. */
    private static final long AHEAD_MAX_NS = 60_000_000_000L;

    /** A power cut may take the stamps of so long: each sync makes them safe, and one is due every few seconds. */
    static final long LOST_MAX_NS = 60_000_000_000L;

    private final MappedByteBuffer mapped;
    private final UnsafeBuffer slots;
    private final long earlierNs;

    WriteStamps(Path file) throws IOException {
        this(file, BootTime.currentNs());
    }

    /** @param bootNs when the machine started, 0 when that is not known */
    WriteStamps(Path file, long bootNs) throws IOException {
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) SLOT_BYTES * SLOTS_MAX);
        }
        slots = new UnsafeBuffer(mapped);
        long before = isPlausible() ? latest() : 0;
        earlierNs = before > 0 && before < bootNs ? Math.min(bootNs, before + LOST_MAX_NS) : before;
        for (int i = 0; i < SLOTS_MAX; i++) {
            slots.putLong(i * SLOT_BYTES, before);
            slots.putLong(i * SLOT_BYTES + 8, before);
        }
    }

    /** A damaged file vouches for nothing: to take a stranger's change for our own is worse than to hash too much. */
    private boolean isPlausible() {
        long latest = nowNs() + AHEAD_MAX_NS;
        for (int i = 0; i < SLOTS_MAX; i++) {
            for (int at = i * SLOT_BYTES; at < i * SLOT_BYTES + 16; at += 8) {
                if (slots.getLong(at) < 0 || slots.getLong(at) > latest) {
                    return false;
                }
            }
        }
        return true;
    }

    /** No write of this process or an earlier one happened after this. */
    long last() {
        return Math.max(earlierNs, latest());
    }

    private long latest() {
        long last = 0;
        for (int i = 0; i < SLOTS_MAX; i++) {
            long begun = slots.getLongVolatile(i * SLOT_BYTES);
            long ended = slots.getLongVolatile(i * SLOT_BYTES + 8);
            last = Math.max(last, ended >= begun ? ended : begun + UNDER_WAY_NS);
        }
        return last;
    }

    void begin(int worker) {
        slots.putLongOrdered(worker * SLOT_BYTES, nowNs());
    }

    void end(int worker) {
        slots.putLongOrdered(worker * SLOT_BYTES + 8, nowNs());
    }

    /** What is known now survives a power cut, where the file can be synced at all. */
    void force() {
        try {
            mapped.force();
        } catch (UncheckedIOException e) {
            // then more is hashed after a power cut than need be
        }
    }

    /** Rounded up: a file's modification time is finer than a millisecond. */
    private static long nowNs() {
        return (System.currentTimeMillis() + 1) * MS_NS;
    }

    @Override
    public void close() {
        IoUtil.unmap(mapped);
    }
}
