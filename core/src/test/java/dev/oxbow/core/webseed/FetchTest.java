package dev.oxbow.core.webseed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.value.PieceLayout;
import dev.oxbow.core.value.WebSeedId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchTest {
    private final Fetch fetch = new Fetch(-7, 1, new WebSeedId(2), new BlockRun(3, 1, 5), new PieceLayout(20 * 32768, 32768));

    private List<String> awaited() {
        List<String> out = new ArrayList<>();
        fetch.forEachAwaited((piece, block) -> out.add(piece + "." + block));
        return out;
    }

    @Test
    void goesOnInThePiecesBehind() {
        assertEquals(List.of("3.1", "4.0", "4.1", "5.0", "5.1"), awaited());
        assertEquals(3, fetch.nextPiece());
        assertEquals(5, fetch.lastPiece());
    }

    @Test
    void awaitsItsBlocksInOrder() {
        assertTrue(fetch.isNext(3, 1));
        assertFalse(fetch.isNext(4, 0));
        fetch.onBlock();
        assertTrue(fetch.isNext(4, 0));
        assertEquals(List.of("4.0", "4.1", "5.0", "5.1"), awaited());
    }

    @Test
    void knowsWhatItAwaits() {
        assertFalse(fetch.awaits(3, 0));
        assertTrue(fetch.awaits(3, 1));
        assertTrue(fetch.awaits(5, 1));
        assertFalse(fetch.awaits(6, 0));
        fetch.onBlock();
        assertFalse(fetch.awaits(3, 1));
        assertTrue(fetch.anyAwaited((piece, block) -> piece == 5));
        assertFalse(fetch.anyAwaited((piece, block) -> piece == 3));
    }

    @Test
    void isWholeAfterItsLastBlock() {
        for (int i = 0; i < 5; i++) {
            assertFalse(fetch.isWhole());
            fetch.onBlock();
        }
        assertTrue(fetch.isWhole());
        assertFalse(fetch.isNext(5, 1));
        assertEquals(List.of(), awaited());
        assertEquals(5, fetch.nextPiece());
    }
}
