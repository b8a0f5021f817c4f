package dev.oxbow.core.tracker;

import dev.oxbow.core.value.InfoHash;
import dev.oxbow.core.value.PeerId;

/**
 * An announce: where a client stands, and a wish for peers (BEP 3, "trackers").
 *
 * @param port        where the client listens, 0 when it does not
 * @param leftBytes   still to download; negative when that is not known, as for a magnet link without its metadata
 * @param event       {@code started}, {@code completed}, {@code stopped}; empty for a regular announce
 * @param compact     whether packed addresses are preferred (BEP 23)
 * @param noPeerId    whether peer ids may be left out of dictionaries
 * @param ip          the client's address where the tracker could not know it; empty for none
 * @param peersWanted negative for whatever the tracker likes to give
 * @param key         proves after a change of address that the client is the same; empty for none
 * @param trackerId   what the tracker said in {@code tracker id}, as {@link AnnounceAnswer.Answered#trackerId}; empty for none
 */
public record AnnounceRequest(
        InfoHash infoHash, PeerId peerId, int port, long uploadedBytes, long downloadedBytes, long leftBytes, String event,
        boolean compact, boolean noPeerId, String ip, int peersWanted, String key, String trackerId) implements TrackerRequest {

    public static final String STARTED = "started";
    public static final String COMPLETED = "completed";
    public static final String STOPPED = "stopped";
    public static final String REGULAR = "";

    /** Sent for an amount that is not known: a tracker would take 0 for a seed. */
    private static final long UNKNOWN_LEFT_BYTES = 16 * 1024;

    /** The URL to fetch: the announce URL with this request's parameters behind the query it may have already. */
    public String toUrl(String announceUrl) {
        StringBuilder url = TrackerUrl.openQuery(announceUrl);
        url.append("info_hash=").append(PercentEncoding.encode(infoHash.bytes()));
        url.append("&peer_id=").append(PercentEncoding.encode(peerId.bytes()));
        url.append("&port=").append(port);
        url.append("&uploaded=").append(uploadedBytes);
        url.append("&downloaded=").append(downloadedBytes);
        url.append("&left=").append(leftBytesTold());
        url.append("&compact=").append(compact ? 1 : 0);
        url.append(noPeerId ? "&no_peer_id=1" : "");
        url.append(peersWanted < 0 ? "" : "&numwant=" + peersWanted);
        appendText(url, "event", PercentEncoding.encode(event));
        appendText(url, "ip", PercentEncoding.encode(ip));
        appendText(url, "key", PercentEncoding.encode(key));
        appendText(url, "trackerid", PercentEncoding.encodeTheRest(trackerId));
        return url.toString();
    }

    /** What a tracker is told of the bytes still to download. */
    long leftBytesTold() {
        return leftBytes < 0 ? UNKNOWN_LEFT_BYTES : leftBytes;
    }

    private static void appendText(StringBuilder url, String name, String encodedValue) {
        if (!encodedValue.isEmpty()) {
            url.append('&').append(name).append('=').append(encodedValue);
        }
    }
}
