package dev.oxbow.replay.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.replay.CacheHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The page as one file, with the data inside: the chart and the lanes at one resolution, what was known at some moments, and the entries:
 * the last of them, and of those before them what is of note.
 */
public final class SavedPage {
    private static final int POINTS = 2_000;
    private static final int LANES = 200;
    private static final int MOMENTS_MAX = 200;
    private static final int MOMENTS_MIN = 20;
    private static final int MAP_CHARS_MAX = 4_000_000;
    private static final int OF_NOTE_MAX = 5_000;
    private static final int LAST_ENTRIES = 20_000;
    private static final int STEP = 1_000;

    /** @param entriesKept of those that the journal has */
    public record Result(long entries, int entriesKept, long bytes) {
        public ObjectNode json() {
            return JsonNodeFactory.instance.objectNode().put("entries", entries).put("entriesKept", entriesKept).put("bytes", bytes);
        }

        public String sentence(Path file) {
            return "saved to " + file + " (" + (bytes + 1023) / 1024 + " KiB, " + (entriesKept == entries ? "all " + entries + " entries)"
                    : entriesKept + " of " + entries + " entries: the last, and before them those of note)");
        }
    }

    private SavedPage() {
    }

    /** @throws IOException when the journal cannot be read or the file not be written */
    public static Result write(Path sessionDirectory, Path file) throws IOException {
        return write(sessionDirectory, Optional.of(CacheHome.path()), file);
    }

    static Result write(Path sessionDirectory, Optional<Path> cacheHome, Path file) throws IOException {
        try (JournalPage journal = JournalPage.open(sessionDirectory, cacheHome)) {
            journal.read(Long.MAX_VALUE / 2);
            ObjectNode data = data(journal);
            Files.writeString(file, html(data));
            return new Result(journal.entryCount(), data.get("entries").size(), Files.size(file));
        }
    }

    private static ObjectNode data(JournalPage journal) throws IOException {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ObjectNode summary = journal.summary();
        out.set("summary", summary.put("saved", true));
        out.set("chart", journal.chart(0, journal.lengthUs(), POINTS));
        out.set("lanes", journal.lanes(0, journal.lengthUs(), POINTS, LANES, ""));
        long pieces = 1;
        for (int i = 0; i < summary.get("torrents").size(); i++) {
            pieces += summary.get("torrents").get(i).get("pieceCount").asLong();
        }
        int moments = (int) Math.max(MOMENTS_MIN, Math.min(MOMENTS_MAX, MAP_CHARS_MAX / pieces));
        ArrayNode at = out.putArray("moments");
        for (int i = 0; i <= moments; i++) {
            at.add(journal.atUs(journal.lengthUs() * i / moments));
        }
        long first = journal.lastSequence() + 1 - journal.entryCount();
        long allFrom = Math.max(first, journal.lastSequence() + 1 - LAST_ENTRIES);
        summary.put("allFrom", allFrom).put("first", first);
        ArrayNode entries = out.putArray("entries");
        entries(journal, first, allFrom, "severity:notice", entries, OF_NOTE_MAX);
        entries(journal, allFrom, journal.lastSequence() + 1, "", entries, Integer.MAX_VALUE);
        return out;
    }

    private static void entries(JournalPage journal, long from, long end, String query, ArrayNode out, int max) throws IOException {
        long at = from;
        while (at < end && out.size() < max) {
            ObjectNode page = journal.entries(at, false, (int) Math.min(STEP, end - at), query);
            for (JsonNode row : page.get("rows")) {
                if (row.get("seq").asLong() < end) {
                    out.add(row);
                }
            }
            at = page.get("next").isNull() ? end : page.get("next").asLong();
        }
    }

    /** Nothing in the data can end the element that it is in. */
    private static String html(ObjectNode data) {
        String json = data.toString().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
        return Asset.of("").orElseThrow().text()
                .replace("<link rel=\"stylesheet\" href=\"page.css\">",
                        "<style>\n" + Asset.of("page.css").orElseThrow().text() + "</style>")
                .replace("<script src=\"page.js\" defer></script>", "")
                .replace("</body>", "<script type=\"application/json\" id=\"data\">" + json + "</script>\n<script>\n"
                        + Asset.of("page.js").orElseThrow().text() + "</script>\n</body>");
    }
}
