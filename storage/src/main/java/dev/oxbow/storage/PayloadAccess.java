package dev.oxbow.storage;

import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.value.FileLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads and writes ranges of torrents' bytes for one thread, over file borders, with a bounded number of files held open. */
class PayloadAccess {
    private record Key(TorrentFiles files, int fileIndex) {
    }

    /**
     * So many blocks are written in one call. Two, because Linux keeps page cache of up to 32 KiB ready for each processor and looks further
     * for more: with larger calls the same bytes cost a virtual machine that gives free memory back two to three times as much.
     */
    private static final int GATHERED_MAX = 2;

    private record Open(FileChannel channel, boolean writable) {
    }

    private final int openMax;
    private final DirectWrites direct = new DirectWrites();
    /** What was used last is looked for first; it is the youngest of the open ones, and so is not closed for another. */
    private Key lastOf;
    private Open last;
    private final Map<Key, Open> open = new LinkedHashMap<>(16, 0.75f, true);

    PayloadAccess(int openMax) {
        this.openMax = openMax;
    }

    void write(TorrentFiles files, long at, ByteBuffer bytes) throws DiskFault {
        transfer(files, at, bytes, true);
    }

    /** Writes the buffers one behind another, with as few calls as are good where they lie in one file. */
    void write(TorrentFiles files, long at, ByteBuffer[] run) throws DiskFault {
        long lengthBytes = lengthBytes(run);
        int file = files.layout().fileAt(at);
        long inFile = at - files.layout().offsetBytes(file);
        if (isWhole(files, file, inFile, lengthBytes)) {
            if (!direct.write(files, file, inFile, run, lengthBytes)) {
                gather(files, file, inFile, run);
            }
            return;
        }
        long position = at;
        for (ByteBuffer bytes : run) {
            int next = bytes.remaining();
            write(files, position, bytes);
            position += next;
        }
    }

    private void gather(TorrentFiles files, int file, long inFile, ByteBuffer[] run) throws DiskFault {
        FileChannel channel = channel(files, file, true);
        try {
            channel.position(inFile);
            for (int from = 0; from < run.length; from += GATHERED_MAX) {
                int count = Math.min(GATHERED_MAX, run.length - from);
                while (run[from + count - 1].hasRemaining()) {
                    channel.write(run, from, count);
                }
            }
        } catch (IOException e) {
            throw DiskFault.of("cannot write " + files.name(file), e);
        }
    }

    /** Fills the buffer's remaining room. */
    void read(TorrentFiles files, long at, ByteBuffer into) throws DiskFault {
        transfer(files, at, into, false);
    }

    /** The same for buffers that are filled one behind another, with one call where all of it lies in one file. */
    void read(TorrentFiles files, long at, ByteBuffer[] into) throws DiskFault {
        int file = files.layout().fileAt(at);
        long inFile = at - files.layout().offsetBytes(file);
        if (isWhole(files, file, inFile, lengthBytes(into))) {
            scatter(files, file, inFile, into);
            return;
        }
        long position = at;
        for (ByteBuffer bytes : into) {
            int next = bytes.remaining();
            read(files, position, bytes);
            position += next;
        }
    }

    private void scatter(TorrentFiles files, int file, long inFile, ByteBuffer[] into) throws DiskFault {
        FileChannel channel = channel(files, file, false);
        try {
            channel.position(inFile);
            while (into[into.length - 1].hasRemaining()) {
                if (channel.read(into) < 0) {
                    throw tooShort(files, file);
                }
            }
        } catch (IOException e) {
            throw DiskFault.of("cannot read " + files.name(file), e);
        }
    }

    private static DiskFault tooShort(TorrentFiles files, int file) {
        return new DiskFault(StorageFault.MISSING, "cannot read " + files.name(file) + ": the file is too short");
    }

    private static long lengthBytes(ByteBuffer[] run) {
        long lengthBytes = 0;
        for (ByteBuffer bytes : run) {
            lengthBytes += bytes.remaining();
        }
        return lengthBytes;
    }

    /** Whether the range lies in this one file, in its place. */
    private static boolean isWhole(TorrentFiles files, int file, long inFile, long lengthBytes) {
        return files.isWritten(file) && !files.isInParts(file) && inFile + lengthBytes <= files.layout().lengthBytes(file);
    }

    private void transfer(TorrentFiles files, long at, ByteBuffer bytes, boolean writing) throws DiskFault {
        FileLayout layout = files.layout();
        int end = bytes.limit();
        long position = at;
        int file = layout.fileAt(at);
        while (bytes.position() < end) {
            long inFile = position - layout.offsetBytes(file);
            int count = (int) Math.min(end - bytes.position(), layout.lengthBytes(file) - inFile);
            if (count > 0) {
                bytes.limit(bytes.position() + count);
                if (!files.isWritten(file)) {
                    pad(bytes, writing);
                } else if (files.isInParts(file)) {
                    transferParts(files.parts(), file, inFile, bytes, writing);
                } else {
                    transfer(files, file, inFile, bytes, writing);
                }
                position += count;
            }
            file++;
        }
        bytes.limit(end);
    }

    private static void transferParts(PartsFile parts, int file, long inFile, ByteBuffer bytes, boolean writing) throws DiskFault {
        if (writing) {
            parts.write(file, inFile, bytes);
        } else {
            parts.read(file, inFile, bytes);
        }
    }

    private static void pad(ByteBuffer bytes, boolean writing) {
        while (bytes.hasRemaining()) {
            if (writing) {
                bytes.get();
            } else {
                bytes.put((byte) 0);
            }
        }
    }

    private void transfer(TorrentFiles files, int file, long inFile, ByteBuffer bytes, boolean writing) throws DiskFault {
        FileChannel channel = channel(files, file, writing);
        long position = inFile;
        try {
            while (bytes.hasRemaining()) {
                int count = writing ? channel.write(bytes, position) : channel.read(bytes, position);
                if (count < 0) {
                    throw tooShort(files, file);
                }
                position += count;
            }
        } catch (IOException e) {
            throw DiskFault.of((writing ? "cannot write " : "cannot read ") + files.name(file), e);
        }
    }

    private FileChannel channel(TorrentFiles files, int file, boolean writing) throws DiskFault {
        if (last != null && files == lastOf.files() && file == lastOf.fileIndex() && (last.writable() || !writing)) {
            return last.channel();
        }
        Key key = new Key(files, file);
        Open known = open.get(key);
        if (known != null && (known.writable() || !writing)) {
            return used(key, known).channel();
        }
        if (known != null) {
            last = null;
            open.remove(key); // before it is closed: the next opening may fail
            close(known.channel());
        }
        Open opened = new Open(writing ? files.openForWriting(file) : files.openForReading(file), writing);
        open.put(key, opened);
        if (open.size() > openMax) {
            Iterator<Open> eldest = open.values().iterator();
            close(eldest.next().channel());
            eldest.remove();
        }
        return used(key, opened).channel();
    }

    private Open used(Key key, Open now) {
        lastOf = key;
        last = now;
        return now;
    }

    int openCount() {
        return open.size();
    }

    /** Closes what is open of a torrent. */
    void close(TorrentFiles files) {
        direct.close(files);
        last = null;
        open.entrySet().removeIf(entry -> {
            if (entry.getKey().files() != files) {
                return false;
            }
            close(entry.getValue().channel());
            return true;
        });
    }

    void closeAll() {
        direct.close();
        last = null;
        open.values().forEach(it -> close(it.channel()));
        open.clear();
    }

    static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // all that matters was checked when it was written and synced
        }
    }
}
