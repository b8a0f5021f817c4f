package dev.oxbow.replay.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oxbow.replay.RecordedSession;
import dev.oxbow.replay.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON lines and tables say what the journal says. */
class ExportTest {
    @TempDir
    private static Path home;
    private static Path journal;

    @TempDir
    private Path directory;

    @BeforeAll
    static void record() throws IOException {
        journal = home.resolve("journal");
        RecordedSession.record(journal, 40, 2);
    }

    private Path export(Export.Form form, Selection selection) throws IOException {
        Path out = directory.resolve(form.name());
        Export.run(journal, form, out, selection);
        return out;
    }

    private List<JsonNode> lines(Selection selection) throws IOException {
        List<JsonNode> out = new ArrayList<>();
        for (String line : Files.readAllLines(export(Export.Form.JSONL, selection))) {
            out.add(new ObjectMapper().readTree(line));
        }
        return out;
    }

    @Test
    void writesALineForEachEntryAsEventsDoes() throws IOException {
        List<String> lines = Files.readAllLines(export(Export.Form.JSONL, Selection.ALL));
        try (Replay replay = new Replay(journal)) {
            for (String line : lines) {
                assertEquals(replay.step().orElseThrow().json().toString(), line);
            }
            assertTrue(replay.step().isEmpty());
        }
    }

    @Test
    void keepsToATorrentAPeerAndATime() throws IOException {
        String bad = RecordedSession.BAD.toString();
        List<JsonNode> its = lines(Selection.of(null, bad, null, null));
        assertTrue(its.size() > 10);
        assertTrue(its.stream().anyMatch(it -> it.get("type").textValue().equals("BanPeer")));
        assertTrue(its.stream().anyMatch(it -> it.get("type").textValue().equals("WriteBlock")), "the blocks' fates go with them");
        assertTrue(its.stream().allMatch(it -> it.get("peer").isNull() || it.get("peer").textValue().equals(bad)));
        assertEquals(its, lines(Selection.of("D5BA33", RecordedSession.BAD.host(), null, null)));
        assertEquals(List.of(), lines(Selection.of("ffff", null, null, null)).stream().filter(it -> !it.get("torrent").isNull()).toList());
        assertEquals(11, lines(Selection.of(null, null, "@100", "@110")).size());
        assertEquals(0, lines(Selection.of(null, null, "2030-01-01T00:00:00Z", null)).size());
        assertThrows(IllegalArgumentException.class, () -> Selection.of(null, null, "yesterday-ish", null));
    }

    private static List<String[]> table(Path file) throws IOException {
        List<String[]> out = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            out.add(line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1));
        }
        long width = out.get(0).length;
        assertTrue(out.stream().allMatch(row -> row.length == width), file.toString());
        return out.subList(1, out.size());
    }

    @Test
    void writesTablesThatAgreeWithEachOther() throws IOException {
        Path tables = export(Export.Form.CSV, Selection.ALL);
        List<String[]> entries = table(tables.resolve("entries.csv"));
        List<String[]> requests = table(tables.resolve("requests.csv"));
        List<String[]> blocks = table(tables.resolve("blocks.csv"));
        List<String[]> pieces = table(tables.resolve("pieces.csv"));
        List<String[]> peers = table(tables.resolve("peers.csv"));
        long alone = entries.stream().filter(row -> row[3].equals("BlockReceived")).count();
        long inRuns = entries.stream().filter(row -> row[3].equals("BlocksReceived"))
                .mapToLong(row -> Long.parseLong(row[10].replaceAll(".*blockCount\"+:(\\d+).*", "$1"))).sum();
        assertTrue(alone > 0 && inRuns > 0, alone + " and " + inRuns);
        assertEquals(alone + inRuns, blocks.size());
        assertEquals(blocks.stream().filter(row -> !row[9].isEmpty()).count(), requests.stream().filter(row -> row[9].equals("RECEIVED"))
                .count());
        assertTrue(blocks.stream().allMatch(row -> row[11].equals("WRITTEN") || row[11].equals("UNREQUESTED") || row[11].equals("DUPLICATE")
                || row[11].equals("")), "fates");
        assertEquals(40, pieces.stream().filter(row -> !row[5].isEmpty()).count());
        assertEquals(1, pieces.stream().filter(row -> row[7].equals("1")).count(), "one piece failed once");
        assertTrue(pieces.stream().allMatch(row -> row[8].contains("=")));
        assertTrue(peers.stream().anyMatch(row -> row[2].equals(RecordedSession.BAD.toString()) && row[8].equals("BANNED")));
        long bytes = blocks.stream().mapToLong(row -> Long.parseLong(row[7])).sum();
        assertEquals(bytes, peers.stream().mapToLong(row -> Long.parseLong(row[9])).sum());
    }

    @Test
    void quotesWhatWouldBreakATable() throws IOException {
        Path file = directory.resolve("x.csv");
        try (CsvFile out = new CsvFile(file, "a", "b")) {
            out.row("say \"no\", please", "two\nlines");
        }
        assertEquals("a,b\r\n\"say \"\"no\"\", please\",\"two\nlines\"\r\n", Files.readString(file));
    }
}
