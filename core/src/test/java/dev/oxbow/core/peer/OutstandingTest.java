package dev.oxbow.core.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutstandingTest {
    @Test
    void keepsTheOrderWhateverIsTakenOut() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Outstanding outstanding = new Outstanding();
            List<Long> model = new ArrayList<>();
            for (int step = 0; step < 2000; step++) {
                long number = random.nextInt(300);
                if (model.size() < random.nextInt(200)) {
                    outstanding.add(number);
                    model.add(number);
                } else {
                    long wanted = random.nextBoolean() && !model.isEmpty() ? model.get(random.nextInt(Math.min(3, model.size()))) : number;
                    assertEquals(model.remove(wanted), outstanding.remove(wanted));
                }
                assertEquals(model.contains(number), outstanding.contains(number));
                assertEquals(model.size(), outstanding.size());
                assertEquals(model.isEmpty(), outstanding.isEmpty());
            }
            for (int place = 0; place < model.size(); place++) {
                assertEquals(model.get(place), outstanding.get(place));
            }
            assertThrows(IndexOutOfBoundsException.class, () -> outstanding.get(model.size()));
        }
    }
}
