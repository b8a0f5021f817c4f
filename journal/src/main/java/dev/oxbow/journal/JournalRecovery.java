package dev.oxbow.journal;

import dev.oxbow.core.event.CheckpointEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a new process learns from the journal of earlier ones: the newest segment whose checkpoint is whole is read to its end, or to
 * the first damage. Nothing is ever appended to a segment of an earlier process.
 *
 * @param nextSequence greater than every sequence used before
 * @param lastTimeNs   of the newest entry, 0 when there is none
 * @param damaged      segments that cannot be read to their end
 */
public record JournalRecovery(long nextSequence, int nextSegment, long lastTimeNs, Optional<Damage> damage, List<Integer> damaged) {

    /**
     * Reads; changes nothing on disk.
     *
     * @param consumer takes the records of the chosen segment in order; the first is its {@code CheckpointStarted}
     * @throws IOException when the journal cannot be read, or was written by a newer version of Oxbow
     */
    public static JournalRecovery recover(Path sessionDirectory, Consumer<JournalRecord> consumer) throws IOException {
        List<Integer> segments = Segments.numbers(sessionDirectory);
        Walk walk = new Walk(sessionDirectory);
        boolean found = false;
        for (int i = segments.size() - 1; i >= 0 && !found; i--) {
            found = hasWholeCheckpoint(sessionDirectory, segments.get(i));
            walk.read(segments.get(i), found ? consumer : record -> { });
        }
        if (!found && !segments.isEmpty() && walk.damage.isEmpty()) {
            walk.damage = Optional.of(new Damage(segments.get(0), 0, 0, 0, "no segment of the journal has a whole checkpoint"));
        }
        walk.lookForAMissingSegment();
        return new JournalRecovery(walk.nextSequence, walk.nextSegment, walk.lastTimeNs, walk.damage, walk.damaged);
    }

    static boolean hasWholeCheckpoint(Path sessionDirectory, int segment) throws IOException {
        try (SegmentReader reader = new SegmentReader(Segments.path(sessionDirectory, segment), segment)) {
            Optional<JournalRecord> record = reader.next();
            while (record.isPresent() && record.get().entry() instanceof CheckpointEvent) {
                if (record.get().entry() instanceof CheckpointEvent.CheckpointCompleted) {
                    return true;
                }
                record = reader.next();
            }
            return false;
        }
    }

    /** What has been seen on the way from the newest segment back. */
    private static final class Walk {
        private final Path sessionDirectory;
        private long nextSequence;
        private int nextSegment;
        private long lastTimeNs;
        private Optional<Damage> damage = Optional.empty();
        private final List<Integer> damaged = new ArrayList<>();

        Walk(Path sessionDirectory) {
            this.sessionDirectory = sessionDirectory;
        }

        void read(int segment, Consumer<JournalRecord> consumer) throws IOException {
            try (SegmentReader reader = new SegmentReader(Segments.path(sessionDirectory, segment), segment)) {
                for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
                    lastTimeNs = Math.max(lastTimeNs, record.get().timeNs());
                    consumer.accept(record.get());
                }
                nextSequence = Math.max(nextSequence, reader.lastSequence() + 1);
                Optional<Damage> here = JournalReader.examine(sessionDirectory, segment, reader,
                        reader.lastSequence() < 0 ? sequenceAfterThoseBefore(segment) : 0);
                if (here.isPresent()) {
                    Damage it = here.get();
                    damaged.add(segment);
                    damage = damage.or(() -> here);
                    nextSequence = Math.max(nextSequence, it.firstLostSequence() + it.entriesLost() + it.entriesBehind());
                }
                if (reader.isNewer()) {
                    throw new IOException("the journal in " + sessionDirectory + " was written by a newer version of Oxbow ("
                            + reader.fault() + "); start that one");
                }
            }
        }

        private long sequenceAfterThoseBefore(int segment) throws IOException {
            List<Integer> segments = Segments.numbers(sessionDirectory);
            long next = 0;
            for (int i = segments.indexOf(segment) - 1; i >= 0 && next == 0; i--) {
                next = sequenceAfter(segments.get(i));
            }
            return next;
        }

        private long sequenceAfter(int segment) throws IOException {
            try (SegmentReader reader = new SegmentReader(Segments.path(sessionDirectory, segment), segment)) {
                while (reader.next().isPresent()) {
                    // only the last one's sequence is wanted
                }
                return reader.lastSequence() + 1;
            }
        }

        /** What was synced once is never given out again, though all trace of it but the anchor be gone. */
        void lookForAMissingSegment() throws IOException {
            Optional<Damage> missing = Anchor.missingSegment(sessionDirectory, nextSequence);
            damage = damage.or(() -> missing);
            Optional<Anchor> anchor = Anchor.read(sessionDirectory);
            nextSequence = Math.max(nextSequence, anchor.map(Anchor::sequence).orElse(-1L) + 1);
            nextSegment = Math.max(Segments.next(sessionDirectory), anchor.map(Anchor::segment).orElse(0) + 1);
        }
    }
}
