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
import net.openhft.posix.PosixAPI;

/**
 * One segment being written: a Chronicle Queue of its own, used as an ordered log of bytes, in one file. Only this class writes through
 * Chronicle.
 *
 * <p>What Chronicle leaves to its user is done here: room is made on disk before it is needed, because a mapped file that cannot grow
 * kills the process; a sync is a real one, whose failure shows; and the queue's clock stands still, so that it does not begin another
 * file at midnight, where no room was made.
 */
final class ChronicleSegment implements Closeable {
    static final String SUFFIX = ".cq4";
    /** Mapped, not taken on disk. Four of the longest entry there can be: see {@link #ENTRY_MAX_BYTES}. */
    private static final int BLOCK_BYTES = 1 << 24;
    /** What Chronicle takes in one piece; FilesOpened of a torrent with as many files as there may be is shorter. */
    static final int ENTRY_MAX_BYTES = BLOCK_BYTES / 4;
    private static final int ROOM_AT_START_BYTES = 2 << 20;
    /** Room is made in steps of this size, and always before less than half of it is left. */
    private static final int AHEAD_BYTES = 1 << 20;
    private static final int PAGE_BYTES = 4096;

    static {
        System.setProperty("chronicle.announcer.disable", "true");
        System.setProperty("chronicle.disk.monitor.disable", "true");
        System.setProperty("chronicle.analytics.disable", "true");
        PosixAPI.useNoOpPosixApi(); // the native calls of Chronicle are not needed, and to bind them takes a third of a second
    }

    private final Path directory;
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final SpaceAhead space;
    private FileChannel channel;
    private long writtenTo;
    private long allocatedTo;
    private IOException lastSyncFailure;

    ChronicleSegment(Path directory, SpaceAhead space) throws IOException {
        this(directory, space, System.currentTimeMillis());
    }

    /** @param begunMs what day the queue takes it to be, for good; names the file */
    ChronicleSegment(Path directory, SpaceAhead space, long begunMs) throws IOException {
        this.directory = directory;
        this.space = space;
        space.ensure(directory.getParent(), ROOM_AT_START_BYTES);
        Files.createDirectories(directory);
        queue = SingleChronicleQueueBuilder.binary(directory).rollCycle(RollCycles.FAST_DAILY).blockSize(BLOCK_BYTES)
                .timeProvider(() -> begunMs).build();
        appender = queue.createAppender();
        appender.singleThreadedCheckDisabled(true); // one thread begins the segment and hands it to another, for good
    }

    /**
     * Appends one entry.
     *
     * @throws JournalFullException when there is no room for it; then nothing was written
     */
    void append(byte[] entry, int lengthBytes) throws IOException {
        if (lengthBytes > ENTRY_MAX_BYTES) {
            throw new IllegalArgumentException("an entry of " + lengthBytes + " bytes is longer than the journal can hold");
        }
        if (channel != null && writtenTo + lengthBytes + AHEAD_BYTES / 2 > allocatedTo) {
            allocate(writtenTo + lengthBytes + AHEAD_BYTES);
        }
        try (DocumentContext document = appender.writingDocument()) {
            document.wire().bytes().write(entry, 0, lengthBytes);
            writtenTo = document.wire().bytes().writePosition();
        }
        if (channel == null) {
            channel = FileChannel.open(appender.currentFile().toPath(), StandardOpenOption.READ, StandardOpenOption.WRITE);
            allocatedTo = writtenTo + PAGE_BYTES - 1 & -PAGE_BYTES;
        }
    }

    /** Writing zeros where the queue has not been yet takes the blocks on disk, and fails cleanly where there are none. */
    private void allocate(long to) throws IOException {
        try {
            space.allocate(channel, allocatedTo, to);
        } catch (IOException e) {
            throw new JournalFullException("no room for the journal in " + directory + ": " + e.getMessage(), e);
        }
        allocatedTo = to;
    }

    /**
     * Forces everything appended so far to stable storage. Once that has failed it fails for good: the system may have dropped what it
     * could not write, and would call a second attempt a success.
     */
    void sync() throws IOException {
        if (lastSyncFailure != null) {
            throw new IOException("the journal could not be made durable earlier: " + lastSyncFailure.getMessage(), lastSyncFailure);
        }
        try {
            if (channel != null) {
                space.force(channel);
            }
        } catch (IOException e) {
            lastSyncFailure = e;
            throw e;
        }
    }

    /** Whether the queue's own file is there. */
    static boolean hasMetadata(Path directory) {
        return Files.exists(directory.resolve("metadata.cq4t"));
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
            channel.truncate(Math.min(channel.size(), writtenTo + 2 * PAGE_BYTES - 1 & -PAGE_BYTES));
            channel.close();
        }
    }
}
