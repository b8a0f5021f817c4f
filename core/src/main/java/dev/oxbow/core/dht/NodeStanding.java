package dev.oxbow.core.dht;

/** What we think of a node (BEP 5, routing table). */
public enum NodeStanding {
    /** It answered us in the last 15 minutes, or it once did and queried us in the last 15 minutes. */
    GOOD,
    /** Nothing was heard of it for 15 minutes. */
    QUESTIONABLE,
    /** It left several queries in a row unanswered. */
    BAD
}
