package dev.oxbow.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oxbow.fuzz.Scratch;
import dev.oxbow.replay.where.Where;
import dev.oxbow.replay.where.WhereException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Files of replay's cache, and what the user writes on its command line. */
public final class ReplayTargets {
    private static final Path FILE = Scratch.DIRECTORY.resolve("fuzz.idx");
    private static final Path AGAIN = Scratch.DIRECTORY.resolve("fuzz-again.idx");

    private static final PointParser POINTS = new PointParser(() -> new JournalSpan(99, 1_795_000_000_000_000_000L,
            new TreeMap<>(Map.of(1, 0L, 2, 50L)), new TreeMap<>(Map.of(1, 2L, 2, 52L))));

    private ReplayTargets() {
    }

    /** An image that is damaged is refused, at no great cost. */
    public static void image(byte[] input) {
        try {
            new GraphReader(new DataInputStream(new ByteArrayInputStream(input)), input.length).whole();
        } catch (IOException | ReflectiveOperationException | RuntimeException refused) {
            return; // as StateImage takes it
        }
    }

    /** What is read, written and read again is the same. */
    public static void index(byte[] input) throws IOException {
        byte[] bytes = Arrays.copyOf(input, input.length + 4);
        ByteBuffer.wrap(bytes).putInt(input.length, IndexFile.crc(bytes, input.length));
        Files.write(FILE, bytes);
        IndexFile.Content content = IndexFile.read(FILE);
        IndexFile.write(AGAIN, content);
        assertEquals(content, IndexFile.read(AGAIN));
    }

    public static void where(byte[] input) {
        try {
            Where where = Where.parse(new String(input, StandardCharsets.UTF_8), name -> name.length() < 9);
            assertTrue(where.forNs() >= 0);
        } catch (WhereException refused) {
            assertTrue(refused.getMessage().length() > 5);
        }
    }

    /** A point in time or a sentence. */
    public static void point(byte[] input) throws IOException {
        try {
            POINTS.parse(new String(input, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException refused) {
            assertTrue(refused.getMessage().length() > 5);
        }
    }
}
