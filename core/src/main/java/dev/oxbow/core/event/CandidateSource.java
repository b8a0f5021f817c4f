package dev.oxbow.core.event;

/** Where an address came from. New ones go at the end: the journal keeps the ordinal. */
public enum CandidateSource {
    /** The user named it. */
    USER,
    /** A tracker listed it. */
    TRACKER,
    /** It dialled us. */
    INCOMING,
    /** A node of the DHT told of it. */
    DHT,
    /** A neighbour announced it (BEP 14). */
    LOCAL,
    /** A peer told us of it (BEP 11). */
    PEX
}
