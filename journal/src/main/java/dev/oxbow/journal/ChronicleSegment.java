package dev.oxbow.journal;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * One segment being written: a Chronicle Queue of its own, used as an ordered log of bytes. Only this class writes through Chronicle.
 *
 * <p>What Chronicle leaves to its user is done here: room is made on disk before it is needed, because a mapped file that cannot grow
 * kills the process; and a sync is a real one, whose failure shows.
 */
final class ChronicleSegment implements Closeable {
    static final String SUFFIX = ".cq4";
    private static final int BLOCK_BYTES = 1 << 20;
    /** Room is made in steps of this size, and always before less than half of it is left. */
    private static final int AHEAD_BYTES = 1 << 20;

    static {
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
        System.setProperty("chronicle.analytics.disable", "true");
    }

    private final Path directory;
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final SpaceAhead space;
    private Path file;
    private FileChannel channel;
    private long writtenTo;
    private long allocatedTo;

    ChronicleSegment(Path directory, SpaceAhead space) throws IOException {
        this.directory = directory;
        this.space = space;
        Files.createDirectories(directory);
        space.ensure(directory, 2L * BLOCK_BYTES);
        queue = SingleChronicleQueueBuilder.binary(directory).rollCycle(RollCycles.FAST_DAILY).blockSize(BLOCK_BYTES).build();
        appender = queue.createAppender();
        appender.singleThreadedCheckDisabled(true); // one thread begins the segment and hands it to another, for good
    }

    /**
     * Appends one entry.
     *
     * @throws IOException when there is no room for it; then nothing was written
     */
    void append(byte[] entry, int lengthBytes) throws IOException {
        if (channel != null && writtenTo + lengthBytes + AHEAD_BYTES / 2 > allocatedTo) {
            allocate(writtenTo + lengthBytes + AHEAD_BYTES);
        }
        try (DocumentContext document = appender.writingDocument()) {
            document.wire().bytes().write(entry, 0, lengthBytes);
            writtenTo = document.wire().bytes().writePosition();
        }
        if (channel == null || !file.equals(newestFile())) {
            follow();
        }
    }

    private Path newestFile() {
        return appender.currentFile() == null ? file : appender.currentFile().toPath();
    }

    /** The queue has opened a file: its first, or the next day's. */
    private void follow() throws IOException {
        if (channel != null) {
            channel.close();
        }
        file = newestFile();
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        allocatedTo = writtenTo;
    }

    /** Writing zeros where the queue has not been yet takes the blocks on disk, and fails cleanly where there are none. */
    private void allocate(long to) throws IOException {
        space.allocate(channel, Math.max(allocatedTo, writtenTo + 4096), to);
        allocatedTo = to;
    }

    /** Forces everything appended so far to stable storage. */
    void sync() throws IOException {
        for (Path each : files(directory)) {
            try (FileChannel it = FileChannel.open(each, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                it.force(true);
            }
        }
    }

    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(path -> path.getFileName().toString().endsWith(SUFFIX)).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Ends the segment and gives back the room that was made ahead. */
    @Override
    public void close() throws IOException {
        queue.close();
        if (channel != null) {
            channel.truncate(Math.min(channel.size(), (writtenTo + 8191) & -4096L));
            channel.close();
        }
    }
}
