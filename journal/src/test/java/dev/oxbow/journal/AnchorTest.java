package dev.oxbow.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was synced stays known, whatever becomes of the write that was under way. */
class AnchorTest {
    private static final int SLOT_BYTES = 4096;

    @TempDir
    Path directory;

    @BeforeEach
    void makeHome() throws IOException {
        Files.createDirectories(Segments.home(directory));
    }

    private void damage(int at) throws IOException {
        Path file = Segments.home(directory).resolve("anchor");
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void tellsTheNewest() throws IOException {
        assertEquals(Optional.empty(), Anchor.read(directory));
        for (int i = 1; i <= 5; i++) {
            new Anchor(i, i * 10L).write(directory);
            assertEquals(Optional.of(new Anchor(i, i * 10L)), Anchor.read(directory));
        }
    }

    @Test
    void aTornWriteLeavesTheOneBefore() throws IOException {
        for (int i = 1; i <= 5; i++) {
            new Anchor(i, i * 10L).write(directory);
            int slot = (i - 1) % 2 * SLOT_BYTES;
            damage(slot + 12);
            assertEquals(i == 1 ? Optional.empty() : Optional.of(new Anchor(i - 1, i * 10L - 10)), Anchor.read(directory), "torn write " + i);
            damage(slot + 12);
        }
    }

    @Test
    void believesNoSlotOfWhichAnyByteIsWrong() throws IOException {
        new Anchor(3, 30).write(directory);
        for (int at = 0; at < 24; at++) {
            damage(at);
            assertEquals(Optional.empty(), Anchor.read(directory), "byte " + at);
            damage(at);
        }
        assertTrue(Anchor.read(directory).isPresent());
    }

    @Test
    void missesASegmentThatHeldWhatIsNotThere() throws IOException {
        new Anchor(1, 10).write(directory);
        assertTrue(Anchor.missingSegment(directory, 10).isPresent());
        assertTrue(Anchor.missingSegment(directory, 11).isEmpty(), "all of it is there");
    }
}
