package dev.oxbow.core.command;

/** How a user's request ended. */
public enum RequestOutcome {
    /** As wished. */
    DONE,
    /** Not done; the message says why. */
    REFUSED
}
