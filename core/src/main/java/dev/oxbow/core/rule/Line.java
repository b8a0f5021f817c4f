package dev.oxbow.core.rule;

import dev.oxbow.core.value.Endpoint;
import dev.oxbow.core.wire.Handshake;

/** A connection with its two sides, as rules see it. Forgotten when it ends. */
final class Line {
    private final long connectionId;
    private final Endpoint endpoint;
    private final Speaker us;
    private final Speaker peer;
    private int torrentId;
    private Endpoint identity;
    private String client = "";
    private long openedNs;
    private long openedSequence;
    private long joinedNs;
    private boolean joined;
    private boolean outOfOrder;
    private boolean closedByUs;

    Line(long connectionId, Endpoint endpoint, int torrentId, long sequence, long timeNs, int noteCount) {
        this.connectionId = connectionId;
        this.endpoint = endpoint;
        this.identity = endpoint;
        this.torrentId = torrentId;
        this.openedNs = timeNs;
        this.openedSequence = sequence;
        this.us = new Speaker(this, true, noteCount);
        this.peer = new Speaker(this, false, noteCount);
    }

    long connectionId() {
        return connectionId;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Where it can be dialled, as far as that is known. */
    Endpoint identity() {
        return identity;
    }

    boolean isDialled() {
        return (connectionId & 1) == 1;
    }

    int torrentId() {
        return torrentId;
    }

    Speaker us() {
        return us;
    }

    Speaker peer() {
        return peer;
    }

    String client() {
        return client;
    }

    long openedNs() {
        return openedNs;
    }

    long openedSequence() {
        return openedSequence;
    }

    /** When both had shaken hands and the torrent was agreed on. */
    long joinedNs() {
        return joinedNs;
    }

    /** Whether the conversation is about a torrent, and goes on. */
    boolean isActive() {
        return joined && !closedByUs;
    }

    boolean isClosedByUs() {
        return closedByUs;
    }

    boolean isFast() {
        return (us.reserved() & peer.reserved() & Handshake.FAST_BIT) != 0;
    }

    boolean isExtended() {
        return (us.reserved() & peer.reserved() & Handshake.EXTENSION_PROTOCOL_BIT) != 0;
    }

    void opened(long sequence, long timeNs) {
        openedSequence = sequence;
        openedNs = timeNs;
    }

    void joined(int torrent, long timeNs) {
        torrentId = torrent;
        joinedNs = joined ? joinedNs : timeNs;
        joined = true;
    }

    /** What the peer says of pieces is kept back until they are known: it comes behind what it said later. */
    void awaitsMetadata(int torrent, long timeNs) {
        joined(torrent, timeNs);
        outOfOrder = true;
    }

    boolean isOutOfOrder() {
        return outOfOrder;
    }

    void closedByUs() {
        closedByUs = true;
    }

    void named(String name, int listenPort) {
        client = name;
        if (!isDialled() && listenPort > 0) {
            identity = new Endpoint(endpoint.address(), listenPort);
        }
    }
}
