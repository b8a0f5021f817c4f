package dev.oxbow.replay;

import dev.oxbow.journal.JournalPlace;

/**
 * A place in a journal that reading can begin at.
 *
 * @param lastTimeNs of the entry before it
 */
record IndexMark(JournalPlace place, long lastTimeNs) {
    /** Of the first entry behind the mark. */
    long nextSequence() {
        return place.lastSequence() + 1;
    }
}
