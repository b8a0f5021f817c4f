package dev.oxbow.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oxbow.core.value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What {@link StateAt} gives, as lines for people. */
public final class StateText {
    private static final int BAR_CELLS = 30;
    private static final int NAME_MAX_CHARS = 60;
    private static final int CLIENT_MAX_CHARS = 24;

    private StateText() {
    }

    public static List<String> of(JsonNode state) {
        List<String> out = new ArrayList<>();
        if (state.get("seq").asLong() < 0) {
            out.add("Nothing was known: this point lies before the journal's first entry.");
            return out;
        }
        out.add("Behind entry " + state.get("seq") + ", " + state.get("time").textValue() + ", session " + state.get("session")
                + (state.get("stopped").asBoolean() ? " (stopped)" : "") + "  state hash " + state.get("stateHash").textValue());
        for (JsonNode torrent : state.get("torrents")) {
            if (torrent.has("metadataPieces")) {
                magnet(torrent, out);
            } else {
                torrent(torrent, out);
            }
            torrent.path("webSeeds").forEach(webSeed -> out.add(webSeed(webSeed)));
            torrent.get("peers").forEach(peer -> out.add(peer(peer)));
        }
        if (state.get("torrents").isEmpty()) {
            out.add("no torrents");
        }
        return out;
    }

    private static void torrent(JsonNode torrent, List<String> out) {
        long verified = torrent.get("bytesVerified").asLong();
        long total = torrent.get("bytesTotal").asLong();
        out.add(Text.printable(torrent.get("name").textValue(), NAME_MAX_CHARS) + "  " + torrent.get("infoHash").textValue());
        String reason = torrent.get("phaseReason").textValue();
        out.add("  " + torrent.get("phase").textValue() + (reason.isEmpty() ? "" : " (" + Text.printable(reason, NAME_MAX_CHARS) + ")") + "  "
                + bar(verified, total) + " " + Amount.percent(verified, total) + "  " + torrent.get("piecesVerified") + " of "
                + torrent.get("pieceCount") + " pieces verified, " + torrent.get("piecesDurable") + " safe on disk, " + torrent.get("piecesBegun")
                + " begun");
        out.add("  down " + Amount.bytes(torrent.get("bytesDownloaded").asLong()) + " at " + Amount.rate(torrent.get("downBytesPerSec").asLong())
                + ", up " + Amount.bytes(torrent.get("bytesUploaded").asLong()) + " at " + Amount.rate(torrent.get("upBytesPerSec").asLong())
                + ", wasted " + Amount.bytes(torrent.get("bytesWasted").asLong()));
        JsonNode peers = torrent.get("peers");
        out.add("  " + peers.size() + " peers: " + count(peers, peer -> !peer.get("peerChoking").asBoolean()) + " unchoke us, "
                + count(peers, peer -> !peer.get("amChoking").asBoolean()) + " unchoked by us, "
                + count(peers, peer -> peer.get("snubbed").asBoolean()) + " snubbed; "
                + sum(peers, "requestsOutstanding") + " blocks asked for");
    }

    private static void magnet(JsonNode magnet, List<String> out) {
        out.add(Text.printable(magnet.get("name").textValue(), NAME_MAX_CHARS) + "  " + magnet.get("infoHash").textValue());
        String reason = magnet.get("phaseReason").textValue();
        out.add("  " + magnet.get("phase").textValue() + (reason.isEmpty() ? "" : " (" + Text.printable(reason, NAME_MAX_CHARS) + ")")
                + "  a magnet link: " + magnet.get("metadataPieces") + " pieces of its metadata have come, " + magnet.get("peers").size() + " peers");
    }

    private static String webSeed(JsonNode webSeed) {
        return "    " + Text.printable(webSeed.get("url").textValue(), NAME_MAX_CHARS) + "  " + (webSeed.get("gone").asBoolean() ? "gone, " : "")
                + webSeed.get("rangesUnderWay") + " ranges under way  " + Amount.bytes(webSeed.get("bytesDown").asLong()) + " down";
    }

    private static String peer(JsonNode peer) {
        return String.format("    %-22s %-24s %-13s %6d pieces  %-10s %-14s %3d asked  %10s down %10s up%s", peer.get("peer").textValue(),
                Text.printable(peer.get("client").textValue(), CLIENT_MAX_CHARS), peer.get("phase").textValue(), peer.get("pieces").asInt(),
                peer.get("peerChoking").asBoolean() ? "chokes us" : "unchokes us", peer.get("amChoking").asBoolean() ? "" : "unchoked by us",
                peer.get("requestsOutstanding").asInt(), Amount.bytes(peer.get("bytesDown").asLong()), Amount.bytes(peer.get("bytesUp").asLong()),
                peer.get("snubbed").asBoolean() ? "  snubbed" : "");
    }

    private static long count(JsonNode peers, Predicate<JsonNode> which) {
        long out = 0;
        for (JsonNode peer : peers) {
            out += which.test(peer) ? 1 : 0;
        }
        return out;
    }

    private static long sum(JsonNode peers, String field) {
        long out = 0;
        for (JsonNode peer : peers) {
            out += peer.get(field).asLong();
        }
        return out;
    }

    static String bar(long part, long whole) {
        int full = whole == 0 ? 0 : (int) (BAR_CELLS * (double) part / whole);
        return "▕" + "█".repeat(full) + "░".repeat(BAR_CELLS - full) + "▏";
    }
}
