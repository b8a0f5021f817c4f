package dev.oxbow.replay.doctor;

import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.journal.JournalCopy;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.journal.JournalSurvey;
import java.io.Closeable;
import java.io.IOException;

/**
 * Copies stretches of whole entries, a segment each, and folds them on the way as whoever reads the copy will: what no longer folds,
 * because entries before it are lost, is left over, up to the next checkpoint.
 */
final class Stretches implements JournalSurvey.Visitor, Closeable {
    private final JournalCopy copy;
    private final Leftovers leftovers;
    private SessionState state = new SessionState();
    private long lastSequence = -2;
    private long lastTimeNs;
    private boolean newSegment = true;
    private boolean incomplete;
    private boolean leaving = true;
    private long kept;
    private long unfolded;

    Stretches(JournalCopy copy, Leftovers leftovers) {
        this.copy = copy;
        this.leftovers = leftovers;
    }

    long kept() {
        return kept;
    }

    long unfolded() {
        return unfolded;
    }

    long lastTimeNs() {
        return lastTimeNs;
    }

    @Override
    public void segment(JournalSurvey.Segment segment) {
        newSegment = true;
    }

    @Override
    public void entry(JournalRecord record) throws IOException {
        boolean gap = record.sequence() != lastSequence + 1;
        if (record.entry() instanceof CheckpointEvent.CheckpointStarted) {
            state = new SessionState();
            incomplete = false;
            leaving = false;
        } else if (gap) {
            leaving |= newSegment || state.isInCheckpoint(); // without the whole of its checkpoint a segment means nothing
            incomplete = true;
        }
        leaving |= !folds(record);
        if (leaving) {
            leftovers.add(record);
            unfolded++;
        } else {
            if (gap || newSegment) {
                copy.beginSegment(record.sequence());
            }
            copy.append(record.timeNs(), record.entry());
            kept++;
        }
        lastSequence = record.sequence();
        lastTimeNs = Math.max(lastTimeNs, record.timeNs());
        newSegment = false;
    }

    private boolean folds(JournalRecord record) {
        if (leaving) {
            return false;
        }
        try {
            state.apply(record.sequence(), record.timeNs(), record.entry());
            return true;
        } catch (RuntimeException e) {
            if (!incomplete) {
                throw e; // nothing is missing, so this is a fault of Oxbow's
            }
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        leftovers.close();
    }
}
