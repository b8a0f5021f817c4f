package dev.oxbow.core.rule;

/** How sure a verdict is. */
public enum Certainty {
    /** From bytes and their order alone: an honest peer cannot do it. */
    PROOF,
    /** From counts and times that go beyond a threshold: an honest peer might. */
    STATISTICAL,
    /** It is about our own side. */
    OWN_SIDE
}
