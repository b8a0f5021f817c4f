package dev.oxbow.net.fetch;

/**
 * What one exchange may take.
 *
 * @param timeoutMs     for the whole of it, redirects included
 * @param idleTimeoutMs without a byte from the server
 * @param bytesMax      of the body, packed and unpacked
 */
public record FetchLimits(long timeoutMs, long idleTimeoutMs, int bytesMax) {
    public FetchLimits {
        if (timeoutMs < 1 || idleTimeoutMs < 1 || bytesMax < 1) {
            throw new IllegalArgumentException("a limit of nothing");
        }
    }
}
