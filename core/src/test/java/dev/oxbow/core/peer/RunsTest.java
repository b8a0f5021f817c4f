package dev.oxbow.core.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.ReceivedBlock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What lies beside each other and goes together is one entry; anything else is not. */
class RunsTest {
    private static final int B = PieceLayout.BLOCK_LENGTH_BYTES;

    private final ArrivedRun arrived = new ArrivedRun(7);
    private final BlockRun sent = BlockRun.sent(7);
    private final BlockRun asked = BlockRun.asked(7);

    @Test
    void blocksThatArriveTogetherAreOneEvent() {
        assertEquals(List.of(), arrived.take());
        arrived.add(3, 5, 11, 111);
        assertTrue(arrived.takes(3, 6));
        arrived.add(3, 6, 12, 112);
        assertFalse(arrived.takes(3, 6), "the same again");
        assertFalse(arrived.takes(4, 7), "another piece");
        PeerEvent run = new PeerEvent.BlocksReceived(7, 3, 5, List.of(new ReceivedBlock(11, 111), new ReceivedBlock(12, 112)));
        assertEquals(List.of(run), arrived.take());
        assertTrue(arrived.takes(9, 0), "what was taken is no hindrance");
    }

    @Test
    void neighboursThatArriveInAnotherOrderArePutInOrder() {
        for (int block : List.of(7, 6, 3, 9, 5)) {
            assertTrue(arrived.takes(2, block));
            arrived.add(2, block, 10 + block, 100 + block);
        }
        assertFalse(arrived.takes(2, 9), "the same again");
        assertEquals(List.of(
                new PeerEvent.BlockReceived(7, 2, 3, 13, 103),
                new PeerEvent.BlocksReceived(7, 2, 5, List.of(new ReceivedBlock(15, 105), new ReceivedBlock(16, 106), new ReceivedBlock(17, 107))),
                new PeerEvent.BlockReceived(7, 2, 9, 19, 109)), arrived.take());
        assertEquals(List.of(), arrived.take());
    }

    @Test
    void aBlockThatArrivesAloneIsTheEventThatItAlwaysWas() {
        arrived.add(3, 5, 11, 111);
        assertEquals(List.of(new PeerEvent.BlockReceived(7, 3, 5, 11, 111)), arrived.take());
        assertEquals(List.of(), arrived.take());
    }

    @Test
    void aRunIsNoLongerThanARead() {
        for (int block = 0; block < ArrivedRun.BLOCKS_MAX; block++) {
            assertTrue(arrived.takes(0, block));
            arrived.add(0, block, block, block);
        }
        assertFalse(arrived.takes(0, ArrivedRun.BLOCKS_MAX));
    }

    @Test
    void aRunSaysWhatItsBlocksWouldSay() {
        PeerEvent.BlocksReceived run = new PeerEvent.BlocksReceived(7, 3, 5, List.of(new ReceivedBlock(11, 111), new ReceivedBlock(12, 112)));
        assertEquals(List.of(new PeerEvent.BlockReceived(7, 3, 5, 11, 111), new PeerEvent.BlockReceived(7, 3, 6, 12, 112)), run.each());
        assertEquals(6, run.blockIn(12));
        assertEquals(PieceLayout.NO_BLOCK, run.blockIn(13));
        assertEquals(List.of(new PeerEvent.BlockSent(7, 3, B, B), new PeerEvent.BlockSent(7, 3, 2 * B, 100)),
                new PeerEvent.BlocksSent(7, 3, B, B + 100).each());
    }

    @Test
    void aRunOfALengthThatThereCannotBeEnds() {
        assertEquals(List.of(), new PeerEvent.BlocksSent(7, 3, 0, -1).each());
        assertEquals(List.of(), new PeerCommand.SendBlocks(7, 1, 3, 0, Integer.MIN_VALUE).each());
        assertEquals(1 << 17, new PeerEvent.BlocksSent(7, 3, 0, Integer.MAX_VALUE).each().size());
        assertEquals(1 << 17, new PeerCommand.SendBlocks(7, 1, 3, 0, Integer.MAX_VALUE).each().size());
    }

    @Test
    void blocksThatAreSentTogetherAreOneEvent() {
        sent.add(3, B, B);
        assertFalse(sent.takes(3, B, B), "the same again");
        assertFalse(sent.takes(3, 2 * B, B + 1), "no block");
        assertTrue(sent.takes(3, 2 * B, 100), "the last may be short");
        sent.add(3, 2 * B, 100);
        assertFalse(sent.takes(3, 2 * B + 100, B), "and then it was the last");
        PeerEvent.BlocksSent run = new PeerEvent.BlocksSent(7, 3, B, B + 100);
        assertEquals(2, run.blockCount());
        assertEquals(Optional.of(run), sent.take());
        assertEquals(Optional.empty(), sent.take());
    }

    @Test
    void blocksThatAreAskedForTogetherAreOneEvent() {
        asked.add(3, 0, B);
        assertEquals(Optional.of(new PeerEvent.RequestReceived(7, 3, 0, B)), asked.take());
        asked.add(3, B, B);
        assertFalse(asked.takes(3, B, B), "the same again");
        assertTrue(asked.takes(3, 2 * B, 100), "the last may be short");
        asked.add(3, 2 * B, 100);
        PeerEvent.RequestsReceived run = new PeerEvent.RequestsReceived(7, 3, B, B + 100);
        assertEquals(Optional.of(run), asked.take());
        assertEquals(2, run.blockCount());
        assertEquals(List.of(new PeerEvent.RequestReceived(7, 3, B, B), new PeerEvent.RequestReceived(7, 3, 2 * B, 100)), run.each());
    }

    @Test
    void rangesThatAreNoBlocksGoAlone() {
        sent.add(3, 100, 7);
        assertFalse(sent.takes(3, 107, 7));
        assertEquals(Optional.of(new PeerEvent.BlockSent(7, 3, 100, 7)), sent.take());
        sent.add(3, 0, 2 * B);
        assertFalse(sent.takes(3, 2 * B, B));
        assertEquals(Optional.of(new PeerEvent.BlockSent(7, 3, 0, 2 * B)), sent.take());
    }

    @Test
    void whatIsAskedForOneBehindAnotherIsSentTogether() {
        UploadQueue queue = new UploadQueue();
        for (int block = 0; block < 4; block++) {
            queue.add(new UploadQueue.Request(1, block * B, block == 3 ? 100 : B));
        }
        queue.add(new UploadQueue.Request(1, 3 * B + 100, B));
        queue.add(new UploadQueue.Request(2, 0, B));
        assertEquals(3 * B + 100, queue.runBytes(32, Long.MAX_VALUE));
        assertEquals(2 * B, queue.runBytes(2, Long.MAX_VALUE));
        assertEquals(2 * B, queue.runBytes(32, 3 * B - 1));
        assertEquals(B, queue.runBytes(32, 0), "the oldest goes in any case");
    }
}
