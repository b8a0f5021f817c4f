package dev.oxbow.core.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.random.Rng;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1000 * MS;
    private static final long START = 1_700_000_000L * SECOND;
    private static final int BLOCK = 16 * 1024;

    private static long random(int seed, long bound, long key, int purpose) {
        return Long.remainderUnsigned(Rng.bits(seed, Rng.Purpose.PIECE_ORDER, key, purpose), bound);
    }

    @Test
    void holdsATenthOfASecond() {
        TokenBucket bucket = new TokenBucket(100_000, START);
        assertEquals(10_000, bucket.capacityBytes());
        assertEquals(10_000, bucket.availableBytes(START));
        assertEquals(10_000, bucket.availableBytes(START + 3600 * SECOND));
    }

    @Test
    void fillsAtItsRate() {
        TokenBucket bucket = new TokenBucket(100_000, START);
        bucket.take(10_000, START);
        assertEquals(0, bucket.availableBytes(START));
        assertEquals(1_000, bucket.availableBytes(START + 10 * MS));
        assertEquals(START + 20 * MS, bucket.nextNs(2_000, START));
        assertEquals(START + 30 * MS, bucket.nextNs(2_000, START + 30 * MS), "it is there now");
    }

    @Test
    void paysADebtBeforeThereIsAnythingAgain() {
        TokenBucket bucket = new TokenBucket(10_000, START);
        bucket.take(21_000, START);
        assertEquals(0, bucket.availableBytes(START + 2000 * MS));
        assertEquals(START + 2000 * MS + 1_000_000, bucket.nextNs(10, START));
        assertEquals(10, bucket.availableBytes(START + 2001 * MS));
    }

    @Test
    void promisesNoMoreThanItHolds() {
        TokenBucket bucket = new TokenBucket(10_000, START);
        bucket.take(1_000, START);
        assertEquals(START + 100 * MS, bucket.nextNs(BLOCK, START), "when it is full");
        assertEquals(1_000, bucket.availableBytes(START + 100 * MS));
    }

    @Test
    void withoutALimitThereIsAlwaysEnough() {
        TokenBucket bucket = new TokenBucket(TokenBucket.UNLIMITED, START);
        bucket.take(Long.MAX_VALUE, START);
        assertTrue(bucket.isUnlimited());
        assertEquals(Long.MAX_VALUE, bucket.availableBytes(START));
        assertEquals(START, bucket.nextNs(Long.MAX_VALUE, START));
    }

    @Test
    void hasRoomForAByteHoweverLowTheLimit() {
        TokenBucket bucket = new TokenBucket(1, START);
        assertEquals(1, bucket.availableBytes(START));
        bucket.take(1, START);
        assertEquals(START + SECOND, bucket.nextNs(1, START));
        assertEquals(0, bucket.availableBytes(START + SECOND - 1));
        assertEquals(1, bucket.availableBytes(START + SECOND));
    }

    @Test
    void survivesTheLargestNumbers() {
        TokenBucket bucket = new TokenBucket(Long.MAX_VALUE, START);
        assertEquals(TokenBucket.RATE_MAX_BYTES_PER_SEC, bucket.bytesPerSec());
        bucket.take(Long.MAX_VALUE, START);
        assertEquals(0, bucket.availableBytes(START));
        bucket.limit(1, START);
        assertEquals(START + 86_401 * SECOND, bucket.nextNs(1, START), "what would take longer than a day is forgiven");
        bucket.take(Long.MAX_VALUE, START);
        bucket.limit(Long.MAX_VALUE, START + 1);
        assertTrue(bucket.nextNs(1, START + 1) < START + SECOND, "a day's debt of a byte a second is soon paid");
    }

    @Test
    void keepsADebtInBytesWhenTheLimitChanges() {
        TokenBucket bucket = new TokenBucket(1_000, START);
        bucket.take(50_100, START);
        bucket.limit(100_000, START);
        assertEquals(0, bucket.availableBytes(START + 500 * MS));
        assertEquals(1_000, bucket.availableBytes(START + 510 * MS));
        bucket.limit(TokenBucket.UNLIMITED, START);
        bucket.limit(5_000, START + SECOND);
        assertEquals(0, bucket.availableBytes(START + SECOND), "a new limit begins empty");
    }

    @Test
    void refusesNegativeAmounts() {
        assertThrows(IllegalArgumentException.class, () -> new TokenBucket(-1, START));
        assertThrows(IllegalArgumentException.class, () -> new TokenBucket(1, START).take(-1, START));
    }

    @Test
    void askingChangesNothing() {
        for (int seed = 0; seed < 50; seed++) {
            TokenBucket asked = new TokenBucket(123_457, START);
            TokenBucket left = new TokenBucket(123_457, START);
            long timeNs = START;
            for (int step = 0; step < 200; step++) {
                timeNs += random(seed, 200 * MS, step, 0);
                asked.availableBytes(timeNs);
                asked.nextNs(random(seed, 50_000, step, 1), timeNs);
                long bytes = random(seed, 30_000, step, 2);
                asked.take(bytes, timeNs);
                left.take(bytes, timeNs);
                assertEquals(left.availableBytes(timeNs), asked.availableBytes(timeNs), "seed " + seed);
                assertEquals(left.nextNs(9_999, timeNs), asked.nextNs(9_999, timeNs), "seed " + seed);
            }
        }
    }

    @Test
    void saysExactlyWhenThereIsEnough() {
        for (int seed = 0; seed < 300; seed++) {
            TokenBucket bucket = new TokenBucket(1 + random(seed, 1L << random(seed, 34, 0, 9), 1, 9), START);
            long timeNs = START;
            for (int step = 0; step < 100; step++) {
                bucket.take(random(seed, 2 * bucket.capacityBytes(), step, 0), timeNs);
                long bytes = 1 + random(seed, bucket.capacityBytes(), step, 1);
                long next = bucket.nextNs(bytes, timeNs);
                if (next > timeNs) {
                    assertTrue(bucket.availableBytes(next - 1) < bytes, "seed " + seed + ", step " + step + ": not a moment before");
                }
                assertTrue(bucket.availableBytes(next) >= bytes, "seed " + seed + ", step " + step + ": then");
                timeNs = next;
            }
        }
    }

    /** Takes what there is, in random bits, and when there is nothing waits for a random amount. */
    @Test
    void neverGivesMoreThanElevenTenthsOfTheRateWithinASecond() {
        for (int seed = 0; seed < 300; seed++) {
            long rate = 1000 + random(seed, 1L << 10 + random(seed, 20, 0, 9), 1, 9);
            TokenBucket bucket = new TokenBucket(rate, START);
            ArrayDeque<long[]> lastSecond = new ArrayDeque<>();
            long inLastSecond = 0;
            long total = 0;
            long timeNs = START;
            for (int step = 0; step < 1000; step++) {
                long available = bucket.availableBytes(timeNs);
                long bytes = available == 0 ? 0 : 1 + random(seed, available, step, 0);
                bucket.take(bytes, timeNs);
                total += bytes;
                lastSecond.add(new long[] {timeNs, bytes});
                inLastSecond += bytes;
                while (lastSecond.getFirst()[0] <= timeNs - SECOND) {
                    inLastSecond -= lastSecond.removeFirst()[1];
                }
                assertTrue(inLastSecond * 10 <= rate * 11, "seed " + seed + ", step " + step + ": " + inLastSecond + " at " + rate);
                timeNs = bucket.nextNs(1 + random(seed, bucket.capacityBytes(), step, 1), timeNs) + random(seed, 20 * MS, step, 2);
            }
            double seconds = (timeNs - START) / (double) SECOND;
            assertTrue(total <= rate * (seconds + 0.1), "seed " + seed);
        }
    }

    /** A block is more than the bucket holds, so each makes a debt; the mean is exact all the same. */
    @Test
    void keepsTheMeanWithBlocksThatAreLargerThanTheBucket() {
        for (long rate : new long[] {333, 1000, 20_000, 100_003}) {
            TokenBucket bucket = new TokenBucket(rate, START);
            long timeNs = START;
            for (int block = 0; block < 1000; block++) {
                timeNs = bucket.nextNs(BLOCK, timeNs);
                bucket.take(BLOCK, timeNs);
            }
            double mean = 1000.0 * BLOCK / ((timeNs - START) / (double) SECOND);
            assertEquals(rate, mean, rate * 0.002, "at " + rate);
        }
    }

    @Test
    void losesNothingByRounding() {
        long rate = 1_999_999_973; // a byte takes half a nanosecond
        TokenBucket bucket = new TokenBucket(rate, START);
        bucket.take(bucket.capacityBytes(), START);
        for (int i = 0; i < 1_000_000; i++) {
            bucket.take(7, START);
        }
        long next = bucket.nextNs(1, START);
        long exact = (7_000_001L + bucket.capacityBytes()) * SECOND / rate - 100 * MS;
        assertEquals(exact, next - START, 3, "a million takes of seven bytes");
    }

    @Test
    void keepsEveryLimitWhileLimitsChange() {
        for (int seed = 0; seed < 100; seed++) {
            long rate = 50_000;
            TokenBucket bucket = new TokenBucket(rate, START);
            long timeNs = START;
            double allowed = 0.1 * 500_000;
            long total = 0;
            for (int step = 0; step < 500; step++) {
                long passed = random(seed, 100 * MS, step, 0);
                timeNs += passed;
                allowed += rate * (double) passed / SECOND;
                long bytes = bucket.availableBytes(timeNs);
                bucket.take(bytes, timeNs);
                total += bytes;
                assertTrue(total <= allowed + step, "seed " + seed + ", step " + step + ": " + total + " of " + allowed);
                if (step % 7 == 0) {
                    rate = 1 + random(seed, 500_000, step, 1);
                    bucket.limit(rate, timeNs);
                }
            }
        }
    }
}
