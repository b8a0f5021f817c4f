package dev.oxbow.core.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.core.time.Deadline;
import dev.oxbow.core.value.Endpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two pieces of metadata from peers 1 to 3; a connection's endpoint has its number as the port. */
class MetadataFetchTest {
    private static final int LENGTH = 20_000;
    private final MetadataFetch fetch = new MetadataFetch();

    private void says(long connection, int length) {
        fetch.says(connection, Endpoint.of(new byte[] {10, 0, 0, 1}, (int) connection), length);
    }

    private void came(long connection, int piece, int crc) {
        fetch.asked(connection, piece, 0);
        fetch.came(connection, piece, piece == 0 ? 16384 : 3616, crc, connection * 100 + piece);
    }

    private MetadataSource source(long connection) {
        return fetch.sources().stream().filter(source -> source.connectionId() == connection).findFirst().orElseThrow();
    }

    @Test
    void isCompleteWithPiecesOfSeveralPeers() {
        says(1, LENGTH);
        says(2, LENGTH);
        came(1, 0, 5);
        assertFalse(fetch.isComplete());
        came(2, 1, 6);
        assertTrue(fetch.isComplete());
        assertEquals(List.of(1L, 2L), fetch.arrived().values().stream().map(MetadataFetch.Piece::connectionId).toList());
    }

    @Test
    void aPieceStaysWhenItsSenderIsGone() {
        says(1, LENGTH);
        came(1, 0, 5);
        fetch.asked(1, 1, 0);
        fetch.left(1);
        assertEquals(1, fetch.arrived().size());
        assertTrue(fetch.isFree(1), "what it did not send is free");
    }

    @Test
    void aPeerThatSaysAnotherLengthBeginsAnew() {
        says(1, LENGTH);
        came(1, 0, 5);
        says(2, 50_000);
        fetch.asked(2, 0, 0);
        assertEquals(50_000, fetch.lengthBytes());
        assertTrue(fetch.arrived().isEmpty());
        fetch.came(1, 0, 16384, 5, 9);
        assertTrue(fetch.arrived().isEmpty(), "a late piece of the other length is of no use");
    }

    @Test
    void aSoleSenderOfAWrongWholeIsNotAskedAgain() {
        says(1, LENGTH);
        came(1, 0, 5);
        came(1, 1, 6);
        fetch.assembling();
        fetch.mismatched();
        assertFalse(fetch.isUsable(source(1)));
        assertFalse(fetch.isAlone());
    }

    @Test
    void afterAWrongWholeOfSeveralOneAloneIsAskedAndShowsWhoLied() {
        says(1, LENGTH);
        says(2, LENGTH);
        came(1, 0, 5);
        came(2, 1, 666);
        fetch.assembling();
        fetch.mismatched();
        assertTrue(fetch.isAlone());
        came(1, 0, 5);
        assertFalse(fetch.isUsable(source(2)));
        fetch.came(2, 1, 3616, 666, 7);
        assertEquals(1, fetch.arrived().size(), "what another sends late does not count");
        came(1, 1, 6);
        assertEquals(List.of(new MetadataFetch.Lie(1, new MetadataFetch.Piece(2, Endpoint.of(new byte[] {10, 0, 0, 1}, 2), 666, 201), 101)),
                fetch.lies());
    }

    @Test
    void whenTheOneThatWasAskedAloneGoesAnotherTakesItsPlace() {
        says(1, LENGTH);
        says(2, LENGTH);
        came(1, 0, 5);
        came(2, 1, 666);
        fetch.mismatched();
        came(1, 0, 5);
        fetch.left(1);
        assertTrue(fetch.arrived().isEmpty());
        assertTrue(fetch.isUsable(source(2)));
    }

    @Test
    void whoRejectsOrDoesNotAnswerRests() {
        says(1, LENGTH);
        says(2, LENGTH);
        fetch.asked(1, 0, 0);
        fetch.rejected(1, 0, 0);
        assertFalse(fetch.isUsable(source(1)));
        assertTrue(fetch.isFree(0));
        fetch.asked(2, 0, 0);
        assertEquals(15 * Deadline.SECOND_NS, fetch.nextNs());
        fetch.clock(15 * Deadline.SECOND_NS);
        assertFalse(fetch.isUsable(source(2)));
        assertEquals(60 * Deadline.SECOND_NS, fetch.nextNs());
        fetch.clock(60 * Deadline.SECOND_NS);
        assertTrue(fetch.isUsable(source(1)));
        assertFalse(fetch.isUsable(source(2)));
    }

    @Test
    void aRejectOfWhatWasNeverAskedIsNoReasonToRest() {
        says(1, LENGTH);
        fetch.rejected(1, 0, 0);
        assertTrue(fetch.isUsable(source(1)));
    }
}
