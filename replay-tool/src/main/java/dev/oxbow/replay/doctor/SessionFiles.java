package dev.oxbow.replay.doctor;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a session directory holds beside its journal: metainfo, parts files, stamps. */
final class SessionFiles {
    private SessionFiles() {
    }

    /** Copies them to a new directory; all but the journal and the lock. */
    static void copy(Path source, Path out) throws IOException {
        makeEmpty(source, out);
        try (Stream<Path> all = Files.walk(source)) {
            for (Path path : all.toList()) {
                Path relative = source.relativize(path);
                boolean own = relative.startsWith("journal") || relative.startsWith("lock") || relative.toString().isEmpty();
                if (!own && Files.isDirectory(path)) {
                    Files.createDirectories(out.resolve(relative));
                } else if (!own && Files.isRegularFile(path)) {
                    Files.copy(path, out.resolve(relative));
                }
            }
        }
    }

    private static void makeEmpty(Path source, Path out) throws IOException {
        if (out.toAbsolutePath().normalize().startsWith(source.toAbsolutePath().normalize())) {
            throw new FileSystemException(out.toString(), null, "it lies within the journal's own directory, to which nothing is written");
        }
        Files.createDirectories(out);
        try (Stream<Path> all = Files.list(out)) {
            if (all.findAny().isPresent()) {
                throw new FileAlreadyExistsException(out.toString(), null, "it is not empty; name a new directory");
            }
        }
    }
}
