package dev.oxbow.core.tracker;

/** What a client asks of an HTTP tracker, as a tracker reads it. */
public sealed interface TrackerRequest permits AnnounceRequest, ScrapeRequest, TrackerRequest.Malformed {

    /**
     * A request that cannot be answered.
     *
     * @param reason a sentence for {@code failure reason}
     */
    record Malformed(String reason) implements TrackerRequest {
    }
}
