package dev.oxbow.client;

import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.SessionEvent;
import dev.oxbow.core.session.Checkpoint;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import dev.oxbow.journal.Damage;
import dev.oxbow.journal.JournalClock;
import dev.oxbow.journal.JournalRecovery;
import dev.oxbow.journal.JournalWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A journal that was recovered and has a new segment, with the state that its checkpoint folds to. */
record OpenedJournal(JournalWriter journal, SessionState state, JournalClock clock, Optional<String> repaired) {

    /** The caller holds the directory's lock. */
    static OpenedJournal open(Path directory) throws IOException {
        SessionState before = new SessionState();
        JournalRecovery recovered = JournalRecovery.recover(directory,
                record -> before.apply(record.sequence(), record.timeNs(), record.entry()));
        JournalWriter journal = JournalWriter.open(directory, recovered);
        OpenedJournal out = new OpenedJournal(journal, new SessionState(), JournalClock.ofMachine(recovered.lastTimeNs()),
                recovered.damage().map(Damage::sentence));
        for (CheckpointEvent entry : Checkpoint.entries(before, journal.segment())) {
            out.record(entry);
        }
        out.record(new CheckpointEvent.CheckpointCompleted(StateHash.of(out.state)));
        if (recovered.damage().isPresent()) {
            Damage damage = recovered.damage().get();
            out.record(new SessionEvent.JournalRepaired(damage.firstLostSequence(), damage.entriesLost(), damage.sentence()));
        }
        return out;
    }

    /** Appends and folds. */
    void record(Entry entry) throws IOException {
        long timeNs = clock.stampNs();
        state.apply(journal.append(timeNs, entry), timeNs, entry);
    }
}
