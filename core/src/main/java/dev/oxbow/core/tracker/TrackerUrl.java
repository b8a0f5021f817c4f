package dev.oxbow.core.tracker;

import java.util.Optional;

/** Works on announce URLs as text: what a tracker's owner wrote is kept byte for byte. */
public final class TrackerUrl {
    private static final String ANNOUNCE = "announce";

    private TrackerUrl() {
    }

    /**
     * The scrape URL of an announce URL (BEP 48): in the last component of the path, which must begin with {@code announce}, that
     * word becomes {@code scrape}. Empty when it does not: then the tracker offers no scrape.
     */
    public static Optional<String> scrape(String announceUrl) {
        int queryAt = announceUrl.indexOf('?');
        String path = queryAt < 0 ? withoutFragment(announceUrl) : announceUrl.substring(0, queryAt);
        int component = path.lastIndexOf('/') + 1;
        boolean inThePath = component > path.indexOf("://") + "://".length();
        if (!inThePath || !path.startsWith(ANNOUNCE, component)) {
            return Optional.empty();
        }
        return Optional.of(announceUrl.substring(0, component) + "scrape" + announceUrl.substring(component + ANNOUNCE.length()));
    }

    /** The URL up to where the first parameter of ours may be written. */
    static StringBuilder openQuery(String url) {
        StringBuilder out = new StringBuilder(withoutFragment(url));
        int queryAt = out.indexOf("?");
        char last = out.length() == 0 ? '?' : out.charAt(out.length() - 1);
        if (queryAt < 0) {
            out.append('?');
        } else if (last != '?' && last != '&') {
            out.append('&');
        }
        return out;
    }

    private static String withoutFragment(String url) {
        int fragmentAt = url.indexOf('#');
        return fragmentAt < 0 ? url : url.substring(0, fragmentAt);
    }
}
