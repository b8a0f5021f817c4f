package dev.oxbow.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journals that the other tests damage, export and disguise are worth it. */
class RecordedSessionTest {
    @TempDir
    private Path directory;

    @Test
    void isDecidedAgainInTheSameWay() throws IOException {
        RecordedSession.record(directory, 40, 3);
        Verifier.Result result = Verifier.verify(directory);
        assertEquals(Optional.empty(), result.divergence());
        assertEquals(Optional.empty(), result.damage());
        assertTrue(result.entries() > 500, "entries: " + result.entries());
        ObjectNode end = StateAt.of(directory, PointInTime.END);
        assertEquals(40, end.at("/torrents/0/piecesVerified").intValue());
        assertEquals(1, BanTable.of(directory).size());
        assertTrue(end.at("/torrents/0/bytesUploaded").longValue() > 0);
    }
}
