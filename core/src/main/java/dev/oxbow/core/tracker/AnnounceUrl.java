package dev.oxbow.core.tracker;

import dev.oxbow.core.command.TrackerCommand;
import dev.oxbow.core.event.AnnounceEvent;
import dev.oxbow.core.value.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** URLs for HTTP trackers: announce (BEP 3, BEP 7, BEP 23) and scrape (BEP 48). */
public final class AnnounceUrl {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    private AnnounceUrl() {
    }

    /** The tracker's URL with all that it is told; a query that the URL already has is kept. */
    public static String announce(TrackerCommand.Announce announce) {
        StringBuilder out = new StringBuilder(announce.url()).append(announce.url().indexOf('?') >= 0 ? '&' : '?');
        out.append("info_hash=").append(escape(announce.infoHash().bytes()));
        out.append("&peer_id=").append(escape(announce.peerId().bytes()));
        out.append("&port=").append(announce.port());
        out.append("&uploaded=").append(announce.uploadedBytes());
        out.append("&downloaded=").append(announce.downloadedBytes());
        out.append("&left=").append(announce.leftBytes());
        out.append("&compact=1&no_peer_id=1&numwant=").append(announce.peersWanted());
        out.append("&key=").append(Integer.toHexString(announce.key()));
        if (announce.event() != AnnounceEvent.REGULAR) {
            out.append("&event=").append(announce.event().name().toLowerCase(Locale.ROOT));
        }
        if (!announce.trackerId().isEmpty()) {
            out.append("&trackerid=").append(escape(ByteString.wrap(announce.trackerId().getBytes(StandardCharsets.UTF_8))));
        }
        return out.toString();
    }

    /** BEP 48: the scrape URL, where the last component of the announce URL begins with {@code announce}. */
    public static Optional<String> scrape(String announceUrl, ByteString infoHash) {
        int slash = announceUrl.lastIndexOf('/');
        if (slash < 0 || !announceUrl.startsWith("announce", slash + 1)) {
            return Optional.empty();
        }
        String url = announceUrl.substring(0, slash + 1) + "scrape" + announceUrl.substring(slash + 1 + "announce".length());
        return Optional.of(url + (url.indexOf('?') >= 0 ? '&' : '?') + "info_hash=" + escape(infoHash));
    }

    /** RFC 3986: every byte but the unreserved characters as {@code %XX}. */
    static String escape(ByteString bytes) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < bytes.length(); i++) {
            char c = (char) (bytes.byteAt(i) & 0xff);
            if (UNRESERVED.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
        return out.toString();
    }
}
