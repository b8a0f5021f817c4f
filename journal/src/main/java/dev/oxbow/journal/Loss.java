package dev.oxbow.journal;

/**
 * Entries of a journal that are gone, and where.
 *
 * @param segment       in which, or behind which, they were
 * @param file          of that segment; empty when it has none
 * @param atByte        where in the file reading stopped
 * @param firstSequence the first of them
 * @param count         how many; 0 when something is broken but no entry is known to be gone
 * @param acknowledged  whether a later start of Oxbow, or a salvage, has dealt with it already
 * @param what          what is wrong there, a clause for people
 */
public record Loss(int segment, String file, long atByte, long firstSequence, long count, boolean acknowledged, String what) {

    /** For people. */
    public String sentence() {
        String where = "segment " + segment + (file.isEmpty() ? "" : " (" + file + ", byte " + atByte + ")");
        String lost = switch ((int) Math.min(2, count)) {
            case 0 -> "no entry is lost with it";
            case 1 -> "entry " + firstSequence + " is lost";
            default -> count + " entries are lost, " + firstSequence + " to " + (firstSequence + count - 1);
        };
        return where + " " + what + ": " + lost;
    }

    Loss acknowledge() {
        return new Loss(segment, file, atByte, firstSequence, count, true, what);
    }
}
