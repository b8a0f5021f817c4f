package dev.oxbow.journal;

import dev.oxbow.core.event.Entry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes a journal of entries that have their sequences and times already: what is left of a damaged one, or one made fit to be shown.
 * Each segment is synced when the next begins.
 */
public final class JournalCopy implements Closeable {
    private final Path sessionDirectory;
    private Optional<JournalWriter> writer = Optional.empty();
    private int segment;

    private JournalCopy(Path sessionDirectory) {
        this.sessionDirectory = sessionDirectory;
    }

    /** @throws FileAlreadyExistsException when there is a journal there */
    public static JournalCopy create(Path sessionDirectory) throws IOException {
        if (!Segments.all(sessionDirectory).isEmpty()) {
            throw new FileAlreadyExistsException(sessionDirectory.toString(), null, "there is a journal already");
        }
        Files.createDirectories(Segments.home(sessionDirectory));
        return new JournalCopy(sessionDirectory);
    }

    /** The number of the segment being written; 0 before the first. */
    public int segment() {
        return segment;
    }

    /** The entries from here on go into a segment of their own. */
    public void beginSegment(long firstSequence) throws IOException {
        close();
        segment++;
        JournalRecovery nothing = new JournalRecovery(firstSequence, segment, 0, Optional.empty(), List.of());
        writer = Optional.of(JournalWriter.open(sessionDirectory, nothing));
    }

    /** Appends an entry. Its sequence follows from that of the segment's first. */
    public void append(long timeNs, Entry entry) throws IOException {
        writer.orElseThrow().append(timeNs, entry);
    }

    /** Says that everything before this sequence was pruned from the original, and is not missing. */
    public void prunedBefore(long sequence) throws IOException {
        if (sequence > 0) {
            PruneNote.write(sessionDirectory, sequence);
        }
    }

    @Override
    public void close() throws IOException {
        if (writer.isPresent()) {
            try (JournalWriter ended = writer.get()) {
                ended.sync();
            }
            writer = Optional.empty();
        }
    }
}
