package dev.oxbow.journal;

import dev.oxbow.core.event.Entry;

/**
 * One entry as it stands in the journal.
 *
 * @param sequence gapless over the life of a session directory, but where damage was repaired
 * @param timeNs   nanoseconds since 1970; never less than that of the entry before
 * @param segment  the number of the segment that holds it
 */
public record JournalRecord(long sequence, long timeNs, int segment, Entry entry) {
}
