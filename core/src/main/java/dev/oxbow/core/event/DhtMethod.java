package dev.oxbow.core.event;

/** What a DHT query asks (BEP 5). New ones go at the end: the journal keeps the ordinal. */
public enum DhtMethod {
    /** Are you there? */
    PING,
    /** Which nodes do you know near this place? */
    FIND_NODE,
    /** Which peers do you know of this torrent, and which nodes near it? */
    GET_PEERS,
    /** Remember me as a peer of this torrent. */
    ANNOUNCE_PEER
}
