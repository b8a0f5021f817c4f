/**
 * The small expression language of {@code --where}: comparisons of fields with values, {@code and}, {@code or}, {@code not}, parentheses,
 * sums, sizes ({@code 16K}) and durations ({@code 250ms}). It knows nothing of journals: fields are looked up by name.
 */
package dev.oxbow.replay.where;
