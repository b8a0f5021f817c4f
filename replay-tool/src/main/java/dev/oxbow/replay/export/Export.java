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
import java.util.List;
import java.util.Optional;

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
     * Writes {@code out}, a file or, for tables, a directory. What the catalogue of rules finds is shown where the form has room for
     * remarks.
     */
    public static Result run(Path sessionDirectory, Form form, Path out, Selection selection) throws IOException {
        try (JournalReader reader = JournalReader.open(sessionDirectory); Exporter exporter = open(form, out)) {
            long[] counts = walk(reader, selection, exporter, form == Form.PCAPNG || form == Form.PERFETTO);
            return new Result(counts[0], counts[1], reader.damage());
        }
    }

    private static Exporter open(Form form, Path out) throws IOException {
        return switch (form) {
            case JSONL -> new JsonLines(out);
            case CSV -> new Tables(out);
            case PCAPNG -> new Packets(out);
            case PERFETTO -> new Trace(out);
        };
    }

    private static long[] walk(JournalReader reader, Selection selection, Exporter exporter, boolean remarked) throws IOException {
        SessionState state = new SessionState();
        Names names = new Names(state);
        Remarks remarks = new Remarks(state);
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
            exporter.entry(new Moment(record, cause, selected, state, names, remarked ? remarks.at(record) : List.of()));
            state.apply(record.sequence(), record.timeNs(), record.entry());
            counts[0]++;
            counts[1] += selected ? 1 : 0;
        }
        return counts;
    }
}
