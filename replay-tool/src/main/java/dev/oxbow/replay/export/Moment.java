package dev.oxbow.replay.export;

import dev.oxbow.core.event.Entry;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.replay.Names;
import java.util.List;

/**
 * An entry about to be applied.
 *
 * @param cause    the event that a command follows from; the sequence itself of an event
 * @param selected whether it is wanted; the others are shown for what they tell about wanted ones
 * @param state    as it was before
 * @param remarks  what the catalogue of rules says at it, where the form has room for that
 */
record Moment(JournalRecord record, long cause, boolean selected, SessionState state, Names names, List<Remark> remarks) {
    Entry entry() {
        return record.entry();
    }

    long sequence() {
        return record.sequence();
    }

    long timeNs() {
        return record.timeNs();
    }
}
