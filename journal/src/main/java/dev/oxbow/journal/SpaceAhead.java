package dev.oxbow.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the writer asks of the disk: room before it is needed, and that what was written lasts. A test's subclass refuses. */
class SpaceAhead {
    private static final int STEP_BYTES = 64 * 1024;
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(STEP_BYTES);

    /** Fills a region that nothing has been written to with zeros, so that its blocks exist. */
    void allocate(FileChannel channel, long from, long to) throws IOException {
        for (long at = from; at < to; ) {
            zeros.clear().limit((int) Math.min(STEP_BYTES, to - at));
            while (zeros.hasRemaining()) {
                at += channel.write(zeros, at);
            }
        }
    }

    /** Refuses when the volume has less room than this. */
    void ensure(Path directory, long bytes) throws IOException {
        if (Files.getFileStore(directory).getUsableSpace() < bytes) {
            throw new JournalFullException("no space left for the journal in " + directory, null);
        }
    }

    void force(FileChannel channel) throws IOException {
        channel.force(true);
    }
}
