package dev.oxbow.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Says how far the journal was on stable storage at the last sync, so that a journal which has lost its end is noticed. Two slots are
 * written in turn, so that a cut within a write leaves the other.
 *
 * <pre>
 *  slot (at 0 and at 4096): | magic (8) | segment (4) | sequence (8) | crc of the 20 bytes before (4) |
 * </pre>
 */
record Anchor(int segment, long sequence) {
    private static final long MAGIC = 0x4f58424f57414e43L;
    private static final int SLOT_BYTES = 4096;
    private static final int CHECKED_BYTES = 20;

    private static Path file(Path sessionDirectory) {
        return Segments.home(sessionDirectory).resolve("anchor");
    }

    void write(Path sessionDirectory) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        slot.putLong(MAGIC).putInt(segment).putLong(sequence);
        slot.putInt(crc(slot)).position(0);
        try (FileChannel channel = FileChannel.open(file(sessionDirectory), StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            Optional<Anchor> first = read(channel, 0);
            boolean secondIsOlder = first.isPresent() && read(channel, SLOT_BYTES).map(second -> second.sequence < first.get().sequence)
                    .orElse(true);
            long at = secondIsOlder ? SLOT_BYTES : 0;
            while (slot.hasRemaining()) {
                at += channel.write(slot, at);
            }
            channel.force(true);
        }
    }

    /** The newer of the slots that are whole. */
    static Optional<Anchor> read(Path sessionDirectory) throws IOException {
        if (!Files.exists(file(sessionDirectory))) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file(sessionDirectory), StandardOpenOption.READ)) {
            Optional<Anchor> first = read(channel, 0);
            Optional<Anchor> second = read(channel, SLOT_BYTES);
            boolean firstIsNewer = first.isPresent() && second.isPresent() && first.get().sequence > second.get().sequence;
            return firstIsNewer ? first : second.or(() -> first);
        }
    }

    /**
     * What the anchor knows of and the directory has lost altogether.
     *
     * @param nextSequence the first sequence that no segment holds
     */
    static Optional<Damage> missingSegment(Path sessionDirectory, long nextSequence) throws IOException {
        Optional<Anchor> anchor = read(sessionDirectory); // before the directory: a live writer begins a segment first
        int next = Segments.next(sessionDirectory);
        return anchor.filter(it -> it.segment >= next && it.sequence >= nextSequence)
                .map(it -> Damage.missing(it.segment, nextSequence, it.sequence));
    }

    private static Optional<Anchor> read(FileChannel channel, long at) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(CHECKED_BYTES + 4).order(ByteOrder.LITTLE_ENDIAN);
        while (slot.hasRemaining() && channel.read(slot, at + slot.position()) > 0) {
            // a short read goes on
        }
        if (slot.hasRemaining() || slot.getLong(0) != MAGIC || slot.getInt(CHECKED_BYTES) != crc(slot)) {
            return Optional.empty();
        }
        return Optional.of(new Anchor(slot.getInt(8), slot.getLong(12)));
    }

    private static int crc(ByteBuffer slot) {
        CRC32C crc = new CRC32C();
        crc.update(slot.array(), 0, CHECKED_BYTES);
        return (int) crc.getValue();
    }
}
