package dev.oxbow.replay.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.command.Command;
import dev.oxbow.replay.EntryJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Five tables in a directory: entries, requests, blocks, pieces, peers. Times are nanoseconds since 1970. */
final class Tables implements Exporter, RequestLedger.Listener {
    private final CsvFile entries;
    private final CsvFile requests;
    private final BlockTable blocks;
    private final PieceTable pieces;
    private final ConnectionTable peers;
    private final RequestLedger ledger = new RequestLedger(this);

    Tables(Path directory) throws IOException {
        Files.createDirectories(directory);
        entries = new CsvFile(directory.resolve("entries.csv"), "seq", "timeNs", "kind", "type", "torrent", "connection", "peer", "cause",
                "reason",
                "pieceIndex", "detail");
        requests = new CsvFile(directory.resolve("requests.csv"), "seq", "timeNs", "torrent", "connection", "peer", "pieceIndex",
                "blockIndex",
                "lengthBytes", "reason", "outcome", "endSeq", "endTimeNs", "waitNs");
        blocks = new BlockTable(directory.resolve("blocks.csv"));
        pieces = new PieceTable(directory.resolve("pieces.csv"));
        peers = new ConnectionTable(directory.resolve("peers.csv"));
    }

    @Override
    public void entry(Moment moment) throws IOException {
        blocks.entry(moment, ledger.entry(moment));
        pieces.entry(moment);
        peers.entry(moment);
        if (moment.selected()) {
            entryRow(moment);
        }
    }

    private void entryRow(Moment moment) throws IOException {
        ObjectNode json = EntryJson.of(moment.sequence(), moment.timeNs(), moment.entry(), moment.cause(), moment.names());
        boolean command = moment.entry() instanceof Command;
        Object[] row = {moment.sequence(), moment.timeNs(), command ? "command" : "event", json.get("type").textValue(),
                json.get("torrent").textValue(),
            json.get("connection").asText(""), json.get("peer").textValue(), command ? moment.cause() : "", json.get("reason").asText(""),
            json.path("pieceIndex").asText(""), ""};
        json.remove(List.of("seq", "time", "kind", "type", "torrent", "connection", "peer", "cause", "reason", "pieceIndex", "torrentId",
                "connectionId"));
        row[10] = json.isEmpty() ? "" : json.toString();
        entries.row(row);
    }

    @Override
    public void opened(Request request) {
        // written when it ends
    }

    @Override
    public void ended(Request request, RequestLedger.Outcome outcome, long sequence, long timeNs) throws IOException {
        write(request, outcome, sequence, timeNs, timeNs - request.timeNs());
    }

    private void write(Request it, RequestLedger.Outcome outcome, Object endSequence, Object endNs, Object waitNs) throws IOException {
        if (it.selected()) {
            requests.row(it.sequence(), it.timeNs(), it.torrent(), it.connectionId(), it.peer(), it.pieceIndex(), it.blockIndex(),
                    it.lengthBytes(),
                    it.reason(), outcome, endSequence, endNs, waitNs);
        }
    }

    @Override
    public void close() throws IOException {
        try (entries; requests; blocks; pieces; peers) {
            for (Request request : ledger.stillOpen()) {
                write(request, RequestLedger.Outcome.OPEN, "", "", "");
            }
        }
    }
}
