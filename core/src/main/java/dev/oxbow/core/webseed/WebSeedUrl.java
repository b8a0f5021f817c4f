package dev.oxbow.core.webseed;

import dev.oxbow.core.tracker.PercentEncoding;
import dev.oxbow.core.value.ByteString;
import dev.oxbow.core.value.InfoHash;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes the URLs that are asked from the one that the torrent names. The results are ASCII and hold nothing that ends a request early. */
public final class WebSeedUrl {
    /** What has a meaning in a URL and is left as its owner wrote it (RFC 3986, section 2.2); a fragment never reaches a server. */
    private static final String RESERVED = ":/?[]@!$&'()*+,;=";
    private static final ByteString HERE = ByteString.ofUtf8(".");
    private static final ByteString ABOVE = ByteString.ofUtf8("..");

    private WebSeedUrl() {
    }

    /**
     * The URL of a file (BEP 19). A torrent of several files lies below the base URL, in a directory of its name, whether or not the URL
     * ends in a slash. A single file is the base URL itself, or lies below it under its name when the URL ends in a slash.
     *
     * @param rawPath the torrent's name first
     */
    public static String file(String base, boolean multiFile, List<ByteString> rawPath) {
        StringBuilder out = new StringBuilder(encodeTheRest(base));
        boolean separated = out.length() > 0 && out.charAt(out.length() - 1) == '/';
        if (!multiFile && !separated) {
            return out.toString();
        }
        for (ByteString component : rawPath) {
            if (leadsSomewhere(component)) {
                out.append(separated ? "" : "/").append(PercentEncoding.encode(component));
                separated = false;
            }
        }
        return out.toString();
    }

    /** The URL of a whole piece (BEP 17). */
    public static String piece(String base, InfoHash infoHash, int pieceIndex) {
        String url = encodeTheRest(base);
        String join = url.indexOf('?') < 0 ? "?" : url.endsWith("?") || url.endsWith("&") ? "" : "&";
        return url + join + "info_hash=" + PercentEncoding.encode(infoHash.bytes()) + "&piece=" + pieceIndex;
    }

    /** The URL of a part of a piece, the last byte included (BEP 17). */
    public static String pieceRange(String base, InfoHash infoHash, int pieceIndex, long firstBytes, long lastBytes) {
        return piece(base, infoHash, pieceIndex) + "&ranges=" + firstBytes + "-" + lastBytes;
    }

    /** Servers and proxies resolve dot components; no file has such a name, so none is asked for under it. */
    private static boolean leadsSomewhere(ByteString component) {
        return component.length() > 0 && !component.equals(HERE) && !component.equals(ABOVE);
    }

    /** What the URL's owner left unencoded although no URL may hold it: spaces, letters beyond ASCII, a {@code %} that is only a sign. */
    private static String encodeTheRest(String url) {
        int fragmentAt = url.indexOf('#');
        byte[] octets = (fragmentAt < 0 ? url : url.substring(0, fragmentAt)).getBytes(StandardCharsets.UTF_8);
        StringBuilder out = new StringBuilder(octets.length);
        for (int i = 0; i < octets.length; i++) {
            boolean kept = RESERVED.indexOf(octets[i]) >= 0 || octets[i] == '%' && isHex(octets, i + 1) && isHex(octets, i + 2);
            out.append(kept ? String.valueOf((char) octets[i]) : PercentEncoding.encode(ByteString.copyOf(octets, i, 1)));
        }
        return out.toString();
    }

    private static boolean isHex(byte[] octets, int at) {
        return at < octets.length && Character.digit(octets[at], 16) >= 0;
    }
}
