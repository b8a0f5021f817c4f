package dev.oxbow.core.event;

/** What kind of failure it was: decides what to do next. The least telling comes first, and new ones go at the end: the journal keeps the ordinal. */
public enum MappingFailure {
    /** No gateway is known or none answers; another try makes sense when the network changes. */
    SILENT,
    /** Something answered, but not as the protocol demands. */
    UNUSABLE,
    /** The gateway understood and will not, or cannot now. */
    REFUSED,
    /** The external port belongs to another host or to the gateway itself: another port may be free. */
    CONFLICT
}
