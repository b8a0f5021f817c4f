package dev.oxbow.journal;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The segments of a session directory: {@code journal/000001}, {@code journal/000002} and so on; damaged ones are set aside. */
final class Segments {
    private static final String NAME = "[0-9]{6}";
    private static final int PAGE_BYTES = 4096;
    private static final byte[] ZEROS = new byte[PAGE_BYTES];

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

    /** Those that can be read and those that were set aside, oldest first. */
    static List<Path> all(Path sessionDirectory) throws IOException {
        return named(sessionDirectory, NAME + "(\\.damaged)?");
    }

    static int number(Path segment) {
        return Integer.parseInt(segment.getFileName().toString().substring(0, 6));
    }

    static boolean isSetAside(Path segment) {
        return segment.getFileName().toString().endsWith(".damaged");
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
        for (Path path : all(sessionDirectory)) {
            next = Math.max(next, number(path) + 1);
        }
        return next;
    }

    static void setAside(Path sessionDirectory, int segment) throws IOException {
        Path path = path(sessionDirectory, segment);
        if (Files.isDirectory(path)) {
            Files.move(path, path.resolveSibling(path.getFileName() + ".damaged"));
        }
    }

    /** Gives back the room that a process made ahead in a segment, and never used because it died. */
    static void trim(Path segment) throws IOException {
        if (!Files.isDirectory(segment)) {
            return;
        }
        for (Path file : ChronicleSegment.files(segment)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                channel.truncate(endOfContent(channel));
            }
        }
    }

    /** Behind the last page that is not all zeros. */
    private static long endOfContent(FileChannel channel) throws IOException {
        ByteBuffer page = ByteBuffer.allocate(PAGE_BYTES);
        for (long at = (channel.size() - 1) / PAGE_BYTES * PAGE_BYTES; at >= 0; at -= PAGE_BYTES) {
            page.clear();
            while (page.hasRemaining() && channel.read(page, at + page.position()) > 0) {
                // a short read goes on
            }
            int lengthBytes = page.position();
            if (Arrays.mismatch(page.array(), 0, lengthBytes, ZEROS, 0, lengthBytes) >= 0) {
                return Math.min(channel.size(), at + 2L * PAGE_BYTES);
            }
        }
        return 0;
    }

    /** Makes the names in a directory last, where the system has a way to do so. */
    static void force(Path directory) throws IOException {
        if (File.separatorChar == '\\') {
            return; // Windows opens no directory, and needs none opened
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** When something was last written to a segment. */
    static FileTime lastWritten(Path segment) throws IOException {
        FileTime newest = Files.getLastModifiedTime(segment);
        for (Path file : ChronicleSegment.files(segment)) {
            FileTime here = Files.getLastModifiedTime(file);
            newest = here.compareTo(newest) > 0 ? here : newest;
        }
        return newest;
    }

    static long sizeBytes(Path segment) throws IOException {
        long sum = 0;
        for (Path file : ChronicleSegment.files(segment)) {
            sum += Files.size(file);
        }
        return sum;
    }
}
