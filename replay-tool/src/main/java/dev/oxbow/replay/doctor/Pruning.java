package dev.oxbow.replay.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.Retention;
import dev.oxbow.journal.SessionLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** {@code replay prune}: deletes old segments, whole ones only, and never what a restart needs. */
public final class Pruning {
    private Pruning() {
    }

    /** What would be deleted; nothing is. */
    public static Retention.Plan dryRun(Path sessionDirectory, Duration keep, long bytesMax) throws IOException {
        JournalReader.segments(sessionDirectory); // says so when there is no journal
        return Retention.plan(sessionDirectory, keep, bytesMax);
    }

    /** @throws SessionLock.SessionHeldException when a process works in the directory */
    public static Retention.Plan run(Path sessionDirectory, Duration keep, long bytesMax)
            throws IOException, SessionLock.SessionHeldException {
        JournalReader.segments(sessionDirectory);
        SessionLock lock = SessionLock.acquire(sessionDirectory);
        try {
            Retention.Plan plan = Retention.plan(sessionDirectory, keep, bytesMax);
            Retention.carryOut(sessionDirectory, plan);
            return plan;
        } finally {
            lock.close();
        }
    }

    public static List<String> lines(Retention.Plan plan, boolean dryRun) {
        List<String> out = new ArrayList<>();
        for (Retention.Old it : plan.old()) {
            out.add("segment " + it.segment() + ": " + it.sizeBytes() + " bytes, last written " + it.lastWritten()
                    .truncatedTo(ChronoUnit.SECONDS)
                    + ", " + why(it));
        }
        String kept = plan.keptSegments() + (plan.keptSegments() == 1 ? " segment" : " segments") + " of " + plan.keptBytes()
                + " bytes kept";
        String verb = dryRun ? "would be freed" : "freed";
        out.add(plan.old().isEmpty() ? "nothing to prune; " + kept : plan.freedBytes() + " bytes in " + plan.old().size()
                + (plan.old().size() == 1 ? " segment " : " segments ") + verb + "; " + kept);
        return out;
    }

    private static String why(Retention.Old it) {
        return it.tooOld() ? "older than is kept" : "more than is kept";
    }

    public static ObjectNode json(Retention.Plan plan, boolean dryRun) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("dryRun", dryRun).put("freedBytes", plan.freedBytes()).put("keptSegments", plan.keptSegments())
                .put("keptBytes", plan.keptBytes());
        out.putArray("segments");
        plan.old().forEach(it -> out.withArrayProperty("segments").addObject().put("segment", it.segment()).put("sizeBytes", it.sizeBytes())
                .put("lastWritten", it.lastWritten().toString()).put("reason", why(it)));
        return out;
    }
}
