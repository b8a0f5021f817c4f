package dev.oxbow.replay.doctor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.journal.Loss;
import dev.oxbow.replay.EntryJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the doctor's findings are shown. */
public final class DoctorScreen {
    private DoctorScreen() {
    }

    public static List<String> lines(Doctor.Report report) {
        List<String> out = new ArrayList<>();
        out.add(report.entriesReadable() + " entries readable, " + report.entriesLost() + " lost");
        report.losses().forEach(loss -> out.add("damage: " + loss.sentence()));
        report.notes().forEach(note -> out.add("note: " + note));
        Trust trust = report.trust();
        trust.checkpoint().ifPresent(it -> out.add("checkpoint: number " + it.sequence() + " in segment " + it.segment() + ", "
                + EntryJson.time(it.timeNs()).substring(0, 19) + "Z; folded up to number " + trust.upTo()));
        trust.torrents().forEach(torrent -> out.add(torrent(torrent, trust.machineDown())));
        out.add("plan: " + report.plan());
        return out;
    }

    private static String torrent(Trust.Pieces it, boolean machineDown) {
        String basis = machineDown ? "as the machine went down since, only what was synced counts"
                : "as long as the files are as Oxbow left them";
        String trusted = it.trustedCount() == 0 ? "none of " + it.pieceCount() + " pieces is trusted"
                : it.trustedCount() + " of " + it.pieceCount() + " pieces are trusted (" + it.trusted() + "), " + basis;
        return it.name() + ": " + trusted + "; " + it.durable() + " are known to be synced"
                + (it.hashed().isEmpty() ? "" : "; to be hashed: " + it.hashed());
    }

    /** The same for programs; {@code damage} has a sentence for each of {@code places}. */
    public static ObjectNode json(Doctor.Report report) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("entriesReadable", report.entriesReadable()).put("entriesLost", report.entriesLost());
        out.putArray("damage");
        report.losses().forEach(loss -> out.withArrayProperty("damage").add(loss.sentence()));
        out.putArray("places");
        report.losses().forEach(loss -> out.withArrayProperty("places").add(place(loss)));
        out.putArray("notes");
        report.notes().forEach(out.withArrayProperty("notes")::add);
        report.trust().checkpoint().ifPresentOrElse(it -> out.putObject("checkpoint").put("segment", it.segment()).put("seq", it.sequence())
                .put("time", EntryJson.time(it.timeNs())), () -> out.putNull("checkpoint"));
        out.put("foldedUpTo", report.trust().upTo()).put("machineWentDown", report.trust().machineDown());
        out.putArray("torrents");
        report.trust().torrents().forEach(it -> out.withArrayProperty("torrents").addObject().put("infoHash", it.infoHash())
                .put("name", it.name())
                .put("pieceCount", it.pieceCount()).put("piecesVerified", it.verified()).put("piecesDurable", it.durable())
                .put("piecesTrusted", it.trusted()).put("piecesToHash", it.hashed()));
        return out.put("plan", report.plan());
    }

    private static ObjectNode place(Loss loss) {
        return JsonNodeFactory.instance.objectNode().put("segment", loss.segment()).put("file", loss.file()).put("atByte", loss.atByte())
                .put("firstLost", loss.firstSequence()).put("entriesLost", loss.count()).put("what", loss.what());
    }

    /** What a salvage made. */
    public static String line(Salvage.Result result, Path out) {
        return "salvaged: " + result.kept() + " entries in " + result.segments() + " segments of " + out
                + (result.unfolded() == 0 ? "" : "; " + result.unfolded() + " more mean nothing without those that are lost and stand in "
                + out.resolve(Leftovers.FILE)) + "; use it as --state";
    }
}
