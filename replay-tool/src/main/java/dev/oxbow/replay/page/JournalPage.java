package dev.oxbow.replay.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.replay.EntryJson;
import dev.oxbow.replay.PointInTime;
import dev.oxbow.replay.StateAt;
import dev.oxbow.replay.StateCursor;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the page asks for, as JSON. Times are {@code us}, the page's {@link ActiveTime}. One caller at a time. A question about the whole
 * reads a bounded part of the journal further before it answers; {@code complete} says whether that was all.
 */
final class JournalPage implements Closeable {
    /** Dense enough that any state is a fraction of a second away. */
    private static final int IMAGE_EVERY = 1 << 16;
    private static final int ENTRIES_PER_BYTE = 0;
    private static final int POINTS_MAX = 4_000;

    private final StateCursor tail;
    private final StateCursor look;
    private final Timeline timeline;
    private final EntryPages entries;
    private final Path sessionDirectory;

    private JournalPage(Path sessionDirectory, StateCursor tail, StateCursor look, StateCursor list) {
        this.sessionDirectory = sessionDirectory;
        this.tail = tail;
        this.look = look;
        this.timeline = new Timeline(tail);
        this.entries = new EntryPages(list, timeline.time());
    }

    static JournalPage open(Path sessionDirectory, Optional<Path> cacheHome) throws IOException {
        return new JournalPage(sessionDirectory, cursor(sessionDirectory, cacheHome), cursor(sessionDirectory, cacheHome),
                cursor(sessionDirectory, cacheHome));
    }

    private static StateCursor cursor(Path sessionDirectory, Optional<Path> cacheHome) throws IOException {
        return StateCursor.open(sessionDirectory, cacheHome, IMAGE_EVERY, ENTRIES_PER_BYTE);
    }

    /** Reads on, for about so long. */
    void read(long budgetNs) throws IOException {
        timeline.read(budgetNs);
    }

    boolean isAtEnd() {
        return timeline.isAtEnd();
    }

    long lastSequence() {
        return timeline.state().sequence();
    }

    long entryCount() {
        return timeline.entries();
    }

    long lengthUs() {
        return timeline.time().lengthUs();
    }

    /** How far the journal goes, and what is in it. */
    ObjectNode summary() throws IOException {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("directory", sessionDirectory.toAbsolutePath().normalize().getFileName().toString());
        out.put("complete", timeline.isAtEnd()).put("entries", timeline.entries()).put("lastSeq", lastSequence());
        out.put("lengthUs", lengthUs()).put("start", EntryJson.time(Math.max(0, timeline.time().startNs())));
        out.put("stopped", timeline.state().isStopped());
        out.put("damage", timeline.isAtEnd() ? tail.damage().map(damage -> damage.sentence()).orElse(null) : null);
        ArrayNode cuts = out.putArray("cuts");
        timeline.time().cuts().forEach(cut -> cuts.addObject()
                .put("us", timeline.time().us(cut.fromNs())).put("removedUs", cut.removedNs() / 1000));
        timeline.sessions().forEach(session -> session.write(out.withArrayProperty("sessions")));
        timeline.flags().forEach(flag -> flag.write(out.withArrayProperty("flags")));
        ArrayNode torrents = out.putArray("torrents");
        for (Torrent torrent : timeline.state().torrents()) {
            torrents.addObject().put("infoHash", torrent.infoHash().toString()).put("name", torrent.spec().name())
                    .put("pieceCount", torrent.layout().pieceCount()).put("pieceLengthBytes", torrent.layout().pieceLengthBytes())
                    .put("totalBytes", torrent.layout().totalLengthBytes()).put("phase", torrent.phase().name());
        }
        return out;
    }

    /** The figures over a stretch of time, in about so many columns. */
    ObjectNode chart(long fromUs, long toUs, int points) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        timeline.chart().write(out, fromUs, toUs, Math.min(POINTS_MAX, points), lengthUs(), timeline.state());
        return out;
    }

    /**
     * The peers that gave and took the most, over a stretch of time.
     *
     * @param points how finely: what is closer together than one of so many parts is merged
     * @param part   of addresses or clients' names; empty for all
     */
    ObjectNode lanes(long fromUs, long toUs, int points, int limit, String part) {
        long widthUs = Math.max(1, (toUs - fromUs) / Math.max(1, Math.min(POINTS_MAX, points)));
        String lowerCase = part.toLowerCase(Locale.ROOT);
        List<Lane> fitting = timeline.lanes().stream().filter(lane -> lane.fits(lowerCase)).toList();
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("peers", fitting.size()).put("leftOut", timeline.lanesLeftOut());
        ArrayNode lanes = out.putArray("lanes");
        Comparator<Lane> flaggedFirst = Comparator.comparing(lane -> lane.flagCount() == 0);
        fitting.stream().sorted(flaggedFirst.thenComparing(Comparator.comparingLong(Lane::bytes).reversed())).limit(limit)
                .forEach(lane -> lane.write(lanes.addObject(), fromUs, toUs, widthUs, lengthUs()));
        return out;
    }

    /** What was known behind an entry, and each torrent's pieces. */
    ObjectNode at(long sequence) throws IOException {
        return at(new PointInTime(sequence, Long.MAX_VALUE));
    }

    /** What was known at a time. */
    ObjectNode atUs(long us) throws IOException {
        return at(new PointInTime(Long.MAX_VALUE, timeline.time().timeNs(us)));
    }

    private ObjectNode at(PointInTime point) throws IOException {
        look.goTo(point);
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        long sequence = look.state().sequence();
        out.put("seq", sequence).put("us", timeline.time().us(look.state().timeNs()));
        out.put("time", EntryJson.time(look.state().timeNs()));
        ObjectNode pieces = out.putObject("pieces");
        for (Torrent torrent : look.state().torrents()) {
            boolean[] failed = timeline.failed(torrent, sequence);
            pieces.put(torrent.infoHash().toString(), PieceMap.of(torrent, piece -> failed[piece]));
        }
        out.set("state", StateAt.json(look.state()));
        return out;
    }

    /** Entries from a number on, or, when {@code backward}, before it. */
    ObjectNode entries(long sequence, boolean backward, int limit, String query) throws IOException {
        return backward ? entries.before(sequence, limit, query) : entries.from(sequence, limit, query);
    }

    @Override
    public void close() throws IOException {
        tail.close();
        look.close();
        entries.close();
    }
}
