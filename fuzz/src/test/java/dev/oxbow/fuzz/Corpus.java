package dev.oxbow.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

/** The inputs of a target as the repository keeps them: one a line in base64; lines that begin with {@code #} say what follows. */
final class Corpus {
    private static final String COMMENT = "#";

    private Corpus() {
    }

    static Path file(Path moduleDirectory, String target) {
        return moduleDirectory.resolve("src/test/resources/corpus/" + target + ".txt");
    }

    static List<byte[]> read(Path file) throws IOException {
        List<byte[]> out = new ArrayList<>();
        for (String line : Files.exists(file) ? Files.readAllLines(file, StandardCharsets.US_ASCII) : List.<String>of()) {
            if (!line.startsWith(COMMENT)) {
                out.add(Base64.getDecoder().decode(line));
            }
        }
        return out;
    }

    /** Behind what is there. */
    static void add(Path file, Collection<byte[]> inputs) throws IOException {
        List<String> lines = new ArrayList<>(Files.exists(file) ? Files.readAllLines(file, StandardCharsets.US_ASCII) : List.of());
        for (byte[] input : inputs) {
            String line = Base64.getEncoder().encodeToString(input);
            if (!lines.contains(line)) {
                lines.add(line);
            }
        }
        Files.write(file, lines, StandardCharsets.US_ASCII);
    }
}
