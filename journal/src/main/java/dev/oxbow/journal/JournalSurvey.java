package dev.oxbow.journal;

import dev.oxbow.core.event.SessionEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Reads all of a journal that is whole, past any damage, segments that were set aside included. What is given out is vouched for by a
 * CRC; what is missing is told of by its sequences, since these have no gaps. Never writes.
 */
public final class JournalSurvey {
    /** Is told what stands in the journal, oldest first. */
    public interface Visitor {
        /** A segment begins. */
        default void segment(Segment segment) throws IOException {
        }

        /** A whole entry. */
        void entry(JournalRecord record) throws IOException;
    }

    /**
     * A segment as it lies on disk.
     *
     * @param setAside     whether an earlier start found it damaged
     * @param hasMetadata  whether Chronicle's own file is there; nothing is lost with it
     */
    public record Segment(int number, boolean setAside, boolean hasMetadata, long sizeBytes) {
    }

    /**
     * What was found.
     *
     * @param firstSequence of the oldest entry that is there; -1 when there is none
     * @param entries       how many are whole
     * @param anchored      whether the note of how far the journal was synced is there; without it the loss of its very end goes unnoticed
     * @param prunedBefore  the first sequence that was not pruned, as far as was noted
     */
    public record Result(long firstSequence, long lastSequence, long entries, List<Segment> segments, List<Loss> losses, boolean anchored,
            long prunedBefore) {
    }

    private final Visitor visitor;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Loss> losses = new ArrayList<>();
    private final List<SessionEvent.JournalRepaired> repairs = new ArrayList<>();
    private long firstSequence = -1;
    private long lastSequence;
    private long entries;
    private int lastSegment;
    /** Where the segment before ended. */
    private Loss end = new Loss(0, "", 0, 0, 0, false, "");
    private boolean endIsBroken;

    private JournalSurvey(Visitor visitor, long prunedBefore) {
        this.visitor = visitor;
        this.lastSequence = prunedBefore - 1;
    }

    /**
     * Reads.
     *
     * @throws NoSuchElementException when there is no journal
     * @throws IOException            when it cannot be read, or was written by a newer version of Oxbow
     */
    public static Result of(Path sessionDirectory, Visitor visitor) throws IOException {
        Optional<Anchor> anchor = Anchor.read(sessionDirectory); // before the segments: a live writer goes on meanwhile
        List<Path> directories = Segments.all(sessionDirectory);
        if (directories.isEmpty() && anchor.isEmpty()) {
            throw new NoSuchElementException("there is no journal in " + sessionDirectory);
        }
        long prunedBefore = PruneNote.read(sessionDirectory);
        JournalSurvey survey = new JournalSurvey(visitor, prunedBefore);
        for (Path directory : directories) {
            survey.read(directory);
        }
        survey.endAt(anchor);
        List<Loss> losses = survey.losses.stream().map(survey::judged).toList();
        long last = survey.entries == 0 ? -1 : survey.lastSequence;
        return new Result(survey.firstSequence, last, survey.entries, survey.segments, losses, anchor.isPresent(), prunedBefore);
    }

    private void read(Path directory) throws IOException {
        int number = Segments.number(directory);
        Segment segment = new Segment(number, Segments.isSetAside(directory), ChronicleSegment.hasMetadata(directory),
                Segments.sizeBytes(directory));
        segments.add(segment);
        visitor.segment(segment);
        try (SegmentReader reader = new SegmentReader(directory, number)) {
            boolean damaged = false;
            long before = entries;
            do {
                Loss stopped = stop(reader, segment, damaged && entries == before);
                for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
                    take(record.get(), damaged ? Optional.of(stopped) : Optional.empty());
                    damaged = false;
                }
                if (reader.isNewer()) {
                    throw new IOException("the journal was written by a newer version of Oxbow (" + reader.fault() + "); use that one");
                }
                damaged = !(reader.searchBehind().isPresent() && reader.goesOn()); // a live writer moves on meanwhile
            } while (!damaged || reader.skipDamage());
            end = stop(reader, segment, entries == before);
            endIsBroken = !reader.fault().isEmpty();
        }
        lastSegment = number;
    }

    private static Loss stop(SegmentReader reader, Segment segment, boolean atHead) {
        SegmentReader.Stop place = reader.stoppedAt();
        String what = place.file().isEmpty() ? "has no file" : atHead ? "is damaged at its beginning" : "is damaged";
        return new Loss(segment.number, place.file(), place.atByte(), 0, 0, segment.setAside, what);
    }

    /** @param damage that was passed over to get to this entry, in its own segment */
    private void take(JournalRecord record, Optional<Loss> damage) throws IOException {
        boolean first = record.segment() != lastSegment && damage.isEmpty();
        if (record.sequence() > lastSequence + 1) {
            lost(damage.orElseGet(() -> between(record.segment())), record.sequence() - lastSequence - 1);
        } else if (damage.isPresent()) {
            lost(damage.get(), 0);
        } else if (first && endIsBroken) {
            lost(end, 0);
        }
        endIsBroken = false;
        lastSegment = record.segment();
        firstSequence = firstSequence < 0 ? record.sequence() : firstSequence;
        lastSequence = record.sequence();
        entries++;
        if (record.entry() instanceof SessionEvent.JournalRepaired repaired) {
            repairs.add(repaired);
        }
        visitor.entry(record);
    }

    /** What is wrong when a segment does not begin where the one before ended. */
    private Loss between(int segment) {
        if (segment > lastSegment + 1 && !endIsBroken) {
            String gone = lastSegment + 1 == segment - 1 ? "is gone" : "and all to " + (segment - 1) + " are gone";
            return new Loss(lastSegment + 1, "", 0, 0, 0, false, gone);
        }
        return cutShort();
    }

    private Loss cutShort() {
        return new Loss(end.segment(), end.file(), end.atByte(), 0, 0, end.acknowledged(),
                end.file().isEmpty() || endIsBroken ? end.what() : "is cut short");
    }

    private void endAt(Optional<Anchor> anchor) {
        long missing = anchor.map(it -> it.sequence() - lastSequence).orElse(0L);
        if (missing > 0) {
            boolean gone = anchor.get().segment() > lastSegment;
            lost(gone ? new Loss(anchor.get().segment(), "", 0, 0, 0, false, "is gone") : cutShort(), missing);
        } else if (endIsBroken) {
            lost(end, 0);
        }
    }

    private void lost(Loss where, long count) {
        losses.add(new Loss(where.segment(), where.file(), where.atByte(), lastSequence + 1, count, where.acknowledged(), where.what()));
    }

    private Loss judged(Loss loss) {
        boolean known = repairs.stream().anyMatch(it -> it.firstLostSequence() <= loss.firstSequence()
                && it.firstLostSequence() + Math.max(1, it.entriesLost()) > loss.firstSequence());
        return known ? loss.acknowledge() : loss;
    }
}
