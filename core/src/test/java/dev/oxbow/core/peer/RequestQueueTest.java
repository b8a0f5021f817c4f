package dev.oxbow.core.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.time.Deadline;
import org.junit.jupiter.api.Test;

class RequestQueueTest {
    private static final long SECOND = Deadline.SECOND_NS;
    private static final long START = 1000 * SECOND;

    @Test
    void growsByOneForEachBlockWhileTheRateGrows() {
        RequestQueue queue = new RequestQueue();
        int before = queue.target();
        for (int i = 0; i < 10; i++) {
            queue.blocksArrived(1, START + i, 1_000_000);
        }
        assertEquals(before + 10, queue.target());
    }

    @Test
    void holdsThreeSecondsOfTheRateOnceThatIsSteady() {
        RequestQueue queue = new RequestQueue();
        queue.peerMax(RequestQueue.TARGET_MAX);
        for (int second = 0; second < 4; second++) {
            queue.blocksArrived(1, START + second * SECOND, 1_600_000);
        }
        assertEquals(1_600_000 * 3 / 16_384, queue.target());
        queue.blocksArrived(1, START + 5 * SECOND, 10_000);
        assertEquals(RequestQueue.TARGET_MIN, queue.target());
    }

    @Test
    void neverHoldsMoreThanThePeerQueues() {
        RequestQueue queue = new RequestQueue();
        queue.peerMax(5);
        assertEquals(5, queue.target());
        queue.peerMax(-1);
        assertEquals(1, queue.target());
        queue.peerMax(Integer.MAX_VALUE);
        for (int i = 0; i < 2 * RequestQueue.TARGET_MAX; i++) {
            queue.blocksArrived(1, START + i, Long.MAX_VALUE / 8);
        }
        assertEquals(RequestQueue.TARGET_MAX, queue.target());
    }

    @Test
    void holdsOneWhileSnubbedAndRecovers() {
        RequestQueue queue = new RequestQueue();
        queue.snubbed();
        assertEquals(1, queue.target());
        queue.blocksArrived(1, START, 800_000);
        assertFalse(queue.isSnubbed());
        assertTrue(queue.target() > 1);
    }

    @Test
    void waitsFromTheFirstRequestAndAgainFromEachBlock() {
        RequestQueue queue = new RequestQueue();
        assertEquals(Deadline.NONE, queue.waitingSinceNs());
        queue.asked(1, 0, START);
        queue.asked(1, 1, START + 5);
        assertEquals(START, queue.waitingSinceNs());
        queue.blocksArrived(1, START + 9, 1);
        queue.settled(1, 0);
        assertEquals(START + 9, queue.waitingSinceNs());
        queue.settled(1, 1);
        assertEquals(Deadline.NONE, queue.waitingSinceNs());
    }

    @Test
    void remembersWhatWasWithdrawnUntilItArrives() {
        RequestQueue queue = new RequestQueue();
        queue.asked(Integer.MAX_VALUE, 3, START);
        queue.cancelled(Integer.MAX_VALUE, 3);
        assertFalse(queue.contains(Integer.MAX_VALUE, 3));
        assertTrue(queue.remembers(Integer.MAX_VALUE, 3));
        queue.forgotten(Integer.MAX_VALUE, 3);
        assertFalse(queue.remembers(Integer.MAX_VALUE, 3));
    }

    @Test
    void remembersNoMoreThanItsLimit() {
        RequestQueue queue = new RequestQueue();
        int many = 4 * RequestQueue.TARGET_MAX;
        for (int piece = 0; piece < many; piece++) {
            queue.asked(piece, 0, START);
            queue.cancelled(piece, 0);
        }
        assertEquals(2 * RequestQueue.TARGET_MAX, queue.rememberedCount());
        assertTrue(queue.remembers(many - 1, 0));
        assertFalse(queue.remembers(0, 0));
    }

    @Test
    void forgetsABlockThatWasWithdrawnTwiceWhenItArrives() {
        RequestQueue queue = new RequestQueue();
        for (int i = 0; i < 2; i++) {
            queue.asked(1, 0, START);
            queue.cancelled(1, 0);
        }
        queue.forgotten(1, 0);
        assertFalse(queue.remembers(1, 0), "a block excuses itself once");
    }

    @Test
    void keepsTheOrderOfRequests() {
        RequestQueue queue = new RequestQueue();
        queue.asked(7, 1, START);
        queue.asked(2, 0, START);
        queue.asked(7, 2, START);
        queue.settled(2, 0);
        assertEquals(7, queue.pieceAt(0));
        assertEquals(2, queue.blockAt(1));
    }
}
