package dev.oxbow.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.command.Command;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.journal.Damage;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Folds a journal entry by entry, and tells what each one meant. Reads only. */
public final class Replay implements Closeable {
    private final JournalReader reader;
    private final SessionState state = new SessionState();
    private final Names names = new Names(state);
    private long cause = -1;

    public Replay(Path sessionDirectory) throws IOException {
        reader = JournalReader.open(sessionDirectory);
    }

    /** An entry, and how it looks as JSON. */
    public record Step(JournalRecord record, ObjectNode json) {
    }

    /** Folds the next entry; nothing at the end of what is there. */
    public Optional<JournalRecord> fold() throws IOException {
        Optional<JournalRecord> next = reader.next();
        next.ifPresent(record -> state.apply(record.sequence(), record.timeNs(), record.entry()));
        return next;
    }

    /** Folds the next entry and shows it. */
    public Optional<Step> step() throws IOException {
        Optional<JournalRecord> next = reader.next();
        if (next.isEmpty()) {
            return Optional.empty();
        }
        JournalRecord record = next.get();
        boolean command = record.entry() instanceof Command;
        cause = command ? cause : record.sequence();
        ObjectNode json = EntryJson.of(record.sequence(), record.timeNs(), record.entry(), cause, names);
        state.apply(record.sequence(), record.timeNs(), record.entry());
        return Optional.of(new Step(record, json));
    }

    public SessionState state() {
        return state;
    }

    /** Asked at the end: what is broken there, if anything. */
    public Optional<Damage> damage() throws IOException {
        return reader.damage();
    }

    /** Of the entry read last. */
    public OptionalLong lastSequence() {
        return reader.lastSequence() < 0 ? OptionalLong.empty() : OptionalLong.of(reader.lastSequence());
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
