package dev.oxbow.core.tracker;

import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.Endpoint;
import java.util.List;

/** What a tracker answered to an announce. */
public sealed interface AnnounceAnswer {
    /** A number the answer did not give. */
    int UNKNOWN = -1;
    /** {@link Refused#retryInSeconds} of a tracker that never wants to be asked again. */
    int NEVER = Integer.MAX_VALUE;

    /**
     * The announce was taken (BEP 3). Numbers that were left out or made no sense are {@link #UNKNOWN}, texts are empty.
     *
     * @param trackerId  to be sent with the next announce: percent-encoded, so that the tracker gets back the bytes it sent
     * @param externalIp the client's address as the tracker sees it (BEP 24), 4 or 16 bytes; empty when it does not say
     * @param peers      in the order given, each once, IPv4 before IPv6 (BEP 7) when they came packed
     */
    record Answered(
            int intervalSeconds, int minIntervalSeconds, int seedCount, int leecherCount, String trackerId, String warning,
            ByteString externalIp, List<Endpoint> peers) implements AnnounceAnswer {
        public Answered {
            peers = List.copyOf(peers);
        }
    }

    /**
     * The tracker refused.
     *
     * @param reason         its own words, made printable; never empty
     * @param retryInSeconds when to try again (BEP 31), {@link #NEVER}, or {@link #UNKNOWN}
     */
    record Refused(String reason, int retryInSeconds) implements AnnounceAnswer {
    }

    /**
     * The bytes are no answer of a tracker.
     *
     * @param reason a sentence for people
     */
    record Malformed(String reason) implements AnnounceAnswer {
    }
}
