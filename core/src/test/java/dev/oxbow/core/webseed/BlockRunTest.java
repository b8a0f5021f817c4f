package dev.oxbow.core.webseed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oxbow.core.value.PieceLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockRunTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            # total, piece length, piece, first, count, within, start, end
            100000,  40000,        0,     0,     1,     true,   0,      16384
            100000,  40000,        0,     2,     1,     true,   32768,  40000
            100000,  40000,        0,     2,     2,     true,   32768,  56384
            100000,  40000,        1,     0,     3,     true,   40000,  80000
            100000,  40000,        2,     0,     2,     true,   80000,  100000
            100000,  40000,        2,     1,     1,     true,   96384,  100000
            100000,  40000,        0,     0,     8,     true,   0,      100000
            100000,  40000,        0,     0,     9,     false,  0,      100000
            100000,  40000,        2,     0,     3,     false,  80000,  100000
            100000,  40000,        2,     2,     1,     false,  112768, 100000
            100000,  40000,        3,     0,     1,     false,  120000, 100000
            10,      40000,        0,     0,     1,     true,   0,      10
            10,      40000,        0,     0,     2,     false,  0,      10
            80000,   40000,        1,     0,     3,     true,   40000,  80000
            80000,   40000,        1,     0,     4,     false,  40000,  80000
            """)
    void knowsWhereItLies(long total, int pieceLength, int piece, int first, int count, boolean within, long start, long end) {
        PieceLayout pieces = new PieceLayout(total, pieceLength);
        BlockRun run = new BlockRun(piece, first, count);
        assertEquals(within, run.isWithin(pieces));
        assertEquals(start, run.startBytes(pieces));
        assertEquals(end, run.endBytes(pieces));
    }

    @Test
    void isWithinNothingWhenTheTorrentIsEmpty() {
        assertEquals(false, new BlockRun(0, 0, 1).isWithin(new PieceLayout(0, 16384)));
    }

    @Test
    void doesNotOverflow() {
        PieceLayout pieces = new PieceLayout(1L << 40, 1 << 20);
        assertEquals(false, new BlockRun(5, 3, Integer.MAX_VALUE).isWithin(pieces));
        assertEquals(1L << 40, new BlockRun(5, 3, Integer.MAX_VALUE).endBytes(pieces));
    }

    @Test
    void refusesNoBlocks() {
        assertThrows(IllegalArgumentException.class, () -> new BlockRun(0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new BlockRun(-1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new BlockRun(0, -1, 1));
    }
}
