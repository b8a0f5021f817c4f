package dev.oxbow.core.rule;

/** How much harm it does, least first. */
public enum Severity {
    /** Of interest only. */
    INFO,
    /** A nuisance. */
    LOW,
    /** It costs time or traffic. */
    MEDIUM,
    /** It cannot be an accident of timing; the conversation is over. */
    HIGH,
    /** The data is wrong. */
    CRITICAL
}
