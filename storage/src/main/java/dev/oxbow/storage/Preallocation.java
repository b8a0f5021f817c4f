package dev.oxbow.storage;

import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.value.FileStamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Takes the room for a torrent's files by writing zeros behind their ends: the one way that holds on every file system. What is there
 * already is left alone. When the disk is full everything is as it was before.
 */
final class Preallocation {
    private static final int CHUNK_BYTES = 1 << 20;

    private final TorrentFiles torrent;
    private final List<FileStamp> before;
    private final WriteStamps stamps;
    private final int stampSlot;
    private final BooleanSupplier cancelled;
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_BYTES);
    /** The files that were made longer, the last one first. */
    private final Deque<FileStamp> grown = new ArrayDeque<>();

    /**
     * @param before    how the files look now
     * @param stampSlot of the calling thread
     * @param cancelled is asked after each MiB; what has been done by then stays
     */
    Preallocation(TorrentFiles torrent, List<FileStamp> before, WriteStamps stamps, int stampSlot, BooleanSupplier cancelled) {
        this.torrent = torrent;
        this.before = before;
        this.stamps = stamps;
        this.stampSlot = stampSlot;
        this.cancelled = cancelled;
    }

    /** @throws DiskFault when there is too little room, or a file cannot be written */
    void run() throws DiskFault {
        checkRoom();
        try {
            for (FileStamp file : before) {
                long length = torrent.layout().lengthBytes(file.fileIndex());
                if (file.sizeBytes() < length && length > 0 && !cancelled.getAsBoolean()) {
                    grow(file, length);
                }
            }
        } catch (DiskFault e) {
            grown.forEach(this::shrink);
            throw e;
        }
    }

    private void checkRoom() throws DiskFault {
        long missing = 0;
        for (FileStamp file : before) {
            missing += Math.max(0, torrent.layout().lengthBytes(file.fileIndex()) - Math.max(0, file.sizeBytes()));
        }
        try {
            long usable = torrent.fileStore().getUsableSpace();
            if (missing > usable) {
                throw new DiskFault(StorageFault.NO_SPACE, "there is no room for the torrent: it needs " + mebibytes(missing)
                        + " MiB more, and the disk has " + mebibytes(usable) + " MiB");
            }
        } catch (IOException e) {
            throw DiskFault.of("cannot look at the disk", e);
        }
    }

    private static long mebibytes(long bytes) {
        return bytes / CHUNK_BYTES + (bytes % CHUNK_BYTES == 0 ? 0 : 1);
    }

    private void grow(FileStamp file, long lengthBytes) throws DiskFault {
        try (FileChannel channel = torrent.openForWriting(file.fileIndex())) {
            grown.push(file);
            long at = channel.size();
            while (at < lengthBytes && !cancelled.getAsBoolean()) {
                zeros.clear().limit((int) Math.min(CHUNK_BYTES, lengthBytes - at));
                at += write(channel, at);
            }
        } catch (IOException e) {
            throw DiskFault.of("cannot take room for " + torrent.name(file.fileIndex()), e);
        }
    }

    private int write(FileChannel channel, long at) throws IOException {
        stamps.begin(stampSlot);
        try {
            return channel.write(zeros, at);
        } finally {
            stamps.end(stampSlot);
        }
    }

    private void shrink(FileStamp file) {
        try {
            if (file.isMissing()) {
                Files.delete(torrent.path(file.fileIndex()));
                torrent.removeEmptyParents(file.fileIndex());
            } else {
                try (FileChannel channel = torrent.openForWriting(file.fileIndex())) {
                    channel.truncate(file.sizeBytes());
                }
            }
        } catch (IOException | DiskFault e) {
            // zeros stay behind the file's end; they are found wrong by hashing, and the fault that is reported is the first one
        }
    }
}
