package dev.oxbow.storage;

import dev.oxbow.core.event.StorageFault;
import dev.oxbow.core.value.FileLayout;
import dev.oxbow.core.value.PieceLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * What came of a torrent's unwanted files, because their pieces reach into wanted ones. A row of extents, each a file's share of a piece;
 * room for an extent is taken, whole, when its first byte is written:
 *
 * <pre>
 * | magic (4) | 1: live, 0: moved to its file (4) | offset in the torrent (8) | length (4) | crc of magic, offset and length (4) | bytes … |
 * </pre>
 *
 * <p>Little-endian. Extents are never moved and their room is not used again; the file goes when none is live. The first header that does
 * not fit ends it: it was being written when the machine went down, and nothing behind it had been synced. Any thread.
 */
final class PartsFile {
    private static final int MAGIC = 0x5450584f; // "OXPT"
    private static final int HEADER_BYTES = 24;
    private static final int LIVE_AT = 4;
    private static final int COPY_BYTES = 1 << 18;

    /** A file's share of a piece. @param position of its bytes in the parts file */
    private record Extent(long fromBytes, int lengthBytes, long position) {
    }

    private final Path path;
    private final PieceLayout pieces;
    private final FileLayout files;
    private final TreeMap<Long, Extent> live = new TreeMap<>();
    private long endBytes;
    private FileChannel channel;

    /** Reads what is there; creates nothing. */
    PartsFile(Path path, PieceLayout pieces, FileLayout files) throws DiskFault {
        this.path = path;
        this.pieces = pieces;
        this.files = files;
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            try {
                channel = open();
                load();
            } catch (IOException e) {
                throw fault("read", e);
            }
        }
    }

    private DiskFault fault(String verb, IOException error) {
        return DiskFault.of("cannot " + verb + " the parts file " + path, error);
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE,
                StandardOpenOption.SPARSE, LinkOption.NOFOLLOW_LINKS));
    }

    private void load() throws IOException {
        ByteBuffer header = buffer();
        while (channel.read(header.clear(), endBytes) == HEADER_BYTES) {
            Extent extent = new Extent(header.getLong(8), header.getInt(16), endBytes + HEADER_BYTES);
            if (header.getInt(0) != MAGIC || header.getInt(20) != crc(header) || !fits(extent)) {
                break;
            }
            if (header.getInt(LIVE_AT) == 1) {
                live.put(extent.fromBytes(), extent);
            }
            endBytes = extent.position() + extent.lengthBytes();
        }
        if (channel.size() > endBytes) {
            channel.truncate(endBytes); // or what lies there might be taken for extents once the file has grown again
        }
    }

    private boolean fits(Extent extent) {
        return extent.fromBytes() >= 0 && extent.lengthBytes() > 0 && extent.lengthBytes() <= pieces.pieceLengthBytes()
                && extent.fromBytes() <= files.totalLengthBytes() - extent.lengthBytes();
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int crc(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.duplicate().position(0).limit(4));
        crc.update(header.duplicate().position(8).limit(20));
        return (int) crc.getValue();
    }

    /** How many bytes of the file it has room for. */
    synchronized long heldBytes(int file) {
        return of(file).stream().mapToLong(Extent::lengthBytes).sum();
    }

    private Collection<Extent> of(int file) {
        return live.subMap(files.offsetBytes(file), files.offsetBytes(file) + files.lengthBytes(file)).values();
    }

    synchronized boolean isEmpty() {
        return live.isEmpty();
    }

    /** Writes into a file's share of one or more pieces. */
    void write(int file, long inFile, ByteBuffer bytes) throws DiskFault {
        transfer(file, inFile, bytes, true);
    }

    /** Fills the buffer's remaining room. */
    void read(int file, long inFile, ByteBuffer into) throws DiskFault {
        transfer(file, inFile, into, false);
    }

    private void transfer(int file, long inFile, ByteBuffer bytes, boolean writing) throws DiskFault {
        int end = bytes.limit();
        try {
            while (bytes.position() < end) {
                long at = files.offsetBytes(file) + inFile;
                Extent extent = writing ? take(file, at) : find(file, at);
                long within = at - extent.fromBytes();
                int count = (int) Math.min(end - bytes.position(), extent.lengthBytes() - within);
                bytes.limit(bytes.position() + count);
                transfer(bytes, extent.position() + within, writing);
                bytes.limit(end);
                inFile += count;
            }
        } catch (IOException e) {
            throw fault(writing ? "write" : "read", e);
        }
    }

    private void transfer(ByteBuffer bytes, long position, boolean writing) throws IOException, DiskFault {
        FileChannel at = channel();
        for (long next = position; bytes.hasRemaining(); ) {
            int count = writing ? at.write(bytes, next) : at.read(bytes, next);
            if (count < 0) {
                throw new DiskFault(StorageFault.MISSING, "cannot read the parts file " + path + ": it is too short");
            }
            next += count;
        }
    }

    private synchronized FileChannel channel() {
        return channel;
    }

    private synchronized Extent find(int file, long at) throws DiskFault {
        Map.Entry<Long, Extent> entry = live.floorEntry(at);
        if (entry == null || entry.getKey() < files.offsetBytes(file) || at >= entry.getKey() + entry.getValue().lengthBytes()) {
            throw new DiskFault(StorageFault.MISSING, "cannot read the parts file " + path + ": it has nothing of that piece");
        }
        return entry.getValue();
    }

    private synchronized Extent take(int file, long at) throws IOException {
        long piece = at / pieces.pieceLengthBytes() * pieces.pieceLengthBytes();
        long from = Math.max(piece, files.offsetBytes(file));
        long to = Math.min(piece + pieces.pieceLengthBytes(), files.offsetBytes(file) + files.lengthBytes(file));
        Extent known = live.get(from);
        if (known != null) {
            return known;
        }
        if (channel == null) {
            Files.createDirectories(path.getParent());
            channel = open();
        }
        Extent extent = new Extent(from, (int) (to - from), endBytes + HEADER_BYTES);
        ByteBuffer header = buffer().putInt(0, MAGIC).putInt(LIVE_AT, 1).putLong(8, from).putInt(16, extent.lengthBytes());
        header.putInt(20, crc(header));
        while (header.hasRemaining()) {
            channel.write(header, endBytes + header.position());
        }
        live.put(from, extent);
        endBytes = extent.position() + extent.lengthBytes();
        return extent;
    }

    /** Writes all that it has of the file to the file itself, and keeps it. */
    synchronized void copyOut(int file, FileChannel target) throws IOException {
        ByteBuffer copy = ByteBuffer.allocateDirect(COPY_BYTES);
        for (Extent extent : of(file)) {
            long inFile = extent.fromBytes() - files.offsetBytes(file);
            for (int done = 0; done < extent.lengthBytes(); done += copy.limit()) {
                copy.clear().limit(Math.min(COPY_BYTES, extent.lengthBytes() - done));
                int count = channel.read(copy, extent.position() + done);
                if (count <= 0) {
                    break; // room that was never written to
                }
                copy.flip();
                for (long to = inFile + done; copy.hasRemaining(); ) {
                    to += target.write(copy, to);
                }
            }
        }
    }

    /** Has nothing of these files any more; all of it is safe where it belongs. */
    synchronized void drop(List<Integer> moved) throws DiskFault {
        try {
            List<Extent> gone = new ArrayList<>();
            moved.forEach(file -> gone.addAll(of(file)));
            for (Extent extent : gone) {
                channel.write(ByteBuffer.allocate(4), extent.position() - HEADER_BYTES + LIVE_AT);
                live.remove(extent.fromBytes());
            }
            if (!gone.isEmpty()) {
                channel.force(true);
            }
        } catch (IOException e) {
            throw fault("write", e);
        }
        if (live.isEmpty()) {
            delete();
        }
    }

    /** Makes all that was written to it safe, and its name. */
    void force() throws DiskFault {
        FileChannel at = channel();
        if (at == null) {
            return;
        }
        try {
            at.force(true);
            FileSync.syncDirectory(path.getParent());
            FileSync.syncDirectory(path.getParent().getParent());
        } catch (IOException e) {
            throw fault("make safe", e);
        }
    }

    /** The room that its volume has, or nothing known of it: {@link Long#MAX_VALUE}. */
    long freeBytes() {
        try {
            return channel() == null ? Long.MAX_VALUE : Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    synchronized void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // all that matters was checked when it was written and synced
        }
        channel = null;
    }

    /** With all that is in it. It may be written to again. */
    synchronized void delete() throws DiskFault {
        close();
        live.clear();
        endBytes = 0;
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw fault("delete", e);
        }
    }
}
