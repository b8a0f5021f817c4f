package dev.oxbow.core.tracker;

import dev.oxbow.core.value.InfoHash;
import java.util.List;

/** What a tracker answered to a scrape (BEP 48). */
public sealed interface ScrapeAnswer {

    /** The counts of each swarm the tracker knows of those asked, in the answer's order. */
    record Answered(List<SwarmCounts> swarms) implements ScrapeAnswer {
        public Answered {
            swarms = List.copyOf(swarms);
        }
    }

    /**
     * One swarm; {@link AnnounceAnswer#UNKNOWN} where the tracker did not say.
     *
     * @param seedCount      {@code complete}
     * @param leecherCount   {@code incomplete}
     * @param completedCount {@code downloaded}: how many ever completed
     */
    record SwarmCounts(InfoHash infoHash, int seedCount, int leecherCount, int completedCount) {
    }

    /** The tracker refused. @param reason its own words, made printable; never empty */
    record Refused(String reason) implements ScrapeAnswer {
    }

    /** The bytes are no answer of a tracker. @param reason a sentence for people */
    record Malformed(String reason) implements ScrapeAnswer {
    }
}
