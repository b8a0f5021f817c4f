package dev.oxbow.replay.doctor;

import dev.oxbow.journal.JournalRecord;
import dev.oxbow.replay.EntryJson;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whole entries that can no longer be folded: as JSON, a line each, for people and programs to read. The file is made with the first. */
final class Leftovers implements Closeable {
    static final String FILE = "leftovers.jsonl";

    private final Path file;
    private Optional<BufferedWriter> writer = Optional.empty();

    Leftovers(Path directory) {
        file = directory.resolve(FILE);
    }

    void add(JournalRecord record) throws IOException {
        if (writer.isEmpty()) {
            writer = Optional.of(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
        }
        writer.get().write(EntryJson.alone(record) + "\n");
    }

    @Override
    public void close() throws IOException {
        if (writer.isPresent()) {
            writer.get().close();
        }
    }
}
