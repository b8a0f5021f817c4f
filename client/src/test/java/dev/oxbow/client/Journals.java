package dev.oxbow.client;

import dev.oxbow.core.event.Entry;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a session has recorded, running or not. */
final class Journals {
    private Journals() {
    }

    /** The entries of its newest segment. */
    static List<Entry> entries(Path stateDirectory) throws IOException {
        try (JournalReader reader = JournalReader.open(stateDirectory)) {
            List<Entry> out = new ArrayList<>();
            for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
                out.add(record.get().entry());
            }
            return out;
        }
    }
}
