package dev.oxbow.replay.doctor;

import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.session.Checkpoint;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import dev.oxbow.journal.JournalCopy;
import dev.oxbow.journal.JournalRecovery;
import dev.oxbow.journal.JournalSurvey;
import dev.oxbow.journal.Loss;
import java.io.IOException;
import java.nio.file.Path;

/**
 * {@code replay doctor --salvage}: a new session directory with all that is whole of a damaged journal, under the same sequences. Every
 * stretch between two damaged places is a segment of its own. A last segment has what a start would go by, tells of each loss, and makes
 * whoever goes on from there hash what is on disk.
 */
public final class Salvage {
    /**
     * What came of it.
     *
     * @param kept     entries that replay
     * @param unfolded entries that are whole but make no sense without those that were lost; they stand in {@link Leftovers#FILE}
     * @param lost     entries that are gone, of all losses
     */
    public record Result(long kept, long unfolded, long lost, int segments) {
    }

    private Salvage() {
    }

    /**
     * Writes {@code out}; only reads {@code source}.
     *
     * @throws IOException when {@code out} is there already and not empty, or lies within {@code source}
     */
    public static Result run(Path source, Path out) throws IOException {
        SessionFiles.copy(source, out);
        SessionState known = new SessionState();
        try (JournalCopy copy = JournalCopy.create(out); Stretches stretches = new Stretches(copy, new Leftovers(out))) {
            JournalSurvey.Result found = JournalSurvey.of(source, stretches);
            JournalRecovery recovered = JournalRecovery.recover(source,
                    record -> known.apply(record.sequence(), record.timeNs(), record.entry()));
            copy.prunedBefore(found.prunedBefore());
            long lastSequence = Math.max(recovered.nextSequence() - 1, found.lastSequence());
            tellOfLosses(copy, known, found, lastSequence + 1, Math.max(recovered.lastTimeNs(), stretches.lastTimeNs()));
            return new Result(stretches.kept(), stretches.unfolded(), found.losses().stream().mapToLong(Loss::count).sum(), copy.segment());
        }
    }

    private static void tellOfLosses(JournalCopy copy, SessionState known, JournalSurvey.Result found, long sequence, long timeNs)
            throws IOException {
        copy.beginSegment(sequence);
        SessionState state = new SessionState();
        long next = sequence;
        for (CheckpointEvent entry : Checkpoint.entries(known, copy.segment())) {
            next = append(copy, state, next, timeNs, entry);
        }
        next = append(copy, state, next, timeNs, new CheckpointEvent.CheckpointCompleted(StateHash.of(state)));
        for (Loss loss : found.losses()) {
            next = append(copy, state, next, timeNs, new SessionEvent.JournalRepaired(loss.firstSequence(), loss.count(), "salvaged: "
                    + loss.sentence()));
        }
    }

    private static long append(JournalCopy copy, SessionState state, long sequence, long timeNs, Entry entry) throws IOException {
        copy.append(timeNs, entry);
        state.apply(sequence, timeNs, entry);
        return sequence + 1;
    }
}
