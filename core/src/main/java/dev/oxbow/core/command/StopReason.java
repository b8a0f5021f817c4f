package dev.oxbow.core.command;

/** Why the session ends. */
public enum StopReason {
    /** The user wished it. */
    REQUESTED,
    /** The user wished it, and somebody did not answer in time. */
    TIMED_OUT
}
