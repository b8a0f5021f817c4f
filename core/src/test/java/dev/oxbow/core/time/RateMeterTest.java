package dev.oxbow.core.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RateMeterTest {
    private static final long MS = 1_000_000;
    private static final long START = 1_700_000_000_000L * MS;

    @Test
    void isZeroBeforeAnythingHappened() {
        assertEquals(0, new RateMeter().bytesPerSec(START));
    }

    @Test
    void findsASteadyRate() {
        RateMeter meter = new RateMeter();
        for (int i = 0; i < 1000; i++) {
            meter.add(START + i * 10 * MS, 1000);
        }
        assertEquals(100_000, meter.bytesPerSec(START + 9_999 * MS));
    }

    @Test
    void findsTheRateOfAYoungConnection() {
        RateMeter meter = new RateMeter();
        for (int i = 0; i < 100; i++) {
            meter.add(START + i * 10 * MS, 1000);
        }
        assertEquals(100_000, meter.bytesPerSec(START + 999 * MS));
    }

    @Test
    void forgetsWithinFourSeconds() {
        RateMeter meter = new RateMeter();
        meter.add(START, 1_000_000);
        long before = Long.MAX_VALUE;
        for (int second = 0; second <= 4; second++) {
            long rate = meter.bytesPerSec(START + second * 1000 * MS);
            assertTrue(rate < before, "falls at second " + second);
            before = rate;
        }
        assertEquals(0, meter.bytesPerSec(START + 4000 * MS));
    }

    @Test
    void looksBackAsFarAsItIsToldTo() {
        RateMeter meter = RateMeter.over(20);
        meter.add(START, 1_000_000);
        assertEquals(50_000, meter.bytesPerSec(START + 19_900 * MS));
        assertEquals(0, meter.bytesPerSec(START + 20_000 * MS));
        for (int i = 0; i < 600; i++) {
            meter.add(START + i * 100 * MS, i < 500 ? 1000 : 3000);
        }
        assertEquals(20_000, meter.bytesPerSec(START + 59_999 * MS), "ten seconds at 10,000 and ten at 30,000");
    }

    @Test
    void forgetsOverALongSilence() {
        RateMeter meter = new RateMeter();
        meter.add(START, 1_000_000);
        meter.add(START + 3_600_000 * MS, 500);
        assertEquals(125, meter.bytesPerSec(START + 3_600_000 * MS), "500 bytes in four seconds");
    }

    @Test
    void askingChangesNothing() {
        RateMeter asked = new RateMeter();
        RateMeter left = new RateMeter();
        for (int i = 0; i < 50; i++) {
            asked.add(START + i * 137 * MS, 1000);
            left.add(START + i * 137 * MS, 1000);
            asked.bytesPerSec(START + i * 137 * MS + 5000 * MS);
        }
        assertEquals(left.bytesPerSec(START + 50 * 137 * MS), asked.bytesPerSec(START + 50 * 137 * MS));
    }

    @Test
    void countsWhatLiesInItsSlotsAndNothingElse() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            RateMeter meter = RateMeter.over(20);
            Map<Long, Long> bySlot = new TreeMap<>();
            long firstSlot = START / (500 * MS);
            long now = START;
            for (int step = 0; step < 500; step++) {
                long bytes = 1 + random.nextInt(100_000);
                meter.add(now, bytes);
                bySlot.merge(now / (500 * MS), bytes, Long::sum);
                now += random.nextInt(10) == 0 ? random.nextInt(30_000) * MS : random.nextInt(300) * MS;
                long slot = now / (500 * MS);
                long sum = bySlot.entrySet().stream().filter(it -> it.getKey() > slot - 40).mapToLong(Map.Entry::getValue).sum();
                assertEquals(sum * 2 / Math.min(40, slot - firstSlot + 1), meter.bytesPerSec(now), "seed " + seed + ", step " + step);
            }
        }
    }
}
