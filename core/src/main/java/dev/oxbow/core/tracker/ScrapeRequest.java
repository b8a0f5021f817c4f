package dev.oxbow.core.tracker;

import dev.oxbow.core.value.InfoHash;
import java.util.List;

/**
 * An HTTP scrape: a question for the counts of some swarms (BEP 48).
 *
 * @param infoHashes none asks for all the tracker has
 */
public record ScrapeRequest(List<InfoHash> infoHashes) implements TrackerRequest {
    public ScrapeRequest {
        infoHashes = List.copyOf(infoHashes);
    }

    /** The URL to fetch. @param scrapeUrl as {@link TrackerUrl#scrape} gives it */
    public String toUrl(String scrapeUrl) {
        StringBuilder url = TrackerUrl.openQuery(scrapeUrl);
        String separator = "";
        for (InfoHash infoHash : infoHashes) {
            url.append(separator).append("info_hash=").append(PercentEncoding.encode(infoHash.bytes()));
            separator = "&";
        }
        return url.toString();
    }
}
