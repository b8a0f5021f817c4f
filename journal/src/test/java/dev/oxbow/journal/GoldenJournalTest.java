package dev.oxbow.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Old journals read as they always did. Components that a later version adds to a record may come on top. */
class GoldenJournalTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"v0", "v1", "v2", "v3"})
    void readsAsItAlwaysDid(String version) throws IOException {
        GoldenJournal.unzip(version, directory);
        List<String> expected = listing(version);
        List<JournalRecord> records;
        try (JournalReader reader = JournalReader.open(directory)) {
            records = TestJournal.read(reader);
            assertEquals(Optional.empty(), reader.damage());
        }
        assertEquals(expected.size(), records.size());
        for (int i = 0; i < expected.size(); i++) {
            List<String> actual = List.of(GoldenJournal.line(records.get(i)).split("\t", -1));
            List<String> wanted = List.of(expected.get(i).split("\t", -1));
            assertEquals(wanted.subList(0, 3), actual.subList(0, 3));
            assertTrue(Set.copyOf(actual).containsAll(wanted), () -> "expected " + wanted + " but read " + actual);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v0", "v1", "v2", "v3"})
    void isRecoveredFrom(String version) throws IOException {
        GoldenJournal.unzip(version, directory);
        List<JournalRecord> records = new ArrayList<>();
        JournalRecovery recovered = JournalRecovery.recover(directory, records::add);
        assertEquals(listing(version).size(), records.size());
        assertEquals(listing(version).size(), recovered.nextSequence());
        assertEquals(Optional.empty(), recovered.damage());
        TestJournal.write(directory, 10);
        assertEquals(listing(version).size() + 12, JournalRecovery.recover(directory, record -> { }).nextSequence());
    }

    private static List<String> listing(String version) throws IOException {
        try (InputStream in = GoldenJournalTest.class.getResourceAsStream("/golden/" + version + "/listing.txt")) {
            return new String(Optional.ofNullable(in).orElseThrow().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
