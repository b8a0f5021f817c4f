package dev.oxbow.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.port.BlockSlots;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BlockPoolTest {
    private static final int BLOCK = 16 * 1024;

    @Test
    void givesEachSlotOnceAndThenNone() {
        BlockPool pool = new BlockPool(5);
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            assertEquals(5 - i, pool.freeCount());
            assertTrue(taken.add(pool.take()));
        }
        assertEquals(Set.of(0, 1, 2, 3, 4), taken);
        assertEquals(BlockSlots.NO_SLOT, pool.take());
        assertEquals(0, pool.freeCount());
        assertEquals(5, pool.slotCount());
    }

    @Test
    void givesAReleasedSlotAgain() {
        BlockPool pool = new BlockPool(1);
        int slot = pool.take();
        pool.release(slot);
        assertEquals(slot, pool.take());
        assertEquals(BlockSlots.NO_SLOT, pool.take());
    }

    @Test
    void refusesToFreeASlotThatIsFree() {
        BlockPool pool = new BlockPool(3);
        assertThrows(IllegalStateException.class, () -> pool.release(1));
        int slot = pool.take();
        pool.release(slot);
        assertThrows(IllegalStateException.class, () -> pool.release(slot));
        assertEquals(3, pool.freeCount());
    }

    @Test
    void slotsDoNotOverlapAndKeepTheirContentAndCrc() {
        BlockPool pool = new BlockPool(4);
        for (int slot = 0; slot < 4; slot++) {
            ByteBuffer buffer = pool.buffer(slot);
            assertEquals(BLOCK, buffer.remaining());
            assertTrue(buffer.isDirect());
            while (buffer.hasRemaining()) {
                buffer.put((byte) (slot + 1));
            }
            pool.crc(slot, 100 + slot);
        }
        for (int slot = 0; slot < 4; slot++) {
            ByteBuffer buffer = pool.buffer(slot);
            while (buffer.hasRemaining()) {
                assertEquals(slot + 1, buffer.get());
            }
            assertEquals(100 + slot, pool.crc(slot));
        }
        assertNotEquals(pool.crc(0), pool.crc(1));
    }

    @Test
    void losesNoSlotWhenThreadsTakeAndReleaseAtOnce() throws Exception {
        BlockPool pool = new BlockPool(4);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                tasks.add(() -> takeAndRelease(pool, 300_000));
            }
            int rounds = 0;
            for (Future<Integer> task : threads.invokeAll(tasks)) {
                rounds += task.get();
            }
            assertTrue(rounds > 0);
        } finally {
            threads.shutdownNow();
        }
        assertEquals(4, pool.freeCount());
        Set<Integer> all = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            all.add(pool.take());
        }
        assertEquals(Set.of(0, 1, 2, 3), all);
    }

    private static int takeAndRelease(BlockPool pool, int attempts) {
        int rounds = 0;
        for (int i = 0; i < attempts; i++) {
            int slot = pool.take();
            if (slot != BlockSlots.NO_SLOT) {
                rounds++;
                pool.release(slot);
            }
        }
        return rounds;
    }
}
