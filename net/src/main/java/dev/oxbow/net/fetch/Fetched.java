package dev.oxbow.net.fetch;

/**
 * A server's last answer, after redirects.
 *
 * @param status HTTP's, never one of a redirect that could be followed
 * @param body   unpacked; the receiver's own
 */
public record Fetched(int status, byte[] body) {
    public static final int OK = 200;
}
