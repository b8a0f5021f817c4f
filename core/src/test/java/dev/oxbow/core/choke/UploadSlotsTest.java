package dev.oxbow.core.choke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.random.Rng;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadSlotsTest {
    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;

    @Test
    void triesEightOnAnUplinkOfUnknownSpeed() {
        assertEquals(8, UploadSlots.automatic(0, 0, 0));
        assertEquals(8, UploadSlots.automatic(0, 50 * KIB, 8));
    }

    @Test
    void growsWithWhatIsMeasured() {
        assertEquals(24, UploadSlots.automatic(0, MIB, 8));
        assertEquals(78, UploadSlots.automatic(0, 10 * MIB, 24));
        assertEquals(UploadSlots.MAX, UploadSlots.automatic(0, 10_000 * MIB, 8));
    }

    @Test
    void asksNoMoreOfALimitThanItCanFeed() {
        assertEquals(2, UploadSlots.automatic(1, 0, 0));
        assertEquals(2, UploadSlots.automatic(10 * KIB, 10 * KIB, 2));
        assertEquals(3, UploadSlots.automatic(20 * KIB, 20 * KIB, 3));
        assertEquals(7, UploadSlots.automatic(100 * KIB, 90 * KIB, 7));
        assertEquals(24, UploadSlots.automatic(MIB, 100 * MIB, 24));
    }

    @Test
    void believesTheMeasuredRateWhereTheLimitIsNeverReached() {
        assertEquals(8, UploadSlots.automatic(10 * MIB, 60 * KIB, 8));
        assertEquals(24, UploadSlots.automatic(10 * MIB, MIB, 10));
    }

    @Test
    void keepsTheSlotsInUseWhenTheRateFallsALittle() {
        assertEquals(24, UploadSlots.automatic(0, 800 * KIB, 24));
        assertEquals(15, UploadSlots.automatic(0, 400 * KIB, 24));
        assertEquals(21, UploadSlots.automatic(0, 800 * KIB, 10));
    }

    @Test
    void growsSteadilyWithTheLimit() {
        int before = 0;
        for (long rate = 1; rate < 1000 * MIB; rate = rate * 5 / 4 + 1) {
            int slots = UploadSlots.automatic(rate, 1000 * MIB, 0);
            assertTrue(slots >= before && slots >= 2 && slots <= UploadSlots.MAX, slots + " at " + rate);
            before = slots;
        }
    }

    @Test
    void sharesSlotsAmongTorrents() {
        assertEquals(List.of(), UploadSlots.share(8, List.of()));
        assertEquals(List.of(8), UploadSlots.share(8, List.of(50)));
        assertEquals(List.of(4, 4), UploadSlots.share(8, List.of(50, 50)));
        assertEquals(List.of(3, 3, 2), UploadSlots.share(8, List.of(50, 50, 50)));
        assertEquals(List.of(2, 2, 2, 2, 2, 2), UploadSlots.share(8, List.of(50, 50, 50, 50, 50, 50)));
    }

    @Test
    void givesWhatATorrentDoesNotNeedToTheOthers() {
        assertEquals(List.of(2, 8), UploadSlots.share(8, List.of(0, 50)));
        assertEquals(List.of(2, 3, 3), UploadSlots.share(8, List.of(2, 50, 50)));
        assertEquals(List.of(3, 5), UploadSlots.share(8, List.of(3, 50)));
        assertEquals(List.of(3, 4), UploadSlots.share(100, List.of(3, 4)));
    }

    @Test
    void neverSharesOutMoreThanThereIs() {
        for (int seed = 0; seed < 500; seed++) {
            List<Integer> interested = new ArrayList<>();
            for (int i = Rng.below(30, seed, Rng.Purpose.PIECE_ORDER, 0, 0); i > 0; i--) {
                interested.add(Rng.below(20, seed, Rng.Purpose.PIECE_ORDER, i, 1));
            }
            int slots = Rng.below(100, seed, Rng.Purpose.PIECE_ORDER, 0, 2);
            List<Integer> shares = UploadSlots.share(slots, interested);
            int used = 0;
            int floor = 0;
            int wanted = 0;
            for (int i = 0; i < shares.size(); i++) {
                assertTrue(shares.get(i) >= 2, "seed " + seed);
                used += Math.min(shares.get(i), interested.get(i));
                floor += Math.min(2, interested.get(i));
                wanted += interested.get(i);
            }
            assertEquals(Math.max(floor, Math.min(slots, wanted)), used, "seed " + seed + ": no slot is wasted, none invented");
        }
    }
}
