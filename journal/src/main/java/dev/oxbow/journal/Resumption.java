package dev.oxbow.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where reading can go on behind damage, and what is lost there. An entry behind damage is believed only if a CRC vouches for it: that of
 * the damaged entry itself may have been spared, or its content may have been spared and only its header or CRC hit.
 */
final class Resumption {
    private final ChronicleFile file;
    private final Envelope envelope;
    private long lastSequence;
    private int lastCrc;
    private Optional<ByteBuffer> mended = Optional.empty();
    private long position;

    /** @param lastSequence of the last whole entry before the damage, or -1 */
    Resumption(ChronicleFile file, Envelope envelope, long lastSequence, int lastCrc) {
        this.file = file;
        this.envelope = envelope;
        this.lastSequence = lastSequence;
        this.lastCrc = lastCrc;
    }

    /** Of the entry before the one to go on with; what is between it and the last whole one is lost. */
    long lastSequence() {
        return lastSequence;
    }

    int lastCrc() {
        return lastCrc;
    }

    /** The damaged entry, if its content is whole. */
    Optional<ByteBuffer> mended() {
        return mended;
    }

    /** Where the header to go on with is. */
    long position() {
        return position;
    }

    /** Goes on with entries that fit each other, the first of which has its header at {@code behind}. Always possible. */
    boolean behind(long damagedAt, long behind) throws IOException {
        file.position(behind);
        ByteBuffer first = copy(file.next());
        long second = file.position();
        position = behind;
        if (!vouchedFor(damagedAt, behind, first)) {
            lastSequence = first.getLong(Envelope.SEQUENCE_AT); // nothing vouches for this one; it does for the next
            lastCrc = first.getInt(Envelope.CRC_AT);
            position = second;
        }
        return true;
    }

    /** Goes on with the single entry that follows on the damaged one, if that vouches for it. */
    boolean behindOne(long damagedAt) throws IOException {
        file.reread(damagedAt);
        boolean readable = file.next().hasRemaining();
        position = file.position();
        ByteBuffer first = readable ? copy(file.next()) : ByteBuffer.allocate(0);
        return first.remaining() > Envelope.LENGTH_BYTES && vouchedFor(damagedAt, position, first);
    }

    private boolean vouchedFor(long damagedAt, long behind, ByteBuffer first) throws IOException {
        if (follows(first, lastSequence + 1) && fits(lastCrc, first)) {
            return true; // what was hit was none of ours
        }
        file.reread(damagedAt);
        List<ByteBuffer> readings = Stream.of(copy(file.next()), copy(file.between(damagedAt + 4, behind))) // as its header says, or not
                .filter(reading -> reading.remaining() > Envelope.LENGTH_BYTES).toList();
        mended = readings.stream().filter(reading -> isWhole(reading, first)).findFirst();
        return mended.isPresent() || readings.stream().anyMatch(reading -> leadsTo(reading, first));
    }

    /** Its own CRC says so, or that of the next. */
    private boolean isWhole(ByteBuffer damaged, ByteBuffer first) {
        int crc = envelope.chain(lastCrc, damaged);
        return (crc == damaged.getInt(Envelope.CRC_AT) || fits(crc, first)) && follows(damaged, lastSequence + 1);
    }

    /** It is lost, but for its CRC. */
    private boolean leadsTo(ByteBuffer damaged, ByteBuffer first) {
        boolean leads = follows(first, lastSequence + 2) && fits(damaged.getInt(Envelope.CRC_AT), first);
        if (leads) {
            lastSequence = first.getLong(Envelope.SEQUENCE_AT) - 1;
            lastCrc = damaged.getInt(Envelope.CRC_AT);
        }
        return leads;
    }

    private boolean fits(int crc, ByteBuffer entry) {
        return entry.getInt(Envelope.CRC_AT) == envelope.chain(crc, entry);
    }

    /** The first entry of a segment may have any sequence that there can be. */
    private boolean follows(ByteBuffer entry, long sequence) {
        long own = entry.getLong(Envelope.SEQUENCE_AT);
        return lastSequence < 0 ? own >= 0 : own == sequence;
    }

    private static ByteBuffer copy(ByteBuffer excerpt) {
        ByteBuffer out = ByteBuffer.allocate(excerpt.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        return out.put(excerpt).flip();
    }
}
