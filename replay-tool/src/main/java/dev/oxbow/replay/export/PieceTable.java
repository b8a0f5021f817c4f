package dev.oxbow.replay.export;

import dev.oxbow.core.command.PeerCommand;
import dev.oxbow.core.command.StorageCommand;
import dev.oxbow.core.event.PeerEvent;
import dev.oxbow.core.event.StorageEvent;
import dev.oxbow.core.session.Torrent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The table of pieces that were asked for or hashed: when, how often in vain, and who gave blocks of it. */
final class PieceTable implements Closeable {
    private record Key(String torrent, int pieceIndex) {
    }

    private static final class Row {
        private Object lengthBytes = "";
        private Object firstRequestNs = "";
        private Object firstBlockNs = "";
        private Object verifiedNs = "";
        private Object verifiedSequence = "";
        private int failures;
        private final Map<String, Integer> blocksByPeer = new TreeMap<>();
    }

    private final CsvFile out;
    private final Map<Key, Row> rows = new LinkedHashMap<>();
    /** The last entry with blocks. */
    private Optional<PeerEvent> blocksInHand = Optional.empty();

    PieceTable(Path file) throws IOException {
        out = new CsvFile(file, "torrent", "pieceIndex", "lengthBytes", "firstRequestNs", "firstBlockNs", "verifiedNs", "verifiedSeq",
                "failures",
                "blocksByPeer");
    }

    void entry(Moment moment) {
        if (!moment.selected()) {
            return;
        }
        if (moment.entry() instanceof PeerCommand.RequestBlocks it) {
            Row row = row(moment, it.pieceIndex());
            row.firstRequestNs = row.firstRequestNs.equals("") ? moment.timeNs() : row.firstRequestNs;
        } else if (moment.entry() instanceof PeerEvent.BlockReceived it) {
            came(moment, it, it.pieceIndex());
        } else if (moment.entry() instanceof PeerEvent.BlocksReceived it) {
            came(moment, it, it.pieceIndex());
        } else if (moment.entry() instanceof StorageCommand.WriteBlock it) {
            written(moment, it.pieceIndex(), 1);
        } else if (moment.entry() instanceof StorageCommand.WriteBlocks it) {
            written(moment, it.pieceIndex(), it.blockCount());
        } else if (moment.entry() instanceof StorageEvent.PieceVerified it) {
            Row row = row(moment, it.pieceIndex());
            row.verifiedNs = moment.timeNs();
            row.verifiedSequence = moment.sequence();
        } else if (moment.entry() instanceof StorageEvent.PieceHashMismatched it) {
            row(moment, it.pieceIndex()).failures++;
        }
    }

    private void came(Moment moment, PeerEvent blocks, int pieceIndex) {
        Row row = row(moment, pieceIndex);
        row.firstBlockNs = row.firstBlockNs.equals("") ? moment.timeNs() : row.firstBlockNs;
        blocksInHand = Optional.of(blocks);
    }

    private void written(Moment moment, int pieceIndex, int blockCount) {
        blocksInHand.ifPresent(it ->
                row(moment, pieceIndex).blocksByPeer.merge(String.valueOf(moment.names().peer(it)), blockCount, Integer::sum));
    }

    private Row row(Moment moment, int pieceIndex) {
        String torrent = moment.names().torrent(moment.entry());
        Row row = rows.computeIfAbsent(new Key(torrent, pieceIndex), unseen -> new Row());
        moment.state().torrents().stream().filter(it -> it.spec().infoHash().toString().equals(torrent)).findFirst().map(Torrent::layout)
                .ifPresent(layout -> row.lengthBytes = layout.pieceLengthBytes(pieceIndex));
        return row;
    }

    @Override
    public void close() throws IOException {
        for (Map.Entry<Key, Row> each : rows.entrySet()) {
            Row it = each.getValue();
            StringBuilder peers = new StringBuilder();
            it.blocksByPeer.forEach((peer, count) -> peers.append(peers.length() > 0 ? " " : "").append(peer).append('=').append(count));
            out.row(each.getKey().torrent, each.getKey().pieceIndex, it.lengthBytes, it.firstRequestNs, it.firstBlockNs, it.verifiedNs,
                    it.verifiedSequence, it.failures, peers);
        }
        out.close();
    }
}
