package dev.oxbow.sim;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import dev.oxbow.journal.JournalRecovery;
import dev.oxbow.journal.JournalWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One node's journal, over all of its processes. */
final class Record {
    private record Stamped(long timeNs, Entry entry) {
    }

    /** Ends a turn that the record does not have to its end. */
    private static final class TurnOver extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TurnOver() {
            super("", null, false, false);
        }
    }

    private final List<Stamped> entries = new ArrayList<>();
    private final Consumer<Entry> listener;
    private final Bug bug;
    private int syncedSize;

    Record(Consumer<Entry> listener, Bug bug) {
        this.listener = listener;
        this.bug = bug;
    }

    int size() {
        return entries.size();
    }

    /** Of the newest entry; 0 when there is none. */
    long lastTimeNs() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).timeNs;
    }

    /** @return its sequence */
    long add(long timeNs, Entry entry) {
        Fault.unless(timeNs >= lastTimeNs(), () -> "time runs backwards in the journal: " + entry);
        entries.add(new Stamped(timeNs, entry));
        listener.accept(entry);
        return entries.size() - 1;
    }

    /** What stands here now survives a power cut. */
    void synced() {
        syncedSize = entries.size();
    }

    /** A killed process held so many back. */
    void lose(int count) {
        entries.subList(entries.size() - Math.min(count, entries.size()), entries.size()).clear();
    }

    void loseUnsyncedTail(Dice dice) {
        int kept = (int) dice.between(syncedSize, entries.size());
        entries.subList(kept, entries.size()).clear();
    }

    Entry entry(int place) {
        return entries.get(place).entry();
    }

    /** Takes an entry as it stands in a journal. */
    interface Reader {
        void take(long sequence, long timeNs, Entry entry);
    }

    void read(Reader reader) {
        for (int i = 0; i < entries.size(); i++) {
            reader.take(i, entries.get(i).timeNs, entries.get(i).entry);
        }
    }

    /** Writes it as a journal that {@code oxbow replay} opens. */
    void write(Path sessionDirectory) throws IOException {
        Files.createDirectories(sessionDirectory);
        try (JournalWriter writer = JournalWriter.open(sessionDirectory, JournalRecovery.recover(sessionDirectory, record -> { }))) {
            for (Stamped stamped : entries) {
                if (stamped.entry instanceof CheckpointEvent.CheckpointStarted && writer.nextSequence() > 0) {
                    writer.roll();
                }
                writer.append(stamped.timeNs, stamped.entry);
            }
            writer.sync();
        }
    }

    /** Prints the last entries, a line each: time in milliseconds, then the entry; commands are indented. */
    void print(PrintStream out, int count) {
        for (Stamped stamped : entries.subList(Math.max(0, entries.size() - count), entries.size())) {
            out.println(stamped.timeNs / Timeline.MS_NS + (stamped.entry instanceof Command ? "     " : " ") + stamped.entry);
        }
    }

    /** The state that a new process finds: that of the newest segment whose checkpoint is whole. */
    SessionState fold() {
        int start = entries.size() - 1;
        while (start > 0 && !(entries.get(start).entry instanceof CheckpointEvent.CheckpointCompleted)) {
            start--;
        }
        while (start > 0 && !(entries.get(start).entry instanceof CheckpointEvent.CheckpointStarted)) {
            start--;
        }
        Mind mind = new Mind(bug, command -> { });
        for (int i = Math.max(0, start); i < entries.size(); i++) {
            if (i > start && entries.get(i).entry instanceof CheckpointEvent.CheckpointStarted) {
                break; // the process after this one died before its checkpoint was whole
            }
            mind.apply(i, entries.get(i).timeNs, entries.get(i).entry);
        }
        return mind.state();
    }

    /** Decides every event again: the same commands must come, and every checkpoint must fold to its hash. @return the last state */
    SessionState verify() {
        int[] at = {0};
        Mind[] self = new Mind[1];
        Mind mind = new Mind(bug, command -> compare(self[0], at, command));
        self[0] = mind;
        while (at[0] < entries.size()) {
            Stamped next = entries.get(at[0]++);
            Fault.unless(!(next.entry instanceof Command), () -> "entry " + at[0] + " is not decided again: " + next.entry);
            mind.apply(at[0] - 1, next.timeNs, next.entry);
            if (next.entry instanceof CheckpointEvent.CheckpointCompleted completed) {
                Fault.unless(StateHash.of(mind.state()) == completed.stateHash(), "a checkpoint folds to another hash");
            }
            try {
                mind.decide((Event) next.entry);
            } catch (TurnOver e) {
                // a process died in the middle of this turn
            }
        }
        return mind.state();
    }

    private void compare(Mind mind, int[] at, Command command) {
        if (at[0] == entries.size() || entries.get(at[0]).entry instanceof CheckpointEvent.CheckpointStarted) {
            throw new TurnOver();
        }
        Stamped next = entries.get(at[0]++);
        Fault.unless(next.entry.equals(command), () -> "entry " + at[0] + " is decided otherwise: " + next.entry + " and now " + command);
        mind.apply(at[0] - 1, next.timeNs, next.entry);
    }
}
