package dev.oxbow.replay;

import dev.oxbow.journal.Damage;
import dev.oxbow.journal.JournalReader;
import dev.oxbow.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code replay doctor}: what of a journal can be read, what is lost, and what the next start will do about it. */
public final class Doctor {
    /** @param damage one sentence for each damaged place; empty when all is well */
    public record Report(long entriesReadable, long entriesLost, List<String> damage, String plan) {
    }

    private Doctor() {
    }

    public static Report examine(Path sessionDirectory) throws IOException {
        long readable = 0;
        long lost = 0;
        List<String> damage = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(sessionDirectory)) {
            for (Optional<JournalRecord> record = reader.next(); record.isPresent(); record = reader.next()) {
                readable++;
            }
            Optional<Damage> found = reader.damage();
            if (found.isPresent()) {
                lost = found.get().entriesLost();
                damage.add("segment " + found.get().segment() + ": " + found.get().sentence());
            }
        }
        String plan = damage.isEmpty() ? "nothing to do"
                : "the next start keeps what is whole, sets the damaged segment aside, begins a new one, and hashes what is on disk"
                        + " wherever the journal no longer vouches for it; nothing is deleted or downloaded again";
        for (Path aside : JournalReader.setAside(sessionDirectory)) {
            plan += "; " + aside.getFileName() + " was set aside by an earlier start";
        }
        return new Report(readable, lost, damage, plan);
    }
}
