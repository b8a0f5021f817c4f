package dev.oxbow.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.replay.PointInTime;
import dev.oxbow.replay.StateAt;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code oxbow replay at}. */
@Command(name = "at", description = "Show what the session knew at a point in time.", mixinStandardHelpOptions = true)
final class ReplayAtCommand implements Callable<Integer> {
    @Parameters(paramLabel = "POINT", description = "@NUMBER of an entry, a time (2026-11-21T12:00:00Z), or end.")
    private String point;

    @Mixin
    private JournalOptions journal;

    @Override
    public Integer call() throws IOException {
        ObjectNode state = StateAt.of(journal.sessionDirectory(), parsed());
        if (journal.isJson()) {
            System.out.println(state);
        } else {
            print(state);
        }
        return ExitStatus.DONE.code();
    }

    private PointInTime parsed() {
        try {
            return PointInTime.parse(point);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitStatus.USAGE, e.getMessage(), e);
        }
    }

    private static void print(ObjectNode state) {
        System.out.println("entry " + state.get("seq") + " at " + state.get("time").textValue() + "  state hash " + state.get("stateHash").textValue());
        for (JsonNode torrent : state.get("torrents")) {
            System.out.println(torrent.get("name").textValue() + "  " + torrent.get("infoHash").textValue());
            System.out.println("  " + torrent.get("phase").textValue() + "  " + torrent.get("piecesVerified") + " of " + torrent.get("pieceCount")
                    + " pieces verified, " + torrent.get("piecesDurable") + " safe on disk, " + torrent.get("piecesBegun") + " begun");
            for (JsonNode peer : torrent.get("peers")) {
                System.out.printf("  %-22s %-24s %-13s %5d pieces  %s%s  %3d requests  %s down%n", peer.get("peer").textValue(),
                        peer.get("client").textValue(), peer.get("phase").textValue(), peer.get("pieces").asInt(),
                        peer.get("peerChoking").asBoolean() ? "chokes us" : "unchokes us", peer.get("amChoking").asBoolean() ? "" : ", unchoked by us",
                        peer.get("requestsOutstanding").asInt(), Amounts.bytes(peer.get("bytesDown").asLong()));
            }
        }
    }
}
