package dev.oxbow.core.tracker;

import dev.oxbow.core.value.InfoHash;
import java.util.List;

/** What a client asks of a UDP tracker (BEP 15), as a tracker reads it. */
public sealed interface UdpRequest {
    /** The client's number for this exchange; the answer repeats it. */
    int transactionId();

    /** Asks for a connection id, which proves with later requests that the sender's address is its own. */
    record Connect(int transactionId) implements UdpRequest {
    }

    /** @param urlData path and query of the announce URL (BEP 41); empty when the client sent none */
    record Announce(long connectionId, int transactionId, AnnounceRequest announce, String urlData) implements UdpRequest {
    }

    /** @param infoHashes at least one; the answer has their counts in this order */
    record Scrape(long connectionId, int transactionId, List<InfoHash> infoHashes) implements UdpRequest {
        public Scrape {
            infoHashes = List.copyOf(infoHashes);
        }
    }

    /**
     * A request that cannot be answered but with an error.
     *
     * @param reason a sentence for the error message
     */
    record Malformed(long connectionId, int transactionId, String reason) implements UdpRequest {
    }
}
