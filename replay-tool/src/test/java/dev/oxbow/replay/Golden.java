package dev.oxbow.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Screens as they must look, in src/test/resources/golden. When the engine decides otherwise, or a screen is made better, run the test with
 * {@code -Doxbow.rewrite=true} and review the difference.
 */
public final class Golden {
    private static final Path HOME = Path.of("src", "test", "resources", "golden");

    private Golden() {
    }

    public static void check(String name, List<String> lines) throws IOException {
        // State hashes and program versions change with every change of the fold: they say nothing of the screen.
        List<String> screen = lines.stream().map(line -> line.replaceAll("\\b[0-9a-f]{16}\\b", "################")
                .replaceAll("stateHash=-?[0-9]+", "stateHash=#")).toList();
        Path file = HOME.resolve(name + ".txt");
        if (Boolean.getBoolean("oxbow.rewrite")) {
            Files.createDirectories(HOME);
            Files.write(file, screen);
        }
        assertEquals(String.join("\n", Files.readAllLines(file)), String.join("\n", screen));
    }
}
