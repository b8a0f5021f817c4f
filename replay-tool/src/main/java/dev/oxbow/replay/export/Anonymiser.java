package dev.oxbow.replay.export;

import dev.oxbow.core.event.CheckpointEvent;
import dev.oxbow.core.event.Entry;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.core.session.StateHash;
import dev.oxbow.journal.Damage;
import dev.oxbow.journal.JournalCopy;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.replay.Verifier;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code replay anonymise}: a journal that can be shown to strangers, with the same entries under the same sequences. The metainfo and
 * everything else beside the journal is left out.
 */
public final class Anonymiser {
    private static final long MINUTE_NS = 60_000_000_000L;
    /** 2000-01-01T00:00:00Z: where a journal's time begins when it is not to be known. */
    private static final long DAY_ZERO_NS = 946_684_800_000_000_000L;

    /**
     * What came of it.
     *
     * @param divergence the first decision that is not made again with the stand-ins
     * @param ofOriginal whether the original is not decided again there, or before, either; else that decision depended on what is replaced
     * @param damage     why reading ended before the end, if it did
     * @param disguised  how many different originals there were
     * @param leaks      originals that are still found in the result; empty when it was not searched
     */
    public record Result(long entries, Optional<Verifier.Divergence> divergence, boolean ofOriginal, Optional<Damage> damage, int disguised,
            List<String> leaks) {
    }

    private Anonymiser() {
    }

    /** @param key whoever has it can lead back the stand-ins by trying; the same key gives the same ones */
    public static Result run(Path sessionDirectory, Path out, byte[] key, boolean keepTime, boolean check) throws IOException {
        refuseFull(out);
        Originals originals = new Originals();
        long entries = 0;
        Optional<Damage> damage;
        try (JournalReader reader = JournalReader.open(sessionDirectory); JournalCopy copy = JournalCopy.create(out)) {
            Optional<JournalRecord> next = reader.next();
            long beginNs = next.map(JournalRecord::timeNs).orElse(DAY_ZERO_NS);
            long shiftNs = keepTime ? 0 : (beginNs - DAY_ZERO_NS) / MINUTE_NS * MINUTE_NS; // whole minutes: rates are kept by the second
            Disguise disguise = new Disguise(key, originals, shiftNs);
            SessionState state = new SessionState();
            copy.prunedBefore(next.map(JournalRecord::sequence).orElse(0L));
            int segment = 0;
            for (; next.isPresent(); next = reader.next()) {
                if (next.get().segment() != segment) {
                    segment = next.get().segment();
                    copy.beginSegment(next.get().sequence());
                }
                append(copy, state, next.get(), disguise);
                entries++;
            }
            damage = reader.damage();
        }
        Optional<Verifier.Divergence> divergence = Verifier.verify(out).divergence();
        boolean ofOriginal = divergence.isPresent() && Verifier.verify(sessionDirectory).divergence()
                .filter(it -> it.sequence() <= divergence.get().sequence()).isPresent();
        return new Result(entries, divergence, ofOriginal, damage, originals.count(), check ? originals.foundIn(out) : List.of());
    }

    private static void append(JournalCopy copy, SessionState state, JournalRecord record, Disguise disguise) throws IOException {
        Entry entry = disguise.entry(record.entry());
        if (entry instanceof CheckpointEvent.CheckpointCompleted) {
            entry = new CheckpointEvent.CheckpointCompleted(StateHash.of(state)); // what these entries fold to
        }
        long timeNs = disguise.time(record.timeNs());
        copy.append(timeNs, entry);
        state.apply(record.sequence(), timeNs, entry);
    }

    private static void refuseFull(Path out) throws IOException {
        if (Files.exists(out)) {
            try (Stream<Path> all = Files.list(out)) {
                if (all.findAny().isPresent()) {
                    throw new FileAlreadyExistsException(out.toString(), null, "it is not empty; name a new directory");
                }
            }
        }
    }
}
