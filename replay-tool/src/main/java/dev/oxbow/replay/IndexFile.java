package dev.oxbow.replay;

import dev.oxbow.journal.JournalPlace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The bytes of a {@link JournalIndex}, big-endian:
 *
 * <pre>
 *  magic (8) | segments (4) | marks (4)
 *  each segment: number (4) | sequence (8) and time (8) of its first entry
 *  each mark: segment (4) | file (4) | position (8) | last sequence (8) | last crc (4) | last time (8)
 *  crc of all that (4)
 * </pre>
 */
final class IndexFile {
    private static final long MAGIC = 0x4f58424f57494458L;
    private static final int HEAD_BYTES = 16;
    private static final int SEGMENT_BYTES = 20;
    static final int MARK_BYTES = 36;
    private static final int CRC_BYTES = 4;

    /** The first entry of a segment: its time tells the segment from another that stood in its place. */
    record SegmentStart(long firstSequence, long firstTimeNs) {
    }

    /** @param segments by number */
    record Content(Map<Integer, SegmentStart> segments, List<IndexMark> marks) {
        static Content empty() {
            return new Content(new TreeMap<>(), new ArrayList<>());
        }
    }

    private IndexFile() {
    }

    /** What the file says; nothing at all when it is not there, or not whole. */
    static Content read(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Content.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEAD_BYTES + CRC_BYTES || in.getInt(bytes.length - CRC_BYTES) != crc(bytes, bytes.length - CRC_BYTES)
                || in.getLong() != MAGIC) {
            return Content.empty();
        }
        int segments = in.getInt();
        int marks = in.getInt();
        if (bytes.length != (long) HEAD_BYTES + (long) segments * SEGMENT_BYTES + (long) marks * MARK_BYTES + CRC_BYTES) {
            return Content.empty();
        }
        Content out = Content.empty();
        for (int i = 0; i < segments; i++) {
            out.segments.put(in.getInt(), new SegmentStart(in.getLong(), in.getLong()));
        }
        for (int i = 0; i < marks; i++) {
            out.marks.add(mark(in));
        }
        return out;
    }

    static IndexMark mark(ByteBuffer in) {
        JournalPlace place = new JournalPlace(in.getInt(), in.getInt(), in.getLong(), in.getLong(), in.getInt());
        return new IndexMark(place, in.getLong());
    }

    static ByteBuffer put(ByteBuffer out, IndexMark mark) {
        JournalPlace place = mark.place();
        return out.putInt(place.segment()).putInt(place.fileIndex()).putLong(place.positionBytes()).putLong(place.lastSequence())
                .putInt(place.lastCrc()).putLong(mark.lastTimeNs());
    }

    /** Readers see the old file or the new one, never half of either. */
    static void write(Path file, Content content) throws IOException {
        int length = HEAD_BYTES + content.segments.size() * SEGMENT_BYTES + content.marks.size() * MARK_BYTES;
        ByteBuffer out = ByteBuffer.allocate(length + CRC_BYTES).putLong(MAGIC).putInt(content.segments.size()).putInt(content.marks.size());
        content.segments.forEach((number, start) -> out.putInt(number).putLong(start.firstSequence).putLong(start.firstTimeNs));
        for (IndexMark mark : content.marks) {
            put(out, mark);
        }
        out.putInt(crc(out.array(), length));
        replace(file, out.array());
    }

    static void replace(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = Files.createTempFile(file.getParent(), "new", ".tmp");
        try {
            Files.write(fresh, bytes);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
