package dev.oxbow.sim;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.journal.JournalClock;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What is wrong with every node on purpose, to show that the checks find it. With this one nothing is; the tests know others, which change
 * something at one of these seams.
 */
class Bug {
    static final Bug NONE = new Bug();

    /** What a program must not leave out. */
    enum Step {
        COMPARE_HASH, WRITE_BLOCK, REPORT_WRITE_ERROR, SYNC_FILE, REPORT_READ_ERROR, RELEASE_DISCARDED,
        READ_STAMPS, SYNC_JOURNAL, RECORD_FIRST, TAKE_LOCK, WAIT_FOR_WRITE
    }

    /** @param dice for what happens now and then only */
    boolean does(Step step, Dice dice) {
        return true;
    }

    /** What the node gets of what happened. */
    Optional<? extends Event> hears(SimNode node, Event event) {
        return Optional.of(event);
    }

    /** What is decided where a command would have been. */
    List<? extends Command> decides(SessionState state, Command command) {
        return List.of(command);
    }

    /** What else is decided. */
    List<? extends Command> decidesBesides(SessionState state, Event event) {
        return List.of();
    }

    /** An entry was folded: what else happens to the state. */
    void folded(SessionState state, Entry entry) {
    }

    boolean keeps(CheckpointEvent entry) {
        return true;
    }

    /** How many entries a process that is killed has not handed to the operating system. */
    int entriesHeldBack() {
        return 0;
    }

    /** Where in the piece a block is written. */
    int writesAt(int block, int blockCount) {
        return block;
    }

    /** What is sent of what was read. */
    long sends(long content) {
        return content;
    }

    /** What gives its entries their time. */
    JournalClock clock(long notBeforeNs, long wallNs, LongSupplier monotonicNs) {
        return new JournalClock(notBeforeNs, wallNs, monotonicNs);
    }

    String bootId(String real, long life) {
        return real;
    }
}
