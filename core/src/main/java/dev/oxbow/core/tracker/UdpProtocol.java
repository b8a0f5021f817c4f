package dev.oxbow.core.tracker;

/** The numbers of BEP 15. Everything is in network byte order. */
final class UdpProtocol {
    /** Begins a connect request, where all others have their connection id. */
    static final long PROTOCOL_ID = 0x41727101980L;
    static final int CONNECT = 0;
    static final int ANNOUNCE = 1;
    static final int SCRAPE = 2;
    static final int ERROR = 3;

    /** A request's connection id, action and transaction id. */
    static final int REQUEST_HEAD_LENGTH_BYTES = 16;
    static final int ANNOUNCE_REQUEST_LENGTH_BYTES = 98;
    /** An answer's action and transaction id. */
    static final int ANSWER_HEAD_LENGTH_BYTES = 8;
    static final int CONNECT_ANSWER_LENGTH_BYTES = 16;
    static final int ANNOUNCE_ANSWER_LENGTH_BYTES = 20;
    static final int SWARM_COUNTS_LENGTH_BYTES = 12;
    /** As many info hashes as fit one datagram. */
    static final int SCRAPE_HASHES_MAX = 74;

    private UdpProtocol() {
    }
}
