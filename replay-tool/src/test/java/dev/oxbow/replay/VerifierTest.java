package dev.oxbow.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.journal.JournalRecovery;
import dev.oxbow.journal.JournalWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifierTest {
    @TempDir
    Path home;

    /** The same journal, in one segment, with some entries changed or left out. */
    private Path changed(List<JournalRecord> records, Function<JournalRecord, Optional<Entry>> change) throws IOException {
        Path out = home.resolve("changed");
        try (JournalWriter writer = JournalWriter.open(out, JournalRecovery.recover(out, record -> { }))) {
            for (JournalRecord record : records) {
                Optional<Entry> entry = change.apply(record);
                if (entry.isPresent()) {
                    writer.append(record.timeNs(), entry.get());
                }
            }
            writer.sync();
        }
        return out;
    }

    private List<JournalRecord> recorded() throws IOException {
        return Recorded.all(Recorded.twoSessions(home.resolve("session")));
    }

    @Test
    void findsNothingWhereNothingChanged() throws IOException {
        List<JournalRecord> all = recorded();
        for (Verifier.Level level : Verifier.Level.values()) {
            Verifier.Result result = Verifier.verify(home.resolve("session"), level);
            assertEquals(all.size(), result.entries());
            assertFalse(result.divergence().isPresent() || result.damage().isPresent());
            assertEquals(level == Verifier.Level.CHAIN ? "" : Recorded.hashAt(all, Long.MAX_VALUE), result.stateHash());
        }
    }

    private static JournalRecord request(List<JournalRecord> all) {
        return all.stream().filter(it -> it.entry() instanceof PeerCommand.RequestBlocks).skip(4).findFirst().orElseThrow();
    }

    private static Optional<Entry> otherPiece(Entry entry) {
        PeerCommand.RequestBlocks it = (PeerCommand.RequestBlocks) entry;
        return Optional.of(new PeerCommand.RequestBlocks(it.connectionId(), it.pieceIndex() == 0 ? 1 : 0, it.firstBlock(), it.blockCount(), it.reason()));
    }

    @Test
    void findsAChangedDecisionAtItsFirstDifference() throws IOException {
        List<JournalRecord> all = recorded();
        JournalRecord wrong = request(all);
        Path changed = changed(all, record -> record == wrong ? otherPiece(record.entry()) : Optional.of(record.entry()));
        Verifier.Divergence found = Verifier.verify(changed).divergence().orElseThrow();
        assertEquals(wrong.sequence(), found.sequence());
        assertEquals(wrong.entry().toString(), found.now());
        assertEquals(otherPiece(wrong.entry()).orElseThrow().toString(), found.recorded());
        assertTrue(found.nowCommands().contains(wrong.entry().toString()));
        assertTrue(found.recordedCommands().contains(found.recorded()));
        assertEquals(5, found.before().size());
        assertFalse(Verifier.verify(changed, Verifier.Level.STATE).divergence().filter(it -> it.sequence() <= wrong.sequence()).isPresent());
    }

    @Test
    void findsADecisionThatIsNotMadeAnyMore() throws IOException {
        List<JournalRecord> all = recorded();
        JournalRecord extra = request(all);
        Path changed = changed(all.subList(0, (int) extra.sequence() + 1), record -> Optional.of(record.entry()));
        assertFalse(Verifier.verify(changed).divergence().isPresent(), "a process may die within a turn");
        JournalRecord missing = all.stream().filter(it -> it.entry() instanceof PeerCommand.SendHave).findFirst().orElseThrow();
        Path other = home.resolve("other");
        try (JournalWriter writer = JournalWriter.open(other, JournalRecovery.recover(other, record -> { }))) {
            for (JournalRecord record : all) {
                if (record != missing) {
                    writer.append(record.timeNs(), record.entry());
                }
            }
        }
        Verifier.Divergence found = Verifier.verify(other).divergence().orElseThrow();
        assertEquals(missing.sequence(), found.sequence());
        assertEquals(missing.entry().toString(), found.now());
    }

    @Test
    void findsACheckpointThatFoldsToAnotherState() throws IOException {
        Path changed = changed(recorded(), record -> Optional.of(record.entry() instanceof CheckpointEvent.CheckpointCompleted it && record.sequence() > 5
                ? new CheckpointEvent.CheckpointCompleted(it.stateHash() + 1) : record.entry()));
        for (Verifier.Level level : List.of(Verifier.Level.STATE, Verifier.Level.DECISIONS)) {
            Verifier.Divergence found = Verifier.verify(changed, level).divergence().orElseThrow();
            assertTrue(found.recorded().startsWith("state ") && found.now().startsWith("state "), found.toString());
        }
        assertFalse(Verifier.verify(changed, Verifier.Level.CHAIN).divergence().isPresent());
    }
}
