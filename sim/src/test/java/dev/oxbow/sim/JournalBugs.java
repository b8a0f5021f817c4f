package dev.oxbow.sim;

import dev.oxbow.core.event.CheckpointEvent;

/** Journals that forget. */
final class JournalBugs {
    private JournalBugs() {
    }

    /** A checkpoint does without entries of one kind. */
    static Bug checkpointWithout(Class<? extends CheckpointEvent> kind) {
        return new Bug() {
            @Override
            boolean keeps(CheckpointEvent entry) {
                return !kind.isInstance(entry);
            }
        };
    }

    /** A process that is killed takes its last entries with it. */
    static Bug heldBack() {
        return new Bug() {
            @Override
            int entriesHeldBack() {
                return 5;
            }
        };
    }
}
