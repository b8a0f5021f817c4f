package dev.oxbow.replay.export;

import dev.oxbow.core.command.Command;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.session.Torrent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A row for each block that peers sent, with what became of it. */
final class BlockTable implements AutoCloseable {
    private static final int FATE = 11;

    private final CsvFile out;
    /** Blocks whose fate the next commands tell, by slot. */
    private final Map<Integer, Object[]> inHand = new LinkedHashMap<>();

    BlockTable(Path file) throws IOException {
        out = new CsvFile(file, "seq", "timeNs", "torrent", "connection", "peer", "pieceIndex", "blockIndex", "lengthBytes", "crc32c",
                "requestSeq", "waitNs", "fate");
    }

    /** @param answered by their index in the piece, the requests that the entry's blocks answer */
    void entry(Moment moment, Map<Integer, Request> answered) throws IOException {
        if (!(moment.entry() instanceof Command)) {
            write();
        }
        if (moment.entry() instanceof PeerEvent.BlockReceived block && moment.selected()) {
            row(moment, block, answered);
        } else if (moment.entry() instanceof PeerEvent.BlocksReceived run && moment.selected()) {
            run.each().forEach(block -> row(moment, block, answered));
        } else if (moment.entry() instanceof StorageCommand.WriteBlock command) {
            done(command.slotId(), "WRITTEN");
        } else if (moment.entry() instanceof StorageCommand.WriteBlocks run) {
            run.slotIds().forEach(slotId -> done(slotId, "WRITTEN"));
        } else if (moment.entry() instanceof StorageCommand.DiscardBlock command) {
            done(command.slotId(), command.reason().name());
        }
    }

    private void row(Moment moment, PeerEvent.BlockReceived block, Map<Integer, Request> answered) {
        Optional<Torrent> torrent = moment.state().connection(block.connectionId()).flatMap(it -> moment.state().torrent(it.torrentId()));
        Optional<Request> request = Optional.ofNullable(answered.get(block.blockIndex()));
        inHand.put(block.slotId(), new Object[] {moment.sequence(), moment.timeNs(), moment.names().torrent(moment.entry()), block.connectionId(),
            moment.names().peer(moment.entry()), block.pieceIndex(), block.blockIndex(),
            torrent.map(it -> it.layout().blockLengthBytes(block.pieceIndex(), block.blockIndex())), Integer.toUnsignedLong(block.crc32c()),
            request.map(Request::sequence), request.map(it -> moment.timeNs() - it.timeNs()), ""});
    }

    private void done(int slotId, String fate) {
        Object[] row = inHand.get(slotId);
        if (row != null) {
            row[FATE] = fate;
        }
    }

    private void write() throws IOException {
        for (Object[] row : inHand.values()) {
            out.row(row);
        }
        inHand.clear();
    }

    @Override
    public void close() throws IOException {
        write();
        out.close();
    }
}
