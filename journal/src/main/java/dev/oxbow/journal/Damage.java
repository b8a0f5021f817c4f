package dev.oxbow.journal;

/**
 * Where a journal can no longer be read.
 *
 * @param firstLostSequence the first entry that cannot be read
 * @param entriesLost       how many are known to be gone; 0 when that cannot be told
 * @param entriesBehind     how many whole entries lie behind the damage; they are kept, but not folded
 * @param sentence          for people
 */
public record Damage(int segment, long firstLostSequence, long entriesLost, long entriesBehind, String sentence) {

    static Damage hole(int segment, long firstLost, long firstBehind, long entriesBehind) {
        long lost = firstBehind - firstLost;
        return new Damage(segment, firstLost, lost, entriesBehind, "the journal has a hole: " + lost + " entries from number " + firstLost
                + " on cannot be read, " + entriesBehind + " behind them can");
    }

    static Damage cutShort(int segment, long firstLost, long lastKnown) {
        long lost = lastKnown - firstLost + 1;
        return new Damage(segment, firstLost, lost, 0, "the journal is cut short: at least " + lost + " entries from number " + firstLost
                + " on are gone");
    }

    static Damage missing(int segment, long firstLost, long lastKnown) {
        long lost = lastKnown - firstLost + 1;
        return new Damage(segment, firstLost, lost, 0, "the journal's newest segment, number " + segment + ", is gone, and " + lost
                + " entries from number " + firstLost + " on with it");
    }

    static Damage atTheEnd(int segment, long firstLost, String fault) {
        return new Damage(segment, firstLost, 0, 0, "the journal is damaged at its end: " + fault + " (number " + firstLost + ")");
    }
}
