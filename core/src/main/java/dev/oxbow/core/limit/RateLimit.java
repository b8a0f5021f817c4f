package dev.oxbow.core.limit;

/** A torrent's limit and the session's together: what one allows and the other forbids is forbidden. */
public final class RateLimit {
    private final TokenBucket torrent;
    private final TokenBucket session;

    public RateLimit(TokenBucket torrent, TokenBucket session) {
        this.torrent = torrent;
        this.session = session;
    }

    /** The rate of the lower limit, or {@link TokenBucket#UNLIMITED}. */
    public long bytesPerSec() {
        if (torrent.isUnlimited() || session.isUnlimited()) {
            return Math.max(torrent.bytesPerSec(), session.bytesPerSec());
        }
        return Math.min(torrent.bytesPerSec(), session.bytesPerSec());
    }

    /** What both hold when they are full: the most that is worth waiting for. */
    public long capacityBytes() {
        return Math.min(torrent.capacityBytes(), session.capacityBytes());
    }

    /** What may be taken now without making a debt; {@link Long#MAX_VALUE} without limits. */
    public long availableBytes(long timeNs) {
        return Math.min(torrent.availableBytes(timeNs), session.availableBytes(timeNs));
    }

    /** Takes so many bytes from both, whether they are there or not. */
    public void take(long bytes, long timeNs) {
        torrent.take(bytes, timeNs);
        session.take(bytes, timeNs);
    }

    /**
     * When so many bytes are there, or all that both hold if that is less; {@code timeNs} if they are there now. Others may have taken
     * from the session's bucket by then.
     */
    public long nextNs(long bytes, long timeNs) {
        return Math.max(torrent.nextNs(bytes, timeNs), session.nextNs(bytes, timeNs));
    }

    /** When so many bytes were, or will be, there if nobody takes any, whatever the time is now; {@link Long#MIN_VALUE} without limits. */
    public long holdsNs(long bytes) {
        return Math.max(torrent.holdsNs(bytes), session.holdsNs(bytes));
    }

    /** What is worth waiting for: it is there well before the bucket is full, so that a late clock spills nothing. */
    public long portionBytes(long leastBytes) {
        return Math.min(capacityBytes(), Math.max(leastBytes, capacityBytes() / 2));
    }
}
