package dev.oxbow.storage;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Writes long runs of blocks past the page cache, where file system and disk allow it. That spares a copy, leaves the cache to others,
 * and leaves little to be synced. A file system that refuses, or a disk that makes the caller wait for it, gets that torrent's blocks by
 * way of the cache from then on.
 */
final class DirectWrites {
    /** To ask the disk costs more than a shorter run's copy. */
    private static final int LENGTH_MIN_BYTES = 128 * 1024;
    /** What file systems ask for, or a multiple of it. Where one asks for more, it refuses. */
    private static final int ALIGNMENT_BYTES = BlockPool.ALIGNMENT_BYTES;
    /** A disk that writes less than 100 MB/s, beyond a moment to get at it, is slow. */
    private static final long SLOW_NS_PER_BYTE = 10;
    private static final long SLOW_NS = 1_000_000;
    /** So many slow writes more than fast ones are no accident. */
    private static final int SLOW_MAX = 16;

    private final Set<TorrentFiles> refused = Collections.newSetFromMap(new IdentityHashMap<>());
    private TorrentFiles torrent;
    private int fileIndex;
    private FileChannel channel;
    private int slow;

    /**
     * @param run slots of a pool: of memory on the heap the Java platform would make copies, and of those it loses count
     * @return whether the run was written; when not, it is to be written in the ordinary way, and the buffers are as they were
     */
    boolean write(TorrentFiles files, int file, long inFile, ByteBuffer[] run, long lengthBytes) throws DiskFault {
        if (lengthBytes < LENGTH_MIN_BYTES || inFile % ALIGNMENT_BYTES != 0 || lengthBytes % ALIGNMENT_BYTES != 0 || refused.contains(files)) {
            return false;
        }
        long startNs = System.nanoTime();
        try {
            open(files, file);
            channel.position(inFile);
            while (run[run.length - 1].hasRemaining()) {
                channel.write(run);
            }
        } catch (IOException | UnsupportedOperationException e) { // a full disk too: the ordinary way says so better
            for (ByteBuffer bytes : run) {
                bytes.rewind();
            }
            refuse(files);
            return false;
        }
        boolean isSlow = System.nanoTime() - startNs > SLOW_NS + lengthBytes * SLOW_NS_PER_BYTE;
        slow = Math.max(0, slow + (isSlow ? 1 : -1));
        if (slow >= SLOW_MAX) {
            refuse(files);
        }
        return true;
    }

    private void open(TorrentFiles files, int file) throws IOException, DiskFault {
        if (torrent != files || fileIndex != file) {
            close();
            channel = files.openForWriting(file, Set.of(ExtendedOpenOption.DIRECT));
            torrent = files;
            fileIndex = file;
        }
    }

    private void refuse(TorrentFiles files) {
        refused.add(files);
        slow = 0;
        close();
    }

    /** The torrent is closed, and asked anew when it is opened again. */
    void close(TorrentFiles files) {
        refused.remove(files);
        if (torrent == files) {
            close();
        }
    }

    void close() {
        torrent = null;
        if (channel != null) {
            PayloadAccess.close(channel);
            channel = null;
        }
    }
}
