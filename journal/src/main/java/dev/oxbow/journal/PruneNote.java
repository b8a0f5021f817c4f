package dev.oxbow.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file {@code journal/pruned}: up to where old segments were deleted on purpose, so that no other loss is taken for that. */
final class PruneNote {
    private static final String PREFIX = "entries before ";
    private static final int LENGTH_MAX_BYTES = 64;

    private PruneNote() {
    }

    private static Path file(Path sessionDirectory) {
        return Segments.home(sessionDirectory).resolve("pruned");
    }

    /** The first sequence that was not pruned; 0 when nothing was, or the note cannot be read. */
    static long read(Path sessionDirectory) throws IOException {
        Path file = file(sessionDirectory);
        if (!Files.exists(file) || Files.size(file) > LENGTH_MAX_BYTES) {
            return 0;
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).trim();
        return text.matches(PREFIX + "[0-9]{1,18}") ? Long.parseLong(text.substring(PREFIX.length())) : 0;
    }

    /** Written, and made to last, before anything is deleted. */
    static void write(Path sessionDirectory, long firstKept) throws IOException {
        try (FileChannel channel = FileChannel.open(file(sessionDirectory), StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap((PREFIX + firstKept + "\n").getBytes(StandardCharsets.ISO_8859_1)));
            channel.force(true);
        }
        Segments.force(Segments.home(sessionDirectory));
    }
}
