package dev.oxbow.replay;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.session.SessionPolicy;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import dev.oxbow.journal.Damage;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code replay verify}: decides every event of a journal again and compares with what was recorded. A process that died in the middle
 * of a turn leaves the rest of its commands unrecorded; that is no difference. Behind entries that are lost (a salvaged journal has such
 * places) nothing can be decided again until the next checkpoint; that part is folded and counted.
 */
public final class Verifier {

    /** The first difference. {@code recorded} and {@code now} are entries in words; empty where there is none. */
    public record Divergence(long sequence, String recorded, String now) {
    }

    /**
     * What came of it.
     *
     * @param undecided entries behind lost ones, which were folded only
     * @param damage    why reading ended before the end, if it did
     */
    public record Result(long entries, long undecided, Optional<Damage> damage, Optional<Divergence> divergence, String stateHash) {
    }

    /** Ends a turn that the journal does not have to its end, or one that diverges. */
    private static final class TurnOver extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TurnOver() {
            super("", null, false, false);
        }
    }

    private final JournalReader reader;
    private final SessionState state = new SessionState();
    private final SessionPolicy policy = new SessionPolicy(state, this::compare);
    private Optional<JournalRecord> next;
    private long entries;
    private long undecided;
    private boolean behindLost;
    private Optional<Divergence> divergence = Optional.empty();

    private Verifier(JournalReader reader) throws IOException {
        this.reader = reader;
        this.next = reader.next();
    }

    public static Result verify(Path sessionDirectory) throws IOException {
        try (JournalReader reader = JournalReader.open(sessionDirectory)) {
            Verifier verifier = new Verifier(reader);
            verifier.run();
            return new Result(verifier.entries, verifier.undecided, reader.damage(), verifier.divergence, StateHash.toHex(StateHash.of(verifier.state)));
        }
    }

    private void run() throws IOException {
        while (next.isPresent() && divergence.isEmpty()) {
            JournalRecord record = next.get();
            behindLost = !(record.entry() instanceof CheckpointEvent.CheckpointStarted) && (behindLost || isBehindLost());
            if (behindLost) {
                undecided++;
                take();
                continue;
            }
            if (record.entry() instanceof Command command) {
                divergence = Optional.of(new Divergence(record.sequence(), command.toString(), ""));
                return;
            }
            take();
            if (record.entry() instanceof CheckpointEvent.CheckpointCompleted completed) {
                checkHash(record, completed);
            }
            try {
                policy.decide((Event) record.entry());
            } catch (TurnOver e) {
                // the journal goes on elsewhere, or the difference is noted
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    private boolean isBehindLost() {
        return entries > 0 && next.get().sequence() != state.sequence() + 1;
    }

    private void checkHash(JournalRecord record, CheckpointEvent.CheckpointCompleted completed) {
        long now = StateHash.of(state);
        if (now != completed.stateHash()) {
            divergence = Optional.of(new Divergence(record.sequence(), "state " + StateHash.toHex(completed.stateHash()),
                    "state " + StateHash.toHex(now)));
        }
    }

    private void take() throws IOException {
        JournalRecord record = next.orElseThrow();
        state.apply(record.sequence(), record.timeNs(), record.entry());
        entries++;
        next = reader.next();
    }

    private void compare(Command command) {
        if (next.isEmpty() || next.get().entry() instanceof CheckpointEvent.CheckpointStarted || isBehindLost()) {
            throw new TurnOver();
        }
        if (!next.get().entry().equals(command)) {
            divergence = Optional.of(new Divergence(next.get().sequence(), next.get().entry().toString(), command.toString()));
            throw new TurnOver();
        }
        try {
            take();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
