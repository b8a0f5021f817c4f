package dev.oxbow.core.rule;

import java.util.List;
import java.util.Optional;

/**
 * Somebody broke a rule of the catalogue.
 *
 * @param code         of the rule; {@link Code#OWN_SIDE} when it was us
 * @param severity     of this case: some rules grow sterner with repetition
 * @param certainty    of this case
 * @param breach       the rule that we broke, when it was us
 * @param subject      who: an {@code address:port}, a tracker's URL, or {@code us}
 * @param connectionId the conversation in which it happened; 0 for none
 * @param torrentId    0 for none
 * @param detail       a clause for people
 * @param evidence     sequences of the entries that show it, oldest first, at most {@link #EVIDENCE_MAX}
 * @param sequence     of the entry at which it was found
 * @param timeNs       of that entry
 * @param times        how often it has happened in this conversation, this time included; told at 1, 10, 100 …, and each time at first
 * where the data is
 *                     wrong
 */
public record Verdict(Code code, Severity severity, Certainty certainty, Optional<Code> breach, String subject, long connectionId,
        int torrentId, String detail, List<Long> evidence, long sequence, long timeNs, int times) {
    /** Of long evidence the first and the last entries are kept. */
    public static final int EVIDENCE_MAX = 16;

    public Verdict {
        evidence = shortened(evidence.stream().distinct().sorted().toList());
    }

    private static List<Long> shortened(List<Long> all) {
        if (all.size() <= EVIDENCE_MAX) {
            return all;
        }
        List<Long> out = new java.util.ArrayList<>(all.subList(0, EVIDENCE_MAX / 2));
        out.addAll(all.subList(all.size() - EVIDENCE_MAX / 2, all.size()));
        return List.copyOf(out);
    }

    /** Whether people should be told at once. */
    public boolean isSerious() {
        return severity.compareTo(Severity.HIGH) >= 0;
    }

    /** {@code 192.0.2.1:6881: BAD_HASH_SOLE (critical, proof): all of piece 3 came from it}. */
    @Override
    public String toString() {
        return subject + ": " + code + breach.map(rule -> " " + rule).orElse("") + " (" + text(severity) + ", " + text(certainty)
                + "): " + detail
                + (times > 1 ? ", " + times + " times by now" : "");
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
