package dev.oxbow.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.event.VerifyReason;
import dev.oxbow.core.value.Bitfield;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What comes next is always the first that waits, in whatever order pieces come, begin, end and are put back. */
class ChecklistTest {
    private static final int PIECES = 300;

    @Test
    void theNextIsTheFirstThatWaits() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Checklist list = new Checklist(PIECES);
            TreeSet<Integer> waiting = new TreeSet<>();
            TreeSet<Integer> underWay = new TreeSet<>();
            for (int step = 0; step < 1_000; step++) {
                int piece = random.nextInt(PIECES);
                switch (random.nextInt(6)) {
                    case 0 -> {
                        list.add(piece, VerifyReason.REQUESTED);
                        waiting.add(piece);
                    }
                    case 1 -> {
                        list.begin(piece); // not always the next: of two reasons the second may come first
                        waiting.remove(piece);
                        underWay.add(piece);
                    }
                    case 2 -> {
                        list.end(piece);
                        underWay.remove(piece);
                    }
                    case 3 -> {
                        list.putBack(piece);
                        if (underWay.remove(piece)) {
                            waiting.add(piece);
                        }
                    }
                    default -> {
                        if (list.next() != Bitfield.NONE) {
                            underWay.add(list.next());
                            waiting.remove(list.next());
                            list.begin(list.next());
                        }
                    }
                }
                assertEquals(waiting.isEmpty() ? Bitfield.NONE : waiting.first(), list.next(), "seed " + seed + ", step " + step);
                assertEquals(waiting.isEmpty() && underWay.isEmpty(), list.isEmpty());
            }
            assertEquals(waiting.size(), list.waiting().count());
            assertEquals(underWay.size(), list.underWay().count());
        }
    }

    @Test
    void remembersWhyTheLastOneCame() {
        Checklist list = new Checklist(3);
        list.add(1, VerifyReason.FOUND);
        list.add(2, VerifyReason.NOT_SYNCED);
        assertEquals(VerifyReason.NOT_SYNCED, list.reason());
        assertTrue(!list.isEmpty());
    }
}
