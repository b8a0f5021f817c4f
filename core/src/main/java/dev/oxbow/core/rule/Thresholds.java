package dev.oxbow.core.rule;

import java.util.EnumMap;
import java.util.Map;

/** The figures that rules go by: the usual ones, but for those that are set otherwise. */
public final class Thresholds {
    public static final Thresholds USUAL = new Thresholds(new EnumMap<>(Threshold.class));

    private final Map<Threshold, Integer> set;

    private Thresholds(Map<Threshold, Integer> set) {
        this.set = set;
    }

    /** These, and one otherwise. @throws IllegalArgumentException when the value is less than 1 */
    public Thresholds with(Threshold threshold, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(threshold.text() + " must be at least 1");
        }
        Map<Threshold, Integer> out = new EnumMap<>(Threshold.class);
        out.putAll(set);
        out.put(threshold, value);
        return new Thresholds(out);
    }

    public int of(Threshold threshold) {
        return set.getOrDefault(threshold, threshold.usual());
    }
}
