package dev.oxbow.core.dht;

import dev.oxbow.core.time.Deadline;

/** How long things last in the DHT. */
final class DhtTimes {
    static final long MINUTE_NS = 60 * Deadline.SECOND_NS;
    /** BEP 5: a node of which nothing was heard for so long is questionable, and a bucket that did not change for so long is refreshed. */
    static final long QUIET_NS = 15 * MINUTE_NS;
    /** A query that took so long holds up nothing any more; an answer still counts. */
    static final long SLOW_NS = Deadline.SECOND_NS;
    /** A query that took so long has failed. */
    static final long TIMEOUT_NS = 15 * Deadline.SECOND_NS;
    /** How often a torrent is announced. */
    static final long ANNOUNCE_NS = 15 * MINUTE_NS;
    /** How soon an announce that reached no node, or found no peer, is tried again. */
    static final long ANNOUNCE_RETRY_NS = MINUTE_NS;
    /** How soon bootstrapping is tried again: doubled each time, up to the maximum. */
    static final long BOOTSTRAP_RETRY_NS = 10 * Deadline.SECOND_NS;
    static final long BOOTSTRAP_RETRY_NS_MAX = 10 * MINUTE_NS;
    /** A questionable node that did not answer is asked again after so long, or sooner when another waits for its place. */
    static final long RECHECK_NS = 5 * MINUTE_NS;
    static final long RECHECK_PRESSED_NS = 15 * Deadline.SECOND_NS;
    /** How long we keep a peer that others announced to us. */
    static final long STORED_NS = 30 * MINUTE_NS;

    private DhtTimes() {
    }
}
