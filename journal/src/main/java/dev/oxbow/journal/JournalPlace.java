package dev.oxbow.journal;

/**
 * Where a reader stands: behind one entry of a segment, knowing all that it takes to check the next one. Says nothing about another
 * journal: an entry that does not fit {@code lastCrc} is refused.
 *
 * @param fileIndex     of the segment's file; -1 before the first
 * @param positionBytes in that file
 * @param lastSequence  of the entry before; -1 when it would be in another segment
 * @param lastCrc       that the next entry's is chained to
 */
public record JournalPlace(int segment, int fileIndex, long positionBytes, long lastSequence, int lastCrc) {
    /** Before the first entry of a segment. */
    public static JournalPlace startOf(int segment) {
        return new JournalPlace(segment, -1, 0, -1, Envelope.FIRST_CRC);
    }
}
