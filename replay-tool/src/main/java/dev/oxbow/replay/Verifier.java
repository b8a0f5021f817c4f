package dev.oxbow.replay;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Entry;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * {@code replay verify}: decides every event of a journal again and compares with what was recorded. A process that died in the middle
 * of a turn leaves the rest of its commands unrecorded; that is no difference. Behind entries that are lost (a salvaged journal has such
 * places) nothing can be decided again until the next checkpoint; that part is folded and counted.
 */
public final class Verifier {

    /** How much is checked; each level does what the ones before it do. */
    public enum Level {
        /** That every entry is whole and fits the one before it. */
        CHAIN,
        /** That the entries fold to the states whose hashes stand in the checkpoints. */
        STATE,
        /** That every event is decided as it was. */
        DECISIONS
    }

    /**
     * The first difference. {@code recorded} and {@code now} are entries in words; empty where there is none.
     *
     * @param before           the entries that led there, the last of them the event that is decided otherwise
     * @param recordedCommands all that was decided on that event
     * @param nowCommands      all that this version decides on it
     */
    public record Divergence(long sequence, String recorded, String now, List<String> before, List<String> recordedCommands,
            List<String> nowCommands) {
    }

    /**
     * What came of it.
     *
     * @param undecided entries behind lost ones, which were folded only
     * @param damage    why reading ended before the end, if it did
     */
    public record Result(long entries, long undecided, Optional<Damage> damage, Optional<Divergence> divergence, String stateHash) {
    }

    private record Seen(JournalRecord record, long cause) {
    }

    /** Ends a turn that the journal does not have to its end, or one that diverges. */
    private static final class TurnOver extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TurnOver() {
            super("", null, false, false);
        }
    }

    private static final int BEFORE = 5;
    private static final int COMMANDS_MAX = 20;

    private final JournalReader reader;
    private final boolean asRecorded;
    private final UnaryOperator<Entry> reading;
    private final SessionState state = new SessionState();
    private final Names names = new Names(state);
    private final ArrayDeque<Seen> before = new ArrayDeque<>();
    private final List<String> recordedCommands = new ArrayList<>();
    private final List<String> nowCommands = new ArrayList<>();
    private String hashAtDivergence = "";
    private long lastEvent = -1;
    private long nowSequence;
    private final SessionPolicy policy = new SessionPolicy(state, this::compare);
    private Optional<JournalRecord> next;
    private long entries;
    private long undecided;
    private boolean behindLost;
    private Optional<Divergence> divergence = Optional.empty();

    private Verifier(JournalReader reader, boolean asRecorded, UnaryOperator<Entry> reading) throws IOException {
        this.reader = reader;
        this.asRecorded = asRecorded;
        this.reading = reading;
        this.next = reader.next();
    }

    public static Result verify(Path sessionDirectory) throws IOException {
        return verify(sessionDirectory, Level.DECISIONS);
    }

    public static Result verify(Path sessionDirectory, Level level) throws IOException {
        try (JournalReader reader = JournalReader.open(sessionDirectory)) {
            Verifier verifier = new Verifier(reader, true, UnaryOperator.identity());
            switch (level) {
                case CHAIN -> verifier.read();
                case STATE -> verifier.fold();
                default -> verifier.decide();
            }
            String hash = level == Level.CHAIN ? "" : verifier.divergence.isPresent() ? verifier.hashAtDivergence
                    : StateHash.toHex(StateHash.of(verifier.state));
            return new Result(verifier.entries, verifier.undecided, reader.damage(), verifier.divergence, hash);
        }
    }

    /**
     * Decides again what is read otherwise than it was recorded, up to the first decision that differs; the checkpoints' hashes are not
     * compared.
     *
     * @param reading what to take an event for; commands are taken as they are
     */
    static Result verify(Path sessionDirectory, UnaryOperator<Entry> reading) throws IOException {
        try (JournalReader reader = JournalReader.open(sessionDirectory)) {
            Verifier verifier = new Verifier(reader, false, reading);
            verifier.decide();
            return new Result(verifier.entries, verifier.undecided, reader.damage(), verifier.divergence, "");
        }
    }

    private void read() throws IOException {
        for (; next.isPresent(); next = reader.next()) {
            entries++;
        }
    }

    private void fold() throws IOException {
        while (next.isPresent() && divergence.isEmpty()) {
            JournalRecord record = next.get();
            take();
            checkHash(record);
        }
    }

    private void decide() throws IOException {
        while (next.isPresent() && divergence.isEmpty()) {
            JournalRecord record = next.get();
            behindLost = !(record.entry() instanceof CheckpointEvent.CheckpointStarted) && (behindLost || isBehindLost());
            if (behindLost) {
                undecided++;
                take();
                continue;
            }
            if (record.entry() instanceof Command command) {
                diverge(record.sequence(), command.toString(), "");
                return;
            }
            recordedCommands.clear();
            nowCommands.clear();
            take();
            checkHash(record);
            try {
                if (divergence.isEmpty()) {
                    policy.decide((Event) reading.apply(record.entry()));
                }
            } catch (TurnOver e) {
                // the journal goes on elsewhere, or the difference is noted
            } catch (UncheckedIOException e) {
                throw e.getCause();
            } catch (RuntimeException e) {
                if (divergence.isEmpty()) {
                    throw e; // behind a difference the rest of the turn is only tried
                }
            }
        }
    }

    private boolean isBehindLost() {
        return entries > 0 && next.get().sequence() != state.sequence() + 1;
    }

    /** Notes the difference, and all that the journal has of this turn. */
    private void diverge(long sequence, String recorded, String now) throws IOException {
        hashAtDivergence = StateHash.toHex(StateHash.of(state));
        nowSequence = state.sequence();
        divergence = Optional.of(new Divergence(sequence, recorded, now,
                before.stream().map(it -> EntryText.full(it.record, it.cause, names)).toList(), recordedCommands, nowCommands));
        while (next.isPresent() && next.get().entry() instanceof Command command && recordedCommands.size() < COMMANDS_MAX) {
            recordedCommands.add(command.toString());
            next = reader.next();
        }
    }

    private void checkHash(JournalRecord record) throws IOException {
        if (asRecorded && record.entry() instanceof CheckpointEvent.CheckpointCompleted completed && StateHash.of(state) != completed.stateHash()) {
            diverge(record.sequence(), "state " + StateHash.toHex(completed.stateHash()), "state " + StateHash.toHex(StateHash.of(state)));
        }
    }

    private void take() throws IOException {
        JournalRecord record = next.orElseThrow();
        before.add(new Seen(record, lastEvent));
        if (before.size() > BEFORE) {
            before.poll();
        }
        lastEvent = record.entry() instanceof Command ? lastEvent : record.sequence();
        state.apply(record.sequence(), record.timeNs(), reading.apply(record.entry()));
        entries++;
        next = reader.next();
    }

    private void compare(Command command) {
        try {
            if (divergence.isPresent()) {
                goOnOtherwise(command);
                return;
            }
            if (next.isEmpty() || next.get().entry() instanceof CheckpointEvent.CheckpointStarted || isBehindLost()) {
                throw new TurnOver();
            }
            nowCommands.add(command.toString());
            JournalRecord record = next.get();
            if (record.entry().equals(command)) {
                recordedCommands.add(command.toString());
                take();
            } else {
                boolean event = record.entry() instanceof Event; // then the turn had ended there
                diverge(record.sequence(), event ? "" : record.entry().toString(), command.toString());
                state.apply(++nowSequence, state.timeNs(), command);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What this version would do in the rest of the turn. */
    private void goOnOtherwise(Command command) {
        nowCommands.add(command.toString());
        if (nowCommands.size() >= COMMANDS_MAX) {
            throw new TurnOver();
        }
        state.apply(++nowSequence, state.timeNs(), command);
    }
}
