package dev.oxbow.core.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final long MS = 1_000_000;
    private static final long START = 1_700_000_000_000L * MS;

    private final TokenBucket torrent = new TokenBucket(50_000, START);
    private final TokenBucket session = new TokenBucket(100_000, START);
    private final TokenBucket none = new TokenBucket(TokenBucket.UNLIMITED, START);

    @Test
    void allowsWhatBothAllow() {
        RateLimit limit = new RateLimit(torrent, session);
        assertEquals(50_000, limit.bytesPerSec());
        assertEquals(5_000, limit.capacityBytes());
        assertEquals(5_000, limit.availableBytes(START));
        session.take(8_000, START);
        assertEquals(2_000, limit.availableBytes(START));
        assertEquals(START + 30 * MS, limit.nextNs(5_000, START));
    }

    @Test
    void takesFromBoth() {
        new RateLimit(torrent, session).take(3_000, START);
        assertEquals(2_000, torrent.availableBytes(START));
        assertEquals(7_000, session.availableBytes(START));
    }

    @Test
    void oneTorrentLeavesTheOtherWhatTheSessionHasLeft() {
        RateLimit one = new RateLimit(torrent, session);
        RateLimit other = new RateLimit(new TokenBucket(90_000, START), session);
        one.take(5_000, START);
        assertEquals(5_000, other.availableBytes(START));
        other.take(5_000, START);
        assertEquals(0, one.availableBytes(START));
        assertEquals(0, other.availableBytes(START));
    }

    @Test
    void isTheOtherLimitWhereOneIsNone() {
        assertEquals(50_000, new RateLimit(torrent, none).bytesPerSec());
        assertEquals(5_000, new RateLimit(torrent, none).availableBytes(START));
        assertEquals(10_000, new RateLimit(none, session).availableBytes(START));
        assertEquals(TokenBucket.UNLIMITED, new RateLimit(none, none).bytesPerSec());
        assertEquals(Long.MAX_VALUE, new RateLimit(none, none).availableBytes(START));
        assertEquals(START, new RateLimit(none, none).nextNs(1 << 30, START));
    }
}
