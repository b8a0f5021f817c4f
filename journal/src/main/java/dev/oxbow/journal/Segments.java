package dev.oxbow.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The segments of a session directory: {@code journal/000001}, {@code journal/000002} and so on; damaged ones are set aside. */
final class Segments {
    private static final String NAME = "[0-9]{6}";

    private Segments() {
    }

    static Path home(Path sessionDirectory) {
        return sessionDirectory.resolve("journal");
    }

    static Path path(Path sessionDirectory, int segment) {
        String digits = Integer.toString(segment);
        return home(sessionDirectory).resolve("0".repeat(Math.max(0, 6 - digits.length())) + digits);
    }

    /** The numbers of those that can be read, oldest first. */
    static List<Integer> numbers(Path sessionDirectory) throws IOException {
        return named(sessionDirectory, NAME).stream().map(path -> Integer.valueOf(path.getFileName().toString())).toList();
    }

    /** Those that were set aside because they are damaged. */
    static List<Path> setAside(Path sessionDirectory) throws IOException {
        return named(sessionDirectory, NAME + "\\.damaged");
    }

    private static List<Path> named(Path sessionDirectory, String pattern) throws IOException {
        if (!Files.isDirectory(home(sessionDirectory))) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(home(sessionDirectory))) {
            return all.filter(path -> path.getFileName().toString().matches(pattern)).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The number of the segment to be begun next, greater than every one there ever was. */
    static int next(Path sessionDirectory) throws IOException {
        int next = 1;
        for (Path path : named(sessionDirectory, NAME + "(\\.damaged)?")) {
            next = Math.max(next, Integer.parseInt(path.getFileName().toString().substring(0, 6)) + 1);
        }
        return next;
    }

    static void setAside(Path sessionDirectory, int segment) throws IOException {
        Path path = path(sessionDirectory, segment);
        if (Files.isDirectory(path)) {
            Files.move(path, path.resolveSibling(path.getFileName() + ".damaged"));
        }
    }

    static long sizeBytes(Path segment) throws IOException {
        long sum = 0;
        for (Path file : ChronicleSegment.files(segment)) {
            sum += Files.size(file);
        }
        return sum;
    }
}
