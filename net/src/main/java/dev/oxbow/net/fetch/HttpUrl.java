package dev.oxbow.net.fetch;

import java.util.Locale;
import java.util.Optional;

/**
 * An http or https URL, split where a request needs it and otherwise kept as it was written: trackers compare what they get byte for
 * byte, and their URLs hold characters that stricter readers refuse.
 *
 * @param host   a name or a numeric address; IPv6 without brackets
 * @param target path and query, as they stand in the request
 */
public record HttpUrl(boolean https, String host, int port, String target) {
    private static final int LENGTH_MAX = 64 * 1024;
    private static final int HOST_LENGTH_MAX = 253;

    /** @return empty for anything that is not an http or https URL in printable ASCII, with a host and without a user name */
    public static Optional<HttpUrl> parse(String url) {
        int schemeEnd = url.indexOf("://");
        String scheme = schemeEnd < 0 ? "" : url.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
        boolean known = scheme.equals("http") || scheme.equals("https");
        if (!known || url.length() > LENGTH_MAX || !url.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            return Optional.empty();
        }
        int fragmentAt = url.indexOf('#');
        String rest = url.substring(schemeEnd + 3, fragmentAt < 0 ? url.length() : Math.max(fragmentAt, schemeEnd + 3));
        int authorityEnd = firstOf(rest, "/?");
        String authority = rest.substring(0, authorityEnd);
        String target = rest.substring(authorityEnd);
        boolean https = scheme.equals("https");
        int portAt = authority.lastIndexOf(':') > authority.lastIndexOf(']') ? authority.lastIndexOf(':') : authority.length();
        String host = authority.substring(0, portAt);
        int port = portAt + 1 >= authority.length() ? https ? 443 : 80 : port(authority.substring(portAt + 1));
        if (host.startsWith("[") && host.endsWith("]") && host.indexOf(':') > 0) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            return Optional.empty();
        }
        boolean usable = isHost(host) && port > 0 && port <= 0xffff;
        return usable ? Optional.of(new HttpUrl(https, host, port, target.startsWith("/") ? target : "/" + target)) : Optional.empty();
    }

    /** Where a redirect from here leads: {@code location} may be a whole URL or relative to this one (RFC 9110, section 10.2.2). */
    public Optional<HttpUrl> resolve(String location) {
        String origin = (https ? "https://" : "http://") + authority();
        int schemeEnd = location.indexOf(':');
        if (schemeEnd > 0 && schemeEnd < firstOf(location, "/?#")) {
            return parse(location);
        }
        if (location.startsWith("//")) {
            return parse((https ? "https:" : "http:") + location);
        }
        String path = target.substring(0, firstOf(target, "?"));
        if (location.startsWith("/")) {
            return parse(origin + location);
        }
        return location.startsWith("?") ? parse(origin + path + location)
                : parse(origin + path.substring(0, path.lastIndexOf('/') + 1) + location);
    }

    /** The whole of it, as it was written but for the port, which is always there. */
    public String text() {
        return (https ? "https://" : "http://") + authority() + target;
    }

    /** Host and port, as people write them. */
    public String authority() {
        return hostInUrl() + ":" + port;
    }

    /** The host with the brackets that IPv6 addresses have in URLs. */
    public String hostInUrl() {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    private static boolean isHost(String host) {
        return !host.isEmpty() && host.length() <= HOST_LENGTH_MAX && !host.startsWith(".") && !host.contains("..")
                && host.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c) || "-._:".indexOf(c) >= 0);
    }

    private static int port(String digits) {
        boolean number = digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Integer.parseInt(digits) : -1;
    }

    private static int firstOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }
}
