package dev.oxbow.replay.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.replay.CacheHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The page as one file, with the data inside: the chart and the lanes at one resolution, what was known at some moments, and the entries,
 * or those of note when they are too many.
 */
public final class SavedPage {
    private static final int POINTS = 2_000;
    private static final int LANES = 200;
    private static final int MOMENTS_MAX = 200;
    private static final int MOMENTS_MIN = 20;
    private static final int MAP_CHARS_MAX = 4_000_000;
    private static final int ENTRIES_MAX = 20_000;
    private static final int STEP = 1_000;

    /** @param entriesKept of those that the journal has */
    public record Result(long entries, int entriesKept, long bytes) {
        public ObjectNode json() {
            return JsonNodeFactory.instance.objectNode().put("entries", entries).put("entriesKept", entriesKept).put("bytes", bytes);
        }

        public String sentence(Path file) {
            return "saved to " + file + " (" + (bytes + 1023) / 1024 + " KiB, " + (entriesKept == entries ? "all " + entries + " entries)"
                    : entriesKept + " of " + entries + " entries: those of note)");
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
        boolean all = journal.entryCount() <= ENTRIES_MAX;
        summary.put("onlyOfNote", !all);
        entries(journal, all ? "" : "severity:notice", out.putArray("entries"));
        return out;
    }

    private static void entries(JournalPage journal, String query, ArrayNode out) throws IOException {
        long from = 0;
        boolean more = true;
        while (more && out.size() < ENTRIES_MAX) {
            ObjectNode page = journal.entries(from, false, STEP, query);
            page.get("rows").forEach(out::add);
            more = !page.get("next").isNull();
            from = page.get("scannedTo").asLong();
        }
    }

    /** Nothing in the data can end the element that it is in. */
    private static String html(ObjectNode data) {
        String json = data.toString().replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
        return Asset.of("").orElseThrow().text()
                .replace("<link rel=\"stylesheet\" href=\"page.css\">", "<style>\n" + Asset.of("page.css").orElseThrow().text() + "</style>")
                .replace("<script src=\"page.js\" defer></script>", "")
                .replace("</body>", "<script type=\"application/json\" id=\"data\">" + json + "</script>\n<script>\n"
                        + Asset.of("page.js").orElseThrow().text() + "</script>\n</body>");
    }
}
