package dev.oxbow.replay.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.session.Torrent;
import dev.oxbow.replay.EntryJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Five tables in a directory: entries, requests, blocks, pieces, peers. Times are nanoseconds since 1970. */
final class Tables implements Exporter, RequestLedger.Listener {
    private final CsvFile entries;
    private final CsvFile requests;
    private final CsvFile blocks;
    private final PieceTable pieces;
    private final ConnectionTable peers;
    private final RequestLedger ledger = new RequestLedger(this);
    /** A block whose fate the next commands tell. */
    private Optional<Object[]> blockInHand = Optional.empty();

    Tables(Path directory) throws IOException {
        Files.createDirectories(directory);
        entries = new CsvFile(directory.resolve("entries.csv"), "seq", "timeNs", "kind", "type", "torrent", "connection", "peer", "cause",
                "reason",
                "pieceIndex", "detail");
        requests = new CsvFile(directory.resolve("requests.csv"), "seq", "timeNs", "torrent", "connection", "peer", "pieceIndex",
                "blockIndex",
                "lengthBytes", "reason", "outcome", "endSeq", "endTimeNs", "waitNs");
        blocks = new CsvFile(directory.resolve("blocks.csv"), "seq", "timeNs", "torrent", "connection", "peer", "pieceIndex", "blockIndex",
                "lengthBytes", "crc32c", "requestSeq", "waitNs", "fate");
        pieces = new PieceTable(directory.resolve("pieces.csv"));
        peers = new ConnectionTable(directory.resolve("peers.csv"));
    }

    @Override
    public void entry(Moment moment) throws IOException {
        if (!(moment.entry() instanceof Command)) {
            blockDone("");
        }
        Optional<Request> answered = ledger.entry(moment);
        if (moment.entry() instanceof PeerEvent.BlockReceived event && moment.selected()) {
            block(moment, event, answered);
        } else if (moment.entry() instanceof StorageCommand.WriteBlock) {
            blockDone("WRITTEN");
        } else if (moment.entry() instanceof StorageCommand.DiscardBlock command) {
            blockDone(command.reason().name());
        }
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

    private void block(Moment moment, PeerEvent.BlockReceived event, Optional<Request> answered) {
        Optional<Torrent> torrent = moment.state().connection(event.connectionId()).flatMap(it -> moment.state().torrent(it.torrentId()));
        blockInHand = Optional.of(new Object[] {moment.sequence(), moment.timeNs(), moment.names().torrent(event), event.connectionId(),
            moment.names().peer(event), event.pieceIndex(), event.blockIndex(),
            torrent.map(it -> it.layout().blockLengthBytes(event.pieceIndex(), event.blockIndex())), Integer.toUnsignedLong(event.crc32c()),
            answered.map(Request::sequence), answered.map(it -> moment.timeNs() - it.timeNs()), ""});
    }

    private void blockDone(String fate) throws IOException {
        if (blockInHand.isPresent()) {
            blockInHand.get()[11] = fate;
            blocks.row(blockInHand.get());
            blockInHand = Optional.empty();
        }
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
            blockDone("");
            for (Request request : ledger.stillOpen()) {
                write(request, RequestLedger.Outcome.OPEN, "", "", "");
            }
        }
    }
}
