package dev.oxbow.replay.export;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.event.Event;
import dev.oxbow.core.session.SessionState;
import dev.oxbow.journal.Damage;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import dev.oxbow.replay.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongFunction;

/** {@code replay export}: a journal in the form of another program. Only reads the journal, live or not. */
public final class Export {
    /** What it can be exported to. */
    public enum Form { JSONL, CSV, PCAPNG, PERFETTO }

    /**
     * What was written.
     *
     * @param damage why reading ended before the end, if it did
     */
    public record Result(long entriesRead, long entriesSelected, Optional<Damage> damage) {
    }

    private Export() {
    }

    /**
     * Writes {@code out}, a file or, for tables, a directory.
     *
     * @param verdicts what to remark on an entry, by its sequence; shown where the form has room for remarks
     */
    public static Result run(Path sessionDirectory, Form form, Path out, Selection selection, LongFunction<Optional<String>> verdicts)
            throws IOException {
        try (JournalReader reader = JournalReader.open(sessionDirectory); Exporter exporter = open(form, out, verdicts)) {
            long[] counts = walk(reader, selection, exporter);
            return new Result(counts[0], counts[1], reader.damage());
        }
    }

    private static Exporter open(Form form, Path out, LongFunction<Optional<String>> verdicts) throws IOException {
        return switch (form) {
            case JSONL -> new JsonLines(out);
            case CSV -> new Tables(out);
            case PCAPNG -> new Packets(out, verdicts);
            case PERFETTO -> new Trace(out, verdicts);
        };
    }

    private static long[] walk(JournalReader reader, Selection selection, Exporter exporter) throws IOException {
        SessionState state = new SessionState();
        Names names = new Names(state);
        long[] counts = new long[2];
        long cause = -1;
        boolean causeFits = false;
        for (Optional<JournalRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
            JournalRecord record = next.get();
            boolean command = record.entry() instanceof Command;
            boolean fits = selection.concerns(names.torrent(record.entry()), names.peer(record.entry()), command && causeFits);
            if (record.entry() instanceof Event) {
                cause = record.sequence();
                causeFits = fits;
            }
            boolean selected = fits && selection.isInTime(record);
            exporter.entry(new Moment(record, cause, selected, state, names));
            state.apply(record.sequence(), record.timeNs(), record.entry());
            counts[0]++;
            counts[1] += selected ? 1 : 0;
        }
        return counts;
    }
}
