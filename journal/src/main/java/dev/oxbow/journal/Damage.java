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
}
