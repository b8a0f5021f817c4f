package dev.oxbow.replay.doctor;

import dev.oxbow.journal.JournalSurvey;
import dev.oxbow.journal.Loss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code replay doctor}: what of a journal can be read, what is lost, what can be trusted, and what the next start does about it. */
public final class Doctor {
    /**
     * What the doctor found.
     *
     * @param entriesReadable all that are whole, behind damage too
     * @param entriesLost     of the losses that nobody has dealt with yet
     * @param losses          each damaged place that nobody has dealt with yet; empty when all is well
     * @param notes           what is worth knowing and no damage, a sentence each
     * @param trust           what the next start goes by
     * @param plan            what it does, one sentence
     */
    public record Report(long entriesReadable, long entriesLost, List<Loss> losses, List<String> notes, Trust trust, String plan) {
        public boolean isDamaged() {
            return !losses.isEmpty();
        }
    }

    private Doctor() {
    }

    /** @throws IOException when the journal cannot be read, or a newer version of Oxbow wrote it */
    public static Report examine(Path sessionDirectory) throws IOException {
        JournalSurvey.Result found = JournalSurvey.of(sessionDirectory, record -> { });
        List<Loss> open = found.losses().stream().filter(loss -> !loss.acknowledged()).toList();
        Trust trust = Trust.of(sessionDirectory);
        return new Report(found.entries(), open.stream().mapToLong(Loss::count).sum(), open, notes(found), trust,
                plan(!open.isEmpty(), trust));
    }

    private static List<String> notes(JournalSurvey.Result found) {
        List<String> out = new ArrayList<>();
        if (found.prunedBefore() > 0) {
            out.add("entries before number " + found.prunedBefore() + " were pruned: nothing that is needed");
        }
        for (Loss loss : found.losses()) {
            if (loss.acknowledged()) {
                out.add("dealt with by an earlier start, or a salvage: " + loss.sentence());
            }
        }
        for (JournalSurvey.Segment segment : found.segments()) {
            if (segment.setAside()) {
                out.add("segment " + segment.number()
                        + " was set aside by an earlier start; --salvage puts what is whole of it back in its place");
            }
            if (!segment.hasMetadata()) {
                out.add("segment " + segment.number() + " has no metadata.cq4t: nothing is lost with it, Oxbow does not read that file");
            }
        }
        if (!found.anchored() && found.entries() > 0) {
            out.add("the anchor is gone or broken: should the journal's very end be missing too, nothing would show it");
        }
        return out;
    }

    private static String plan(boolean damaged, Trust trust) {
        if (!damaged) {
            return "nothing to do";
        }
        String base = trust.checkpoint().isPresent()
                ? "the next start goes on from the checkpoint at number " + trust.checkpoint().get().sequence()
                        + " and what follows it whole"
                : "no checkpoint is whole: the next start knows no torrent, and finds on disk what there is when each is added again";
        return base + ", keeps the damaged segments aside, and hashes what lies on disk beyond that;"
                + " nothing is deleted or downloaded again."
                + " To get at all that is whole: oxbow replay doctor --salvage OUT";
    }
}
