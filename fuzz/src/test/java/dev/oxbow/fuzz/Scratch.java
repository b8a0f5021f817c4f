package dev.oxbow.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where targets that read files put them: in memory where the system has files there, as each input is written anew. */
public final class Scratch {
    public static final Path DIRECTORY = create();

    private Scratch() {
    }

    private static Path create() {
        try {
            Path memory = Path.of("/dev/shm");
            Path out = Files.isWritable(memory) ? Files.createTempDirectory(memory, "oxbow-fuzz") : Files.createTempDirectory("oxbow-fuzz");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(out)));
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        try (var all = Files.walk(directory)) {
            all.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        } catch (IOException e) {
            // the system deletes it when it ends
        }
    }
}
