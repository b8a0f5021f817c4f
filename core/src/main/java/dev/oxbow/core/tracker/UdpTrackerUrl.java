package dev.oxbow.core.tracker;

import java.util.Optional;

/**
 * A {@code udp://} announce URL.
 *
 * @param host    a name or a numeric address; IPv6 without brackets
 * @param port    from 0 to 65535
 * @param urlData path and query as they were written, for BEP 41; empty where there is neither
 */
public record UdpTrackerUrl(String host, int port, String urlData) {
    /** With more of it an announce would not fit a datagram that travels everywhere in one piece. */
    public static final int URL_DATA_LENGTH_MAX = 1024;
    private static final String SCHEME = "udp://";
    private static final int HOST_LENGTH_MAX = 253;

    /** @return empty for anything that is not a udp URL in printable ASCII, with a host and a port, without a user name */
    public static Optional<UdpTrackerUrl> parse(String url) {
        boolean printable = url.length() <= SCHEME.length() + HOST_LENGTH_MAX + 8 + URL_DATA_LENGTH_MAX
                && url.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        if (!printable || !url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        String rest = url.substring(SCHEME.length(), endBefore(url, "#", SCHEME.length()));
        int authorityEnd = endBefore(rest, "/?", 0);
        String authority = rest.substring(0, authorityEnd);
        int portAt = authority.lastIndexOf(':');
        String host = authority.substring(0, Math.max(0, portAt));
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.indexOf(':') > 0;
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        }
        int port = port(authority.substring(portAt + 1));
        boolean usable = port >= 0 && isHost(host, bracketed) && rest.length() - authorityEnd <= URL_DATA_LENGTH_MAX;
        return usable ? Optional.of(new UdpTrackerUrl(host, port, rest.substring(authorityEnd))) : Optional.empty();
    }

    private static boolean isHost(String host, boolean bracketed) {
        return !host.isEmpty() && host.length() <= HOST_LENGTH_MAX && !host.startsWith(".") && !host.contains("..")
                && host.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c) || (bracketed ? ":." : "-._").indexOf(c) >= 0);
    }

    private static int port(String digits) {
        boolean number = !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(digits) : -1;
        return port <= 0xffff ? port : -1;
    }

    private static int endBefore(String text, String characters, int from) {
        for (int i = from; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }
}
