package dev.oxbow.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which old segments may go: the oldest that nothing was written to for some time, or that are too much in all. What a restart would need
 * is kept: the newest segment, and all from the newest before it that has a whole checkpoint. Segments that were set aside stay.
 */
public final class Retention {
    /**
     * A segment that may go.
     *
     * @param tooOld whether its age is the reason, and not the size of all
     */
    public record Old(int segment, long sizeBytes, Instant lastWritten, boolean tooOld) {
    }

    /**
     * What goes and what stays.
     *
     * @param old oldest first
     */
    public record Plan(List<Old> old, int keptSegments, long keptBytes) {
        public long freedBytes() {
            return old.stream().mapToLong(Old::sizeBytes).sum();
        }
    }

    private Retention() {
    }

    /** @param bytesMax how much all segments may take */
    public static Plan plan(Path sessionDirectory, Duration age, long bytesMax) throws IOException {
        List<Integer> segments = Segments.numbers(sessionDirectory);
        FileTime limit = FileTime.fromMillis(System.currentTimeMillis() - age.toMillis());
        int needed = firstNeeded(sessionDirectory, segments);
        int firstKept = 0;
        List<Old> all = new ArrayList<>();
        long total = 0;
        for (int i = segments.size() - 1; i >= 0; i--) {
            Path path = Segments.path(sessionDirectory, segments.get(i));
            long size = Segments.sizeBytes(path);
            FileTime written = Segments.lastWritten(path);
            total += size;
            boolean tooOld = written.compareTo(limit) < 0;
            all.add(0, new Old(segments.get(i), size, written.toInstant(), tooOld));
            if (firstKept == 0 && i < needed && (total > bytesMax || tooOld)) {
                firstKept = i + 1;
            }
        }
        long keptBytes = all.subList(firstKept, all.size()).stream().mapToLong(Old::sizeBytes).sum();
        return new Plan(List.copyOf(all.subList(0, firstKept)), all.size() - firstKept, keptBytes);
    }

    private static int firstNeeded(Path sessionDirectory, List<Integer> segments) throws IOException {
        int i = segments.size() - 2;
        while (i > 0 && !JournalRecovery.hasWholeCheckpoint(sessionDirectory, segments.get(i))) {
            i--;
        }
        return i;
    }

    /** Deletes what the plan says, oldest first. The caller holds the directory's lock. */
    public static void carryOut(Path sessionDirectory, Plan plan) throws IOException {
        if (plan.old.isEmpty()) {
            return;
        }
        long firstKept = firstSequenceBehind(sessionDirectory, plan.old.get(plan.old.size() - 1).segment);
        if (firstKept > PruneNote.read(sessionDirectory)) {
            PruneNote.write(sessionDirectory, firstKept);
        }
        for (Old each : plan.old) {
            delete(Segments.path(sessionDirectory, each.segment));
        }
    }

    private static long firstSequenceBehind(Path sessionDirectory, int segment) throws IOException {
        for (int later : Segments.numbers(sessionDirectory).stream().filter(it -> it > segment).toList()) {
            try (SegmentReader reader = new SegmentReader(Segments.path(sessionDirectory, later), later)) {
                Optional<JournalRecord> first = reader.next();
                if (first.isPresent()) {
                    return first.get().sequence();
                }
            }
        }
        return 0;
    }

    private static void delete(Path segment) throws IOException {
        try (Stream<Path> files = Files.list(segment)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(segment);
    }
}
