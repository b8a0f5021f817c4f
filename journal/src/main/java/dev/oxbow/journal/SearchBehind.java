package dev.oxbow.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Looks for whole entries behind damage: two that fit each other are no accident. */
final class SearchBehind {
    /** How far ahead a sequence behind a hole may be and still be believed. */
    private static final long AHEAD_MAX = 100_000_000;
    /** The same when not one entry of the segment could be read. */
    private static final long SEQUENCE_MAX = 1L << 48;

    private final ChronicleFile file;
    private final Envelope envelope;
    private final long lastSequence;

    /** @param lastSequence of the entry read last, or -1 */
    SearchBehind(ChronicleFile file, Envelope envelope, long lastSequence) {
        this.file = file;
        this.envelope = envelope;
        this.lastSequence = lastSequence;
    }

    /**
     * What was found.
     *
     * @param at         where the first one's header is
     * @param entryCount how many entries fit each other from there on
     */
    record Found(long at, long firstSequence, long entryCount) {
    }

    Optional<Found> from(long start) throws IOException {
        for (long at = file.nextNonZero(start + 3 & -4L); at >= 0; at = file.nextNonZero(at + 4)) {
            Optional<Found> found = isPlausible(at) ? entriesFrom(at) : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Most places are ruled out by length and sequence, without reading as far as their header would have it. */
    private boolean isPlausible(long at) throws IOException {
        if ((file.longAt(at) & 0xffffffffL) > ChronicleSegment.ENTRY_MAX_BYTES) {
            return false;
        }
        long sequence = file.longAt(at + 4 + Envelope.SEQUENCE_AT);
        return sequence > lastSequence && sequence <= (lastSequence < 0 ? SEQUENCE_MAX : lastSequence + AHEAD_MAX);
    }

    private Optional<Found> entriesFrom(long at) throws IOException {
        file.position(at);
        ByteBuffer first = file.next();
        if (first.remaining() <= Envelope.LENGTH_BYTES) {
            return Optional.empty();
        }
        long sequence = first.getLong(Envelope.SEQUENCE_AT);
        int crc = first.getInt(Envelope.CRC_AT);
        long count = 1;
        for (ByteBuffer next = file.next(); next.remaining() > Envelope.LENGTH_BYTES; next = file.next()) {
            if (next.getLong(Envelope.SEQUENCE_AT) != sequence + count || next.getInt(Envelope.CRC_AT) != envelope.chain(crc, next)) {
                break;
            }
            crc = next.getInt(Envelope.CRC_AT);
            count++;
        }
        return count > 1 ? Optional.of(new Found(at, sequence, count)) : Optional.empty();
    }
}
